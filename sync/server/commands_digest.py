"""`gendan-office digest`: sums by which a desk's copy can be compared with head office."""

import argparse

from sync.server import address
from sync.server.commands_office import say
from sync.server.words import Commands
from sync.store import feed
from sync.store.digests import digests


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    made = commands.add_parser("digest", parents=[common], help="sums of all that syncs")
    made.set_defaults(command=do_digest)


def do_digest(said: argparse.Namespace) -> None:
    """Say head office's version and the sum of each noun's rows."""
    database = address.open_office(said.database)
    try:
        with database.read() as connection:
            say({"head": feed.meta(connection).head, "digests": digests(connection)})
    finally:
        database.close()
