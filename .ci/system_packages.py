"""System libraries and programs on Linux: found, installed, or unpacked beside the project."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from places import CACHE, LINUX, UNPACKED, VARIABLES, VENV, SetupError, call, output, program, say

QT_PACKAGES = (
    "libgl1",
    "libegl1",
    "libopengl0",
    "libglib2.0-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
)
# What stripping needs, and what the packed window plugins are linked with.
PACKING_PACKAGES = ("binutils", "libwayland-client0", "libwayland-cursor0", "libwayland-egl1")
START_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"
OWN_LISTS = (
    *("-o", f"Dir::State::lists={CACHE / 'apt' / 'lists'}"),
    *("-o", f"Dir::Cache={CACHE / 'apt' / 'cache'}"),
    *("-o", "Debug::NoLocking=1"),
)


def provide_libraries() -> None:
    """Make Qt's system libraries available; does nothing where they are."""
    if not LINUX or not missing_libraries():
        return
    say("Qt needs system libraries that are missing here: " + ", ".join(missing_libraries()))
    if not install(QT_PACKAGES):
        unpack(QT_PACKAGES)
    if not qt_starts():
        raise SetupError(
            "Qt does not start on this system. Ask its administrator for these packages, or what "
            "they are called here: " + " ".join(QT_PACKAGES)
        )


def missing_libraries() -> list[str]:
    """Return what the window plugin asks for and the system lacks, by file name."""
    plugins = VENV.glob("lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so")
    listed = "".join(output(["ldd", plugin]) or "" for plugin in plugins)
    return sorted({line.split()[0] for line in listed.splitlines() if "not found" in line})


def qt_starts() -> bool:
    """Return whether a Qt program runs, with or without a screen."""
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    return call([program("python"), "-c", START_QT], env=offscreen) == 0


def install(packages: Sequence[str]) -> bool:
    """Install system packages as root or by sudo; False where this person may not."""
    prefix = _as_root()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    say("installing the system packages " + " ".join(packages))
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    call([*apt_get, "-q", "update"])
    return call([*apt_get, "-q", "install", "-y", "--no-install-recommends", *packages]) == 0


def unpack(packages: Sequence[str]) -> None:
    """Fetch packages as an ordinary user and unpack them where only our programs look."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return
    say(f"unpacking the system packages {' '.join(packages)} into {UNPACKED}")
    for archive in _fetch(packages):
        if call(["dpkg-deb", "-x", archive, UNPACKED]):
            raise SetupError(f"{archive.name} could not be unpacked.")
    _write_variables()


def provide_packing() -> None:
    """Install what build_installer.py takes from the system; it says itself what is missing."""
    wayland = Path("/usr/lib").glob("*/libwayland-cursor.so.0")
    if LINUX and not (shutil.which("strip") and any(wayland)):
        install(PACKING_PACKAGES)


def provide_postgresql(*, required: bool) -> None:
    """Install PostgreSQL for the tests where this person is root or it is required."""
    if not LINUX or postgresql_programs() is not None:
        return
    if (os.geteuid() == 0 or required) and install(["postgresql"]) and postgresql_programs():
        return
    if required:
        raise SetupError("PostgreSQL is missing. Ask for the package `postgresql`.")
    say("PostgreSQL is not installed: its tests are skipped. They need the package `postgresql`.")


def postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, newest version first; None without one."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    versions = sorted(folders, key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    found = [*versions, *([Path(on_path).parent] if on_path else [])]
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def _as_root() -> list[str] | None:
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    may_sudo = shutil.which("sudo") is not None and output(["sudo", "-n", "true"]) is not None
    return ["sudo", "-n"] if may_sudo else None


def _fetch(packages: Sequence[str]) -> list[Path]:
    archives = CACHE / "apt" / "cache" / "archives"
    for folder in (archives / "partial", CACHE / "apt" / "lists" / "partial", UNPACKED):
        folder.mkdir(parents=True, exist_ok=True)
    call(["apt-get", *OWN_LISTS, "-q", "update"])
    download = ["apt-get", *OWN_LISTS, "-q", "install", "-y", "--no-install-recommends"]
    if call([*download, "--download-only", *packages]):
        raise SetupError("These packages could not be fetched: " + " ".join(packages))
    # The C library must be the one the running programs were linked with.
    return [each for each in sorted(archives.glob("*.deb")) if not each.name.startswith("libc6_")]


def _write_variables() -> None:
    libraries = sorted({str(found.parent) for found in UNPACKED.rglob("lib*.so*")})
    before = os.environ.get("LD_LIBRARY_PATH")
    lines = ["LD_LIBRARY_PATH=" + ":".join([*libraries, *([before] if before else [])])]
    fonts = UNPACKED / "etc" / "fonts"
    if fonts.is_dir() and not Path("/etc/fonts").is_dir():
        lines.append(f"FONTCONFIG_PATH={fonts}")
    keyboards = UNPACKED / "usr" / "share" / "X11" / "xkb"
    if keyboards.is_dir() and not Path("/usr/share/X11/xkb").is_dir():
        lines.append(f"XKB_CONFIG_ROOT={keyboards}")
    VARIABLES.write_text("\n".join(lines) + "\n", encoding="utf-8")
