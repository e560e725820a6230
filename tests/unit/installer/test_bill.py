"""The bill of materials and the icons of the packed program."""

import shutil
import struct
from importlib.metadata import distribution
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import icons
from bill import (
    PARTS,
    bill_of_materials,
    copied_from_system,
    licence_of,
    shipped,
    write_licences,
    write_system_licences,
)

DRAWING = PARTS / "gendan.svg"


def test_the_bill_names_what_runs_and_nothing_that_only_tests() -> None:
    names = {package.name.lower() for package in shipped()}
    assert {"pyside6_essentials", "sqlcipher3", "starlette", "msgspec", "requests"} <= names
    assert names & {"pytest", "mypy", "ruff", "pyinstaller", "gendan"} == set()


def test_the_bill_is_the_same_for_the_same_packages() -> None:
    packages = shipped()
    bill = bill_of_materials(packages, version="1.2.3", copied={"libdbus-1-3": "1.14.10-1"})
    assert bill == bill_of_materials(
        shipped(), version="1.2.3", copied={"libdbus-1-3": "1.14.10-1"}
    )
    assert "pkg:deb/debian/libdbus-1-3@1.14.10-1" in str(bill["components"])
    assert bill["bomFormat"] == "CycloneDX"
    assert "pkg:pypi/msgspec@" in str(bill["components"])


def test_a_licence_is_one_line() -> None:
    assert licence_of(distribution("psycopg")) == "LGPL-3.0-only"
    assert all("\n" not in licence_of(package) for package in shipped())


def test_each_packed_package_brings_its_licence(tmp_path: Path) -> None:
    packages = [distribution("msgspec"), distribution("PySide6-Essentials")]
    write_licences(tmp_path, packages)
    assert "Apache License" in (tmp_path / "Gendan.txt").read_text(encoding="utf-8")
    assert "Redistribution" in (tmp_path / "msgspec.txt").read_text(encoding="utf-8")
    assert "LGPL-3.0" in (tmp_path / "pyside6-essentials.txt").read_text(encoding="utf-8")
    assert (tmp_path / "LGPL-3.0.txt").is_file()


def test_the_windows_icon_holds_every_size_up_to_256(tmp_path: Path) -> None:
    packed = icons.write_icon(DRAWING, target=tmp_path / "gendan.ico").read_bytes()
    assert struct.unpack("<HHH", packed[:6]) == (0, 1, 6)
    sides = [packed[6 + 16 * entry] or 256 for entry in range(6)]
    assert sides == [16, 32, 48, 64, 128, 256]


def test_the_macos_icon_says_its_own_length(tmp_path: Path) -> None:
    packed = icons.write_icon(DRAWING, target=tmp_path / "gendan.icns").read_bytes()
    assert packed[:4] == b"icns"
    assert struct.unpack(">I", packed[4:8]) == (len(packed),)


def test_the_icon_is_drawn_and_not_empty() -> None:
    image = QImage.fromData(icons.draw(DRAWING, size=64))
    assert (image.width(), image.height()) == (64, 64)
    assert image.pixelColor(32, 8).name() == "#1f4fa8"
    assert image.pixelColor(0, 0).alpha() == 0


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian's systems have dpkg")
def test_a_copied_system_library_is_known_by_its_package(tmp_path: Path) -> None:
    (tmp_path / "libz.so.1").write_bytes(b"")
    (tmp_path / "libof-no-package.so.1").write_bytes(b"")
    copied = copied_from_system(tmp_path)
    assert list(copied) == ["zlib1g"]
    write_system_licences(tmp_path / "system", copied)
    assert "zlib" in (tmp_path / "system" / "zlib1g.txt").read_text(encoding="utf-8")
