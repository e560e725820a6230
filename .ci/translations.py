"""Keeps the window's texts, Chinese and English plurals: collects, takes in, checks them.

python .ci/translations.py update           collect texts from desktop/, compile
python .ci/translations.py fill FILE.json   fill in {context: {source: chinese}}, compile
python .ci/translations.py check            fail when a text is missing or not collected

English is what the sources say; only texts that count need their forms: "%n order(s)" gets
"%n order" and "%n orders" by itself.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TEXTS = FOLDER / "gendan_zh_CN.ts"
PLURALS = FOLDER / "gendan_en.ts"
LOCK = ROOT / ".cache" / "translations.lock"
LOCK_SECONDS_MAX = 120.0


@contextmanager
def alone() -> Generator[None, None, None]:
    """Hold the lock file; one older than two minutes was left by a run that died."""
    LOCK.parent.mkdir(exist_ok=True)
    started = time.monotonic()
    while True:
        try:
            os.close(os.open(LOCK, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.monotonic() - started > LOCK_SECONDS_MAX:
                LOCK.unlink(missing_ok=True)
            time.sleep(0.1)
    try:
        yield
    finally:
        LOCK.unlink(missing_ok=True)


def tool(name: str) -> str:
    """Return Qt's tool that stands beside this Python."""
    suffix = ".exe" if os.name == "nt" else ""
    return str(Path(sys.executable).parent / f"{name}{suffix}")


def collect(target: Path) -> None:
    """Bring the texts of desktop/ into `target`, named as one of ours; texts no longer used go."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "desktop").rglob("*.py"))]
    command = [tool("pyside6-lupdate"), *sources, "-ts", str(target)]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
    if target.name == PLURALS.name:
        options += ["-target-language", "en", "-pluralonly"]
    else:
        options += ["-target-language", "zh_CN"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)


def compile_texts() -> None:
    """Write the compiled files Qt loads."""
    for texts in (TEXTS, PLURALS):
        compiled = str(texts.with_suffix(".qm"))
        command = [tool("pyside6-lrelease"), str(texts), "-qm", compiled, "-silent"]
        subprocess.run(command, check=True, capture_output=True)


def in_english(source: str) -> tuple[str, str]:
    """Return a counting text for one, and for any other number."""
    return source.replace("(s)", ""), source.replace("(s)", "s")


def update_plurals() -> None:
    """Collect the texts that count, and give those that have no English forms theirs."""
    collect(PLURALS)
    root = read(PLURALS)
    for _, message in messages(root):
        translation = message.find("translation")
        if translation is None or not is_open(message):
            continue
        translation.attrib.pop("type", None)
        forms = translation.findall("numerusform")
        for form, text in zip(forms, in_english(message.findtext("source", "")), strict=True):
            form.text = text
    write(root, PLURALS)


def read(path: Path) -> ET.Element:
    """Return the root of a file of texts."""
    return ET.parse(path).getroot()  # noqa: S314  our own file


def messages(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Return each message with the name of its context."""
    for context in root.iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def is_open(message: ET.Element) -> bool:
    """Return whether a message still lacks its translation."""
    translation = message.find("translation")
    if translation is None or translation.get("type") == "unfinished":
        return True
    forms = translation.findall("numerusform")
    return not all(form.text for form in forms) if forms else not translation.text


def fill_message(message: ET.Element, chinese: str) -> None:
    """Give a message its Chinese; Chinese has one form for all numbers."""
    translation = message.find("translation")
    if translation is None:
        translation = ET.SubElement(message, "translation")
    translation.attrib.pop("type", None)
    forms = translation.findall("numerusform")
    for form in forms:
        form.text = chinese
    if not forms:
        translation.text = chinese


def write(root: ET.Element, path: Path) -> None:
    """Write the texts as lupdate does, so that a later update changes nothing else."""
    body = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{body}\n", encoding="utf-8")


def update() -> int:
    """Collect and compile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    collect(TEXTS)
    update_plurals()
    compile_texts()
    missing = [message for _, message in messages(read(TEXTS)) if is_open(message)]
    print(f"{TEXTS.name}: {len(missing)} without Chinese")
    return 0


def fill(source: Path) -> int:
    """Fill in what is open from `source`, then collect again and compile."""
    texts: dict[str, dict[str, str]] = json.loads(source.read_text(encoding="utf-8"))
    collect(TEXTS)
    root = read(TEXTS)
    filled = 0
    for context, message in messages(root):
        chinese = texts.get(context, {}).get(message.findtext("source", ""))
        if chinese and is_open(message):
            fill_message(message, chinese)
            filled += 1
    write(root, TEXTS)
    print(f"{filled} filled")
    return update()


def comparable(path: Path) -> set[tuple[str, str]]:
    """Return context and source of every message."""
    found = messages(read(path))
    return {(context, message.findtext("source", "")) for context, message in found}


def check() -> int:
    """Say what is missing in either file; return 1 if anything is."""
    return max(check_texts(TEXTS, "Chinese"), check_texts(PLURALS, "its English forms"))


def check_texts(path: Path, language: str) -> int:
    """Say what is missing in one file; return 1 if anything is."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        collect(fresh)
        stale = comparable(fresh) ^ comparable(path)
    root = read(path)
    open_ones = [(c, m.findtext("source", "")) for c, m in messages(root) if is_open(m)]
    lost = [
        (context, message.findtext("source", ""))
        for context, message in messages(root)
        if not is_open(message) and marks(message.findtext("source", "")) - marks_of(message)
    ]
    for word, found in (
        ("not collected", stale),
        (f"without {language}", open_ones),
        ("{} lost", lost),
    ):
        for context, source in sorted(found):
            print(f"{path.name}: {word}: {context}: {source}")
    return 1 if stale or open_ones or lost else 0


def marks(text: str) -> set[str]:
    """Return the places in a text that are filled in, such as {number}; %n may become words."""
    return set(re.findall(r"\{\w*\}", text))


def marks_of(message: ET.Element) -> set[str]:
    """Return the places in the translation of a message."""
    translation = message.find("translation")
    return marks("".join(translation.itertext())) if translation is not None else set()


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    with alone():
        match arguments:
            case ["update"]:
                return update()
            case ["fill", file]:
                return fill(Path(file))
            case ["check"]:
                return check()
            case _:
                print(__doc__)
                return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
