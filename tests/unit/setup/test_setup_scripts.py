"""The set-up's decisions: licences, the lock, a screen or none, unpacked libraries."""

import re
import sys
from pathlib import Path

import pytest

import environment
import licences
import lock
import places
import setup
import system_packages


@pytest.mark.parametrize(
    "text",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
    ],
)
def test_gpl_and_agpl_are_refused(text: str) -> None:
    assert licences.is_forbidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "MIT",
        "LGPL-3.0-only",
        "GNU Lesser General Public License v3 (LGPLv3)",
        "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "Apache-2.0 OR BSD-3-Clause",
        "MPL-2.0",
    ],
)
def test_free_choices_and_lgpl_are_allowed(text: str) -> None:
    assert not licences.is_forbidden(text)


def test_every_package_of_the_lock_has_an_allowed_licence() -> None:
    assert licences.complaints() == []


def test_the_lock_holds_hashes_and_no_address() -> None:
    text = lock.LOCK.read_text(encoding="utf-8")
    names = lock.packages()
    assert "://" not in text
    assert len(names) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    assert {"pyside6-essentials", "hatchling", "editables"} <= set(names)
    assert text.count("--hash=sha256:") >= len(names)


def test_a_lock_with_an_address_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lock.txt"
    file.write_text("--index-url https://packages.example/simple\n", encoding="utf-8")
    monkeypatch.setattr(lock, "LOCK", file)
    monkeypatch.setattr(lock, "_out_of_date", list)
    monkeypatch.setattr(lock, "_unresolved", list)
    assert lock.complaints() == ["there is an address in the lock"]


def test_an_unknown_command_is_answered_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["dance"]) == 2
    assert "usage: setup.py venv|demo|test|check" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_the_demo_says_how_to_do_without(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert setup.demo([]) == 2
    assert "--offscreen --tour OUT" in capsys.readouterr().err


def test_unpacked_libraries_are_found_by_our_programs_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked, variables = tmp_path / "system", tmp_path / "environment"
    (unpacked / "usr" / "lib").mkdir(parents=True)
    (unpacked / "usr" / "lib" / "libxcb-cursor.so.0").write_bytes(b"")
    monkeypatch.setattr(system_packages, "UNPACKED", unpacked)
    monkeypatch.setattr(system_packages, "VARIABLES", variables)
    monkeypatch.setattr(places, "VARIABLES", variables)
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    assert places.variables({}).get("LD_LIBRARY_PATH") is None
    system_packages._write_variables()
    assert places.variables({})["LD_LIBRARY_PATH"] == str(unpacked / "usr" / "lib")


def test_the_fingerprint_follows_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment.fingerprint()
    changed = tmp_path / "lock.txt"
    changed.write_bytes(environment.LOCK.read_bytes() + b"\n")
    monkeypatch.setattr(environment, "LOCK", changed)
    assert environment.fingerprint() != before


@pytest.mark.parametrize(("made_at", "moved"), [("here", False), ("elsewhere", True)])
def test_an_environment_made_elsewhere_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_at: str, moved: bool
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    command = f"command = python3 -m venv {tmp_path / made_at}\n"
    (folder / "pyvenv.cfg").write_text(command, encoding="utf-8")
    monkeypatch.setattr(environment, "VENV", folder)
    assert environment._was_moved() is moved
