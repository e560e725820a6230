"""The virtual environment: made where Python can, filled exactly from the lock."""

import hashlib
import importlib.util
import os
import shutil
import sys
import venv
from pathlib import Path

import system_packages
from places import (
    LINUX,
    LOCK,
    ROOT,
    UNPACKED,
    VARIABLES,
    VENV,
    SetupError,
    call,
    output,
    program,
    run,
    say,
    unpacked_variables,
)

STAMP = VENV / "installed-from"
PROGRAMS = ("gendan", "gendan-office")
WHEELS = Path("usr/share/python-wheels")


def provide() -> None:
    """Make the environment what the lock says; quick when it already is."""
    if not _works():
        _create()
    wanted = fingerprint()
    if not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != wanted:
        STAMP.unlink(missing_ok=True)
        _install()
        system_packages.provide_libraries()
        _wrap_programs()
        STAMP.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """Return what the environment is made from: the lock, the project file and this Python."""
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    digest.update(f"{sys.version}\n{ROOT}".encode())
    return digest.hexdigest()


def _works() -> bool:
    if not (VENV / "pyvenv.cfg").is_file() or _was_moved():
        return False
    return output([program("python"), "-c", "import pip"]) is not None


def _was_moved() -> bool:
    """Return whether the environment was made at another place, which its programs still name."""
    lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("command = ")]
    return bool(commands) and not commands[0].endswith(str(VENV))


def _create() -> None:
    say(f"making the virtual environment {VENV}")
    if _has_ensurepip() or _install_venv_package():
        run([sys.executable, "-m", "venv", "--clear", VENV])
        return
    venv.create(VENV, clear=True, with_pip=False, symlinks=os.name != "nt")
    wheel = _pip_wheel()
    run([program("python"), "-m", "pip", "install", "--no-index", wheel], env=_with(wheel))


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _install_venv_package() -> bool:
    return LINUX and system_packages.install(["python3-venv"]) and _has_ensurepip_now()


def _has_ensurepip_now() -> bool:
    return output([sys.executable, "-c", "import ensurepip"]) is not None


def _with(wheel: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(wheel)}


def _pip_wheel() -> Path:
    wheel = _found_wheel()
    if wheel is None and LINUX:
        system_packages.unpack(["python3-pip-whl"])
        wheel = _found_wheel()
    if wheel is None:
        raise SetupError(
            "This Python can make no environment with pip. Ask the system's administrator for "
            "the package `python3-venv`, or what it is called here."
        )
    return wheel


def _found_wheel() -> Path | None:
    folders = (Path("/") / WHEELS, UNPACKED / WHEELS)
    wheels = [wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))]
    return wheels[-1] if wheels else None


def _install() -> None:
    say("installing the packages of .ci/lock.txt")
    _unwrap_programs()
    _pip_install("--require-hashes", "--only-binary", ":all:", "-r", LOCK)
    _pip_install("--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def _pip_install(*arguments: str | Path) -> None:
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([program("python"), *pip, *arguments])


def _wrap_programs() -> None:
    """Let our two programs find unpacked libraries also when a person starts them directly."""
    if not VARIABLES.is_file():
        return
    for name in PROGRAMS:
        inner = VENV / "libexec" / name
        inner.parent.mkdir(exist_ok=True)
        shutil.move(program(name), inner)
        program(name).write_text(_wrapper(inner), encoding="utf-8")
        program(name).chmod(0o755)


def _wrapper(inner: Path) -> str:
    exports = [f"export {name}='{value}'" for name, value in unpacked_variables().items()]
    start = f"exec '{program('python')}' '{inner}' \"$@\""
    return "\n".join(["#!/bin/sh", *exports, start, ""])


def _unwrap_programs() -> None:
    for name in PROGRAMS:
        inner = VENV / "libexec" / name
        if inner.exists():
            shutil.move(inner, program(name))


def pip_check() -> int:
    """Return 0 when no installed package lacks or contradicts another."""
    return call([program("python"), "-m", "pip", "check"])
