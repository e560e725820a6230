"""`gendan-office files`: lets go of contents that nothing has referred to for 90 days."""

import argparse
from datetime import datetime, timedelta

from sync import clock
from sync.domain.blobs import UNREFERENCED_DAYS
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.server import address, file_places
from sync.server.commands_office import add_files_words, say
from sync.server.words import Commands
from sync.store import feed, uploads
from sync.store.blobs import Blobs
from sync.store.database import Database

UPLOAD_DAYS = 30


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    files = commands.add_parser("files", parents=[common], help="files: how much, and cleaning up")
    files.add_argument("--clean", action="store_true", help="let go of what nothing refers to")
    files.add_argument("--days", type=int, default=UNREFERENCED_DAYS, metavar="N")
    add_files_words(files)
    files.set_defaults(command=do_files)


def do_files(said: argparse.Namespace) -> None:
    """Say how many contents there are; with --clean let go of those unreferenced for long."""
    database = address.open_office(said.database)
    try:
        files = file_places.files_at(said.blobs, said.database)
        if files is None:
            raise refuse("files_place_missing")
        removed = clean(database, files, now=clock.now(), days=said.days) if said.clean else 0
        with database.read() as connection:
            count, size = uploads.stored_totals(connection)
    finally:
        database.close()
    say({"contents": count, "bytes": size, "removed": removed})


def clean(database: Database, files: Blobs, *, now: datetime, days: int) -> int:
    """Let go of contents that nothing has referred to for so long, and of old uploads.

    Return how many. It takes a version as every writer does: so no attachment can come to refer to
    a content between the look and the removal. Removed first and forgotten after: a crash between
    the two leaves a row that the next run, or the next upload, sets right.
    """
    with database.write() as connection:
        feed.raise_head(connection)
        uploads.note_unreferenced(connection, now=_text(now))
        left = uploads.unreferenced_before(connection, _text(now - timedelta(days=days)))
        for sha256 in left:
            files.remove(sha256)
        uploads.forget_stored(connection, left)
        for upload_id in uploads.begun_before(connection, _text(now - timedelta(days=UPLOAD_DAYS))):
            uploads.end(connection, upload_id)
        for name in set(files.part_names()) - uploads.under_way(connection):
            files.drop_part(name)
    return len(left)


def _text(moment: datetime) -> str:
    return str(to_value(moment))
