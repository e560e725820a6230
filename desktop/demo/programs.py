"""How the demo starts further desks: as processes of their own, told the password by a pipe."""

import subprocess
import sys
from pathlib import Path


def demo_command(*words: str) -> list[str]:
    """Return how the demo's other half is started: from this checkout, or this bundle again."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    )
    return [*program, "demo", *words]


def open_window(folder: Path, password: str) -> "subprocess.Popen[str]":
    """Open the window of a desk; it closes when its standard input does."""
    process = subprocess.Popen(  # noqa: S603  our own program
        demo_command("--window", str(folder)), stdin=subprocess.PIPE, text=True
    )
    if process.stdin is not None:
        process.stdin.write(f"{password}\n")
        process.stdin.flush()
    return process
