"""`gendan-office sample`: founds a fictional company to show the program with.

With --listen it also serves it, until its standard input ends: so a demo that is killed leaves no
server behind.
"""

import _thread
import argparse
import secrets
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from sync import clock
from sync.domain.dates import OFFICE_TIME
from sync.server import address, file_places, passwords, sample
from sync.server.commands_office import add_files_words, read_password, say
from sync.server.sample_papers import keep_papers
from sync.server.words import Commands

AFTERNOON = time(14, 30)


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    made = commands.add_parser("sample", parents=[common], help="found a fictional company")
    made.add_argument("--seed", type=int, default=7, metavar="N")
    made.add_argument("--today", type=date.fromisoformat, metavar="DATE")
    made.add_argument("--orders", type=int, default=sample.ORDERS, metavar="N")
    made.add_argument("--password-stdin", action="store_true", help="of everybody in it")
    made.add_argument("--listen", metavar="HOST:PORT", help="serve it until stdin ends")
    add_files_words(made)
    made.add_argument("--ready-file", type=Path, metavar="FILE", help="written when serving")
    made.set_defaults(command=do_sample)


def do_sample(said: argparse.Namespace) -> None:
    """Found the company in an empty database; a password that was not given is made and said."""
    password = read_password(said) if said.password_stdin else secrets.token_urlsafe(12)
    passwords.check_new(password, login="")
    wanted = sample.Wanted(
        seed=said.seed,
        now=_moment(said.today),
        password=password,
        orders=said.orders,
        has_files=said.blobs is not None or address.files_folder(said.database) is not None,
    )
    database = address.open_new(said.database)
    try:
        files = file_places.files_at(said.blobs, said.database)
        with database.write() as connection:
            made = sample.found_sample(connection, wanted)
            if files is not None:
                keep_papers(connection, files, now=wanted.now)
    finally:
        database.close()
    told = msgspec.to_builtins(made)
    say(told if said.password_stdin else {**told, "password": password})
    if said.listen:
        sys.stdout.flush()
        _serve(said)


def _serve(said: argparse.Namespace) -> None:
    """Serve as `serve` does; the end of standard input asks to stop as Ctrl+C does."""
    from sync.server import serving  # noqa: PLC0415  the other commands need no server
    from sync.server.office import Office  # noqa: PLC0415
    from sync.server.sign_in import Bounds  # noqa: PLC0415

    host, port = serving.where_named(said.listen)
    database = address.open_office(said.database)
    _thread.start_new_thread(_stop_with_input, ())
    try:
        where = serving.Where(host=host, port=port, ready_file=said.ready_file)
        files = file_places.files_at(said.blobs, said.database)
        serving.serve(Office(database, Bounds(), files), where)
    finally:
        database.close()


def _stop_with_input() -> None:
    while sys.stdin.read(1):
        pass
    _thread.interrupt_main()


def _moment(day: date | None) -> datetime:
    """Return now, or the afternoon of a day."""
    if day is None:
        return clock.now()
    return datetime.combine(day, AFTERNOON, tzinfo=OFFICE_TIME).astimezone(UTC)
