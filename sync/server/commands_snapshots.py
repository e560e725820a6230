"""`gendan-office snapshots`: what first copies come from; with --build, made ready beforehand."""

import argparse

import msgspec

from sync.domain.refusals import refuse
from sync.server import address, file_places, upkeep
from sync.server.commands_office import add_files_words, say
from sync.server.words import Commands
from sync.store import snapshots


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    words = commands.add_parser(
        "snapshots", parents=[common], help="what first copies come from, and building it"
    )
    words.add_argument("--build", action="store_true", help="build what is absent or stale")
    add_files_words(words)
    words.set_defaults(command=do_snapshots)


def do_snapshots(said: argparse.Namespace) -> None:
    """Say which snapshots there are; with --build make them ready first."""
    database = address.open_office(said.database)
    try:
        if said.build:
            files = file_places.files_at(said.blobs, said.database)
            if files is None:
                raise refuse("files_place_missing")
            upkeep.build_all(database, files)
        with database.read() as connection:
            found = snapshots.everything(connection)
    finally:
        database.close()
    say([msgspec.structs.asdict(each) for each in found])
