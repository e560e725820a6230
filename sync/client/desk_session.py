"""Opens the replica for a command: which folder, by which password, in which language."""

import getpass
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from typing_extensions import override

from sync.client.folders import default_folder
from sync.client.options import Options
from sync.client.printing import Console
from sync.client.replica import Replica, needs_password, open_replica
from sync.domain.refusals import refuse
from sync.store.keyrings import Ring, system_rings
from sync.store.sentences import Language, language_named, words

PASSWORD_VARIABLE = "GENDAN_PASSWORD"  # noqa: S105  the variable's name
NO_KEYRING_VARIABLE = "GENDAN_NO_KEYRING"


class DeskSession(msgspec.Struct, frozen=True, kw_only=True):
    """What a command works with."""

    options: Options
    console: Console
    folder: Path

    @override
    def __repr__(self) -> str:
        return f"DeskSession({self.options.command})"


def session_of(options: Options) -> DeskSession:
    """Return what the command works with."""
    language = options.language or environment_language()
    console = Console(language=language, is_json=options.is_json)
    return DeskSession(options=options, console=console, folder=options.folder or default_folder())


def environment_language() -> Language:
    """Return the language that the environment names; Chinese unless that is English."""
    for name in ("GENDAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return language_named(os.environ[name])
    return "zh"


def rings() -> tuple[Ring, ...]:
    """Return the system's keyrings; none where the environment says so."""
    return () if os.environ.get(NO_KEYRING_VARIABLE) else system_rings()


def password_of(session: DeskSession, *, is_needed: bool = True) -> str | None:
    """Return the password: from standard input, the environment, or asked; never an argument."""
    if session.options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get(PASSWORD_VARIABLE)
    if given:
        return given
    if not is_needed:
        return None
    if not sys.stdin.isatty():
        raise refuse("password_needed")
    return getpass.getpass(words("ask_password", {}, language=session.console.language))


@contextmanager
def open_desk(session: DeskSession, *, is_checked: bool = False) -> Generator[Replica, None, None]:
    """Open the replica for the length of a command."""
    needed = needs_password(session.folder)
    password = password_of(session, is_needed=needed) if needed else None
    replica = open_replica(session.folder, password=password, rings=rings(), is_checked=is_checked)
    try:
        yield replica
    finally:
        replica.close()
