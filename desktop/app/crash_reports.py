"""Keeps what went wrong where the person can find it, and says so at the next start."""

import contextlib
import faulthandler
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

FILE_NAME = "crash.txt"
SIZE_MAX = 200_000


class _Reports:
    """The file, and who is told. One for the process, as `sys.excepthook` is."""

    path: Path | None = None
    file: IO[str] | None = None
    tell: Callable[[str], None] | None = None


def begin(folder: Path) -> str:
    """Write crashes into a file of the folder; return what the last run left there, or ""."""
    path = folder / FILE_NAME
    left = _left_in(path)
    _Reports.path = path
    _Reports.file = path.open("w", encoding="utf-8")
    path.chmod(0o600)
    faulthandler.enable(_Reports.file)
    sys.excepthook = report
    return left


def tell_by(tell: Callable[[str], None]) -> None:
    """Have bugs shown to the person by this, with their details."""
    _Reports.tell = tell


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write down a bug and show it; a person's Ctrl+C is none."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    details = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(details)
    file = _Reports.file
    if file is not None and file.tell() < SIZE_MAX:
        file.write(details)
        file.flush()
    if _Reports.tell is not None:
        _Reports.tell(details)


def end() -> None:
    """Close the file; one that is empty goes."""
    sys.excepthook = sys.__excepthook__
    _Reports.tell = None
    faulthandler.disable()
    file, path = _Reports.file, _Reports.path
    _Reports.file = _Reports.path = None
    if file is not None and path is not None:
        file.close()
        if not path.stat().st_size:
            path.unlink()


def _left_in(path: Path) -> str:
    """Return what the last run wrote, kept beside for whoever asks; nothing where it ended well."""
    with contextlib.suppress(OSError):
        left = path.read_text(encoding="utf-8", errors="replace")
        if left.strip():
            path.replace(path.with_name("crash-last.txt"))
            return left
    return ""
