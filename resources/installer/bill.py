"""What the packed program is made of: its packages, their licences, a CycloneDX bill."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PARTS = Path(__file__).resolve().parent
ROOT = PARTS.parent.parent
SYSTEM = "see licences/system"


def shipped() -> list[Distribution]:
    """Return what the program stands on here: its dependencies, and theirs, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement("gendan[desktop,office]")]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        fresh = _installed(wanted)
        if fresh is None or (name in found and not wanted.extras):
            continue
        found[name] = fresh
        waiting += _requirements(fresh, wanted.extras)
    del found["gendan"]
    return [found[name] for name in sorted(found)]


def _installed(wanted: Requirement) -> Distribution | None:
    try:
        return distribution(wanted.name)
    except PackageNotFoundError:
        return None


def _requirements(package: Distribution, extras: Iterable[str]) -> list[Requirement]:
    every = [Requirement(line) for line in package.requires or []]
    chosen = ["", *extras]
    return [
        each
        for each in every
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in chosen)
    ]


def licence_of(package: Distribution) -> str:
    """Return what a package states as its licence, in one line."""
    head = package.metadata
    classes = [line for line in head.get_all("Classifier") or [] if line.startswith("License ::")]
    named = ", ".join(line.split(" :: ")[-1] for line in classes)
    stated = [*(head.get_all("License-Expression") or []), *(head.get_all("License") or []), named]
    lines = [text.strip().splitlines()[0] for text in stated if text.strip()]
    return lines[0] if lines else "see the licence text"


def write_licences(target: Path, packages: Iterable[Distribution]) -> None:
    """Put our licence and that of everything packed into a folder."""
    shutil.copytree(PARTS / "licences", target, dirs_exist_ok=True)
    shutil.copy(ROOT / "LICENSE", target / "Gendan.txt")
    python = Path(os.__file__).with_name("LICENSE.txt")
    if python.is_file():
        shutil.copy(python, target / "Python.txt")
    for package in packages:
        text = (
            f"{package.name} {package.version}\n{licence_of(package)}\n\n{licence_texts(package)}"
        )
        (target / f"{canonicalize_name(package.name)}.txt").write_text(text, encoding="utf-8")


def licence_texts(package: Distribution) -> str:
    """Return the licence files of an installed package, one after the other."""
    names = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
    files = [file for file in package.files or [] if "dist-info" in str(file)]
    texts = [Path(str(f.locate())) for f in files if names.search(f.name)]
    return "\n\n".join(
        text.read_text("utf-8", errors="replace") for text in texts if text.is_file()
    )


def copied_from_system(inner: Path) -> dict[str, str]:
    """Return the system packages whose libraries were copied, with their versions.

    Libraries of Python packages lie deeper or are links; without Debian's dpkg nothing is known.
    """
    if shutil.which("dpkg-query") is None:
        return {}
    libraries = [file for file in inner.glob("lib*.so*") if not file.is_symlink()]
    owners = {owner for file in libraries if (owner := _owner(file.name))}
    return {name: _dpkg("-W", "-f=${Version}", name) for name in sorted(owners)}


def _owner(library: str) -> str:
    """Return the package of a library in the system's folders; empty when it has none."""
    found = _dpkg("-S", f"*/lib/*-linux-gnu*/{library}")
    return found.splitlines()[0].split(":")[0] if found else ""


def _dpkg(*arguments: str) -> str:
    command = ["dpkg-query", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def write_system_licences(target: Path, names: Iterable[str]) -> None:
    """Put the copyright file of each copied system package into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = Path("/usr/share/doc") / name / "copyright"
        if text.is_file():
            shutil.copy(text, target / f"{name}.txt")


def bill_of_materials(
    packages: Iterable[Distribution], *, version: str, copied: Mapping[str, str]
) -> dict[str, object]:
    """Return the CycloneDX bill of what is packed; the same for the same packages."""
    components: list[dict[str, object]] = [
        _component("cpython", platform.python_version(), "PSF-2.0", "generic")
    ]
    components += [_component(p.name, p.version, licence_of(p), "pypi") for p in packages]
    components += [_component(name, at, SYSTEM, "deb/debian") for name, at in copied.items()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("gendan", version, "Apache-2.0", "generic")},
        "components": components,
    }


def _component(name: str, number: str, licence: str, kind: str) -> dict[str, object]:
    purl = f"pkg:{kind}/{canonicalize_name(name)}@{number}"
    return {
        "type": "application" if name == "gendan" else "library",
        "bom-ref": purl,
        "name": name,
        "version": number,
        "purl": purl,
        "licenses": [{"license": {"name": licence}}],
    }
