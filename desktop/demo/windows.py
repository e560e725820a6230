"""Opens the real program on a folder and hands over its window."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program
from desktop.app.qt_application import make_application
from desktop.app.session import Session
from desktop.demo.hand import PATIENCE_SECONDS, Hand, NotFound
from desktop.demo.patience import let_work
from desktop.models.sync_status import SyncReport
from desktop.settings import Preferences
from sync.domain.conflicts import ConflictState
from sync.store import outbox, rows
from sync.store.outbox import OutboxState

Theme = Literal["light", "dark"]

ROUNDS = 3
ROUND_MILLISECONDS = 60


@contextmanager
def program_on(folder: Path, password: str | None) -> Generator[Program, None, None]:
    """Yield the program with its first window shown; it is closed in the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    preferences = Preferences(language="zh", theme="light")
    program = Program(app, folder, preferences, password=password)
    program.start()
    try:
        yield program
    finally:
        for window in list(program.windows):
            window.close()
        program.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        let_work(1)


def hand_on(program: Program) -> Hand:
    """Return a hand on the program's first window."""
    return Hand(lambda: program.window)


def wait_for_work(program: Program) -> None:
    """Wait until the person can work: all data are here and the frame is shown."""
    hand_on(program).until(lambda: program.frame is not None, "the work is shown")


def session_of(program: Program) -> Session:
    """Return the session of a program that shows the work."""
    if program.work is None:
        message = "nobody works yet"
        raise NotFound(message)
    return program.work.session


def report_of(program: Program) -> SyncReport:
    """Return how far the desk and head office agree."""
    return session_of(program).sync.report


def waiting_at(program: Program) -> int:
    """Return how many changes are on this device only, by the outbox itself."""
    with session_of(program).desk.database.read() as connection:
        counts = outbox.counts(connection)
    return counts.get(OutboxState.WAITING, 0) + counts.get(OutboxState.SENT, 0)


def wait_for_reads(program: Program) -> None:
    """Wait until everything that was asked of the data so far has come, and what follows from it.

    The lane that reads has one thread: when a task of our own is through, all before it are.
    """
    if program.work is None:
        return
    desk, through = program.work.session.desk, list[bool]()
    for count in range(1, ROUNDS + 1):
        desk.read(lambda _: True, owner=desk, done=through.append)
        hand_on(program).until(lambda: len(through) >= count, "what is read")  # noqa: B023  at once
        let_work(ROUND_MILLISECONDS)


def is_agreed(program: Program) -> bool:
    """Return whether head office has everything that was done here."""
    report = report_of(program)
    is_quiet = report.online_since is not None and report.waiting == 0 and report.sent == 0
    return is_quiet and not waiting_at(program)


def wait_until_agreed(program: Program, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until head office has everything that was done here."""
    hand_on(program).until(lambda: is_agreed(program), "head office has everything", seconds)


def wait_until_decided(program: Program, conflict_id: str) -> None:
    """Wait until a decision made elsewhere is here."""
    database = session_of(program).desk.database

    def is_decided() -> bool:
        with database.read() as connection:
            row = rows.get(connection, "conflicts", conflict_id)
        return row is not None and row["state"] == ConflictState.DECIDED.value

    hand_on(program).until(is_decided, "the decision is here")


def dress(program: Program, language: Literal["zh", "en"], theme: Theme = "light") -> None:
    """Have the windows speak a language, light or dark, and wait until they do."""
    chosen = program.preferences
    if (chosen.language, chosen.theme) != (language, theme):
        before = program.window.content
        program.change({"language": language, "theme": theme})
        hand_on(program).until(lambda: program.window.content is not before, "the new dress")
    let_work(1)
