"""The pure parts of packing: what is trimmed, what is missing, sums, the .deb's tree."""

import hashlib
import tarfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import build_installer


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libcairo.so.2",
        "PySide6/Qt/translations/qt_help_zh_CN.qm",
    ],
)
def test_what_no_desk_uses_is_left_out(name: str) -> None:
    assert build_installer.is_trimmed(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "resources/translations/gendan_zh_CN.qm",
        "libpython3.11.so.1.0",
    ],
)
def test_what_a_desk_needs_is_kept(name: str) -> None:
    assert not build_installer.is_trimmed(name)


LOG = """25765 WARNING: Library not found: could not resolve 'libxcb-cursor.so.0', dependency of \
'/v/PySide6/Qt/plugins/platforms/libqxcb.so'.
25766 WARNING: Library not found: could not resolve 'libgtk-3.so.0', dependency of \
'/v/PySide6/Qt/plugins/platformthemes/libqgtk3.so'.
25767 WARNING: Hidden import "MySQLdb" not found!
"""


def test_a_library_missing_for_a_kept_plugin_is_named() -> None:
    missing = build_installer.missing_libraries(LOG, ["libqxcb.so", "libQt6Core.so.6"])
    assert missing == ["libxcb-cursor.so.0 for libqxcb.so"]


def test_a_library_missing_for_a_trimmed_plugin_does_not_matter() -> None:
    assert build_installer.missing_libraries(LOG, ["libQt6Core.so.6"]) == []


def test_sums_are_what_sha256sum_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_installer, "DIST", tmp_path)
    packed = tmp_path / "gendan.deb"
    packed.write_bytes(b"packed")
    text = build_installer.write_sums([packed]).read_text(encoding="utf-8")
    assert text == f"{hashlib.sha256(b'packed').hexdigest()}  gendan.deb\n"


def a_folder(place: Path) -> Path:
    folder = place / "gendan"
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "libx.so.1").write_bytes(b"x" * 3000)
    for name in build_installer.LAUNCHERS:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_archive_belongs_to_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_installer, "DIST", tmp_path)
    with tarfile.open(build_installer.write_archive(a_folder(tmp_path))) as archive:
        members = {member.name: member for member in archive.getmembers()}
    assert {member.uname for member in members.values()} == {"root"}
    assert members["gendan/gendan-office"].mode & 0o111


def test_the_deb_holds_the_folder_and_both_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_installer, "DIST", tmp_path)
    monkeypatch.setattr(build_installer, "BUILD", tmp_path / "build")
    monkeypatch.setattr(build_installer, "run", lambda _command: None)
    build_installer.write_deb(a_folder(tmp_path), "dpkg-deb")
    stage = tmp_path / "build" / "deb"
    control = (stage / "DEBIAN" / "control").read_text(encoding="utf-8")
    assert f"Version: {build_installer.version()}\n" in control
    assert "{" not in control
    assert (stage / "usr/bin/gendan").readlink() == Path("/opt/gendan/gendan")
    assert (stage / "usr/bin/gendan-office").readlink() == Path("/opt/gendan/gendan-office")
    assert (stage / "opt" / "gendan" / "_internal" / "libx.so.1").is_file()
    assert (stage / "usr" / "share" / "applications" / "gendan.desktop").is_file()


def test_a_program_that_fails_stops_the_build() -> None:
    with pytest.raises(build_installer.BuildError, match="This failed"):
        build_installer.run(["false"])


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the build would start, and nothing is started."""
    started: list[list[str]] = []
    monkeypatch.setattr(build_installer, "DIST", tmp_path)
    monkeypatch.setattr(build_installer, "run", lambda words: started.append([*map(str, words)]))
    for name in ("COMMAND", "IDENTITY"):
        monkeypatch.delenv(f"GENDAN_SIGN_{name}", raising=False)
    return started


def test_windows_without_inno_setup_gets_an_archive_and_says_what_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(build_installer.shutil, "which", lambda _tool: None)
    made, left_out = build_installer.package_windows(a_folder(tmp_path))
    assert [file.suffix for file in made] == [".zip"]
    assert made[0].is_file()
    assert any("Inno Setup" in line for line in left_out)
    assert any("GENDAN_SIGN_COMMAND" in line for line in left_out)
    assert commands == []


def test_windows_with_inno_setup_gets_a_signed_installer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(build_installer.shutil, "which", lambda tool: f"C:/{tool}")
    monkeypatch.setenv("GENDAN_SIGN_COMMAND", "signtool sign $f")
    made, left_out = build_installer.package_windows(a_folder(tmp_path))
    assert [file.suffix for file in made] == [".zip", ".exe"]
    assert commands[0][0] == "C:/ISCC"
    assert "/Sgendansign=signtool sign $f" in commands[0]
    assert not any("signatures" in line for line in left_out)


def a_mac_folder(place: Path) -> Path:
    folder = a_folder(place)
    (folder / "licences").mkdir()
    (folder / "licences" / "Gendan.txt").write_text("Apache-2.0", encoding="utf-8")
    (place / "Gendan.app" / "Contents" / "Resources").mkdir(parents=True)
    return folder


def test_macos_signs_and_notarises_when_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setenv("GENDAN_SIGN_IDENTITY", "Developer ID")
    monkeypatch.setenv("GENDAN_NOTARY_PROFILE", "gendan")
    made, left_out = build_installer.package_macos(a_mac_folder(tmp_path))
    assert [words[0] for words in commands] == ["codesign", "hdiutil", "xcrun", "xcrun"]
    assert (left_out, [file.suffix for file in made]) == ([], [".dmg"])
    assert (tmp_path / "Gendan.app/Contents/Resources/licences/Gendan.txt").is_file()


def test_macos_without_an_identity_says_that_it_will_not_open(
    tmp_path: Path, commands: list[list[str]]
) -> None:
    _made, left_out = build_installer.package_macos(a_mac_folder(tmp_path))
    assert [words[0] for words in commands] == ["hdiutil"]
    assert "macOS will not open it" in left_out[0]


def test_what_the_loader_misses_is_told_once_with_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path)
    (folder / "_internal" / "liby.so").write_bytes(b"y")
    answer = SimpleNamespace(stdout="\tlibz.so.1 => not found\n\tlibc.so.6 => here\n", stderr="")
    monkeypatch.setattr(build_installer.subprocess, "run", lambda *_words, **_how: answer)
    assert build_installer.unloadable(folder) == ["libz.so.1 => not found (liby.so)"]
