"""How the demo starts further desks: as processes of their own, that end with it."""

import os
import subprocess
import sys
from pathlib import Path

from sync.client.desk_session import NO_KEYRING_VARIABLE, PASSWORD_VARIABLE


def desk_command() -> list[str]:
    """Return how a desk's program is started: from this checkout, or this bundle again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "desktop"]


def desk_environment(password: str) -> dict[str, str]:
    """Return the environment in which a demo desk opens: by password, away from the keyring."""
    return {**os.environ, PASSWORD_VARIABLE: password, NO_KEYRING_VARIABLE: "1"}


def open_window(folder: Path, password: str) -> "subprocess.Popen[bytes]":
    """Open the window of a desk as a process of its own."""
    return subprocess.Popen(  # noqa: S603  our own program
        [*desk_command(), "--data", str(folder)], env=desk_environment(password)
    )
