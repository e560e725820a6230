"""What import-linter cannot see: sizes, first lines, names, texts, signals, Qt's version."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 50
UNCLEAR_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base"}
SCRIPTS = ("build_installer.py", ".ci", "resources")
# A folder of one developer's machine, put together here so that this file does not hold one.
MACHINE_PATHS = re.compile("|".join(["(?<![\\w.)}*-])/" + name for name in ("work/", "root/")]))
# What a package is called where it is imported, when that is not its own name.
IMPORT_NAMES = {
    "argon2-cffi": "argon2",
    "backports.zstd": "backports",
    "pyside6-essentials": "PySide6",
}

THOUSAND_CALLS = """
import sys
from PySide6.QtGui import QPen

pen = QPen()
before = sys.getrefcount(None)
for _ in range(1000):
    pen.setWidthF(1.0)
print(before - sys.getrefcount(None))
"""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*places: str) -> list[Path]:
    """Return the Python files under these folders of the project, or these files."""
    found = [ROOT / place for place in places]
    files = [file for each in found for file in ([each] if each.is_file() else each.rglob("*.py"))]
    return sorted(file for file in files if "__pycache__" not in file.parts)


def shown(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), shown(file))


def complaints(files: list[Path], find: Callable[[ast.Module], Iterator[str]]) -> list[str]:
    return [f"{shown(file)}: {line}" for file in files for line in find(parsed(file))]


SHIPPED = python_files("desktop", "sync")
ALL = python_files("desktop", "sync", "tests", *SCRIPTS)


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {shown(file): len(file.read_text(encoding="utf-8").splitlines()) for file in ALL}
    assert {name: size for name, size in sizes.items() if size > LINES_PER_FILE} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    assert complaints(ALL, long_functions) == []


def long_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > LINES_PER_FUNCTION:
                yield f"{node.name} has {lines} lines"


def test_every_module_says_first_what_it_is_for() -> None:
    files = [file for file in ALL if file.name != "__init__.py" or file.stat().st_size]
    assert [shown(file) for file in files if not first_line(parsed(file))] == []


def first_line(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n")[0].strip()


def test_every_public_function_of_the_program_says_what_it_does() -> None:
    assert complaints(SHIPPED, silent_functions) == []


def silent_functions(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield f"{node.name} has no docstring"


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    names = {part for file in ALL for part in (*file.parent.relative_to(ROOT).parts, file.stem)}
    assert names & UNCLEAR_NAMES == set()


def test_models_import_no_widgets() -> None:
    assert complaints(python_files("desktop/models"), widget_imports) == []


def widget_imports(tree: ast.Module) -> Iterator[str]:
    for name in imported(tree):
        if name.startswith(("PySide6.QtWidgets", "desktop.widgets", "desktop.screens")):
            yield f"imports {name}"


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield every module a file imports, with the names taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_qt_is_imported_only_by_the_desktop() -> None:
    files = [file for file in ALL if file.is_relative_to(ROOT / "sync")]
    assert [shown(file) for file in files if "PySide6" in top_imports(parsed(file))] == []


def test_every_import_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *extras["desktop"], *extras["office"]]
    names = [re.split(r"[\s\[<>=;]", line, maxsplit=1)[0].lower() for line in declared]
    imports = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names}
    known = imports | set(sys.stdlib_module_names) | {"desktop", "sync", "compression", "shiboken6"}
    assert {name for file in SHIPPED for name in top_imports(parsed(file))} - known == set()


def top_imports(tree: ast.Module) -> set[str]:
    return {name.partition(".")[0] for name in imported(tree)}


def test_every_translated_text_is_written_in_full() -> None:
    assert complaints(python_files("desktop"), computed_texts) == []


def computed_texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            texts = {"tr": node.args[:1], "translate": node.args[:2]}.get(node.func.attr, [])
            if node.func.attr == "translate" and not is_qt_translate(node.func):
                continue
            if not all(is_literal_text(text) for text in texts):
                yield f"line {node.lineno}: a text that lupdate cannot read"


def is_qt_translate(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id == "QCoreApplication"


def is_literal_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_a_signal_carries_nothing_or_one_record() -> None:
    assert complaints(python_files("desktop"), converting_signals) == []


def converting_signals(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            kinds = [ast.unparse(kind) for kind in node.args]
            # A private pair of objects is how a thread hands over a result and its receiver.
            if node.func.id == "Signal" and set(kinds) - {"object"}:
                yield f"line {node.lineno}: Signal({', '.join(kinds)}) would convert its value"


@pytest.mark.parametrize(
    ("source", "find"),
    [
        ("self.tr(f'Order {number}')", computed_texts),
        ("self.tr('Order {}'.format(number))", computed_texts),
        ("QCoreApplication.translate(context, 'Order')", computed_texts),
        ("changed = Signal(int)", converting_signals),
        ("from PySide6 import QtWidgets", widget_imports),
        ("def f():\n" + "    x()\n" * 50, long_functions),
        ("def f(): pass", silent_functions),
    ],
)
def test_each_rule_refuses_what_it_is_for(
    source: str, find: Callable[[ast.Module], Iterator[str]]
) -> None:
    assert list(find(ast.parse(source)))


@pytest.mark.parametrize(
    ("source", "find"),
    [
        ("self.tr('Order {number}').format(number=1)", computed_texts),
        ("'a'.translate(table)", computed_texts),
        ("changed = Signal(object); done = Signal()", converting_signals),
        ("from PySide6.QtGui import QColor", widget_imports),
    ],
)
def test_each_rule_lets_the_right_way_pass(
    source: str, find: Callable[[ast.Module], Iterator[str]]
) -> None:
    assert list(find(ast.parse(source))) == []


def test_no_tracked_text_names_a_folder_of_one_machine() -> None:
    assert [line for file in tracked_texts() for line in machine_paths(file)] == []


@pytest.mark.parametrize("name", ["work/main/sync", "root/.cache"])
def test_a_folder_of_one_machine_is_noticed(tmp_path: Path, name: str) -> None:
    text = tmp_path / "notes.md"
    text.write_text(f"see /{name}\n", encoding="utf-8")
    assert list(machine_paths(text))


@pytest.mark.parametrize("text", ["/v1/work/list", "{root}/work/list", "homework/list"])
def test_other_paths_are_not_taken_for_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes.md"
    file.write_text(text, encoding="utf-8")
    assert list(machine_paths(file)) == []


def machine_paths(file: Path) -> Iterator[str]:
    for number, line in enumerate(file.read_text("utf-8", errors="ignore").splitlines(), 1):
        if MACHINE_PATHS.search(line):
            yield f"{file.name}:{number}: {line.strip()[:90]}"


def tracked_texts() -> list[Path]:
    """Return the texts git keeps; outside a working tree, those of the source folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True
    ).stdout.split("\0")
    files = [ROOT / name for name in listed if name] or ALL
    binary = {".png", ".ttf", ".qm", ".ico", ".icns", ".xlsx", ".gz"}
    return [file for file in files if file.suffix not in binary and file.is_file()]


def test_pyside_is_older_than_the_release_that_loses_references() -> None:
    assert tuple(map(int, version("PySide6-Essentials").split(".")[:2])) < (6, 12)


def test_a_thousand_calls_into_qt_lose_no_reference_to_none() -> None:
    lost = subprocess.run(
        [sys.executable, "-c", THOUSAND_CALLS],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ).stdout
    assert int(lost) < 100
