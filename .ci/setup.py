"""Set up Gendan on a machine that has only Python, then run what was asked.

Standard library only. Usage: python3 .ci/setup.py venv|demo|test|check|installer|run [arguments]
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def _restart_on_newer_python() -> int:
    names = [f"python3.{minor}" for minor in range(14, OLDEST[1] - 1, -1)]
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        sys.stderr.write("Gendan needs Python 3.11 or newer. Install it and start this again.\n")
        return 2
    return subprocess.call([found, *sys.argv])


if sys.version_info < OLDEST:
    raise SystemExit(_restart_on_newer_python())

import checks  # noqa: E402  these files use Python 3.11
import environment  # noqa: E402
import system_packages  # noqa: E402
from places import LINUX, SetupError, call, program, say  # noqa: E402

NO_SCREEN = """There is no screen here (DISPLAY and WAYLAND_DISPLAY are unset): no window can open.
The same demo runs without one, saves a picture of every screen to the folder OUT, and ends:
    .venv/bin/gendan demo --offscreen --tour OUT"""


def main(arguments: list[str]) -> int:
    """Do what the first argument names and return the exit status."""
    commands = {
        "venv": venv,
        "demo": demo,
        "test": test,
        "check": check,
        "installer": installer,
        "run": run_program,
    }
    if not arguments or arguments[0] not in commands:
        print(f"usage: setup.py {'|'.join(commands)} [arguments]", file=sys.stderr)
        return 2
    try:
        environment.provide()
        return commands[arguments[0]](arguments[1:])
    except SetupError as trouble:
        print(f"gendan: {trouble}", file=sys.stderr)
        return 1


def venv(arguments: list[str]) -> int:
    """Say that the environment is ready; it was made before any command."""
    del arguments
    say(f"ready: {program('gendan')}")
    return 0


def demo(arguments: list[str]) -> int:
    """Open the demo's window, or say how to run it without a screen."""
    if not has_screen() and "--offscreen" not in arguments:
        print(NO_SCREEN, file=sys.stderr)
        return 2
    return call([program("gendan"), "demo", *arguments])


def has_screen() -> bool:
    """Return whether a window could open here."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: list[str]) -> int:
    """Run the whole test suite, two tests at a time."""
    required = os.environ.get("GENDAN_REQUIRE_POSTGRESQL") == "1"
    system_packages.provide_postgresql(required=required)
    offscreen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    return call(
        [program("python"), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments],
        env=offscreen,
    )


def check(arguments: list[str]) -> int:
    """Run every check that needs no test, or only those named."""
    return checks.run_all(arguments)


def installer(arguments: list[str]) -> int:
    """Pack the program into what people install on this platform."""
    system_packages.provide_packing()
    return call([program("python"), "build_installer.py", *arguments])


def run_program(arguments: list[str]) -> int:
    """Run a program of the environment, so that it finds unpacked libraries."""
    if not arguments:
        raise SetupError("Say which program to run.")
    return call([program(arguments[0]), *arguments[1:]])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
