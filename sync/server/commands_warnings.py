"""`gendan-office warnings`: every warning as head office judges it, to compare with a desk."""

import argparse
from collections import Counter

import msgspec

from sync import clock
from sync.actions.all_alarms import find_all
from sync.actions.rules_of import load_rules
from sync.server import address
from sync.server.commands_office import say
from sync.server.words import Commands


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    made = commands.add_parser("warnings", parents=[common], help="what is late or wrong")
    made.add_argument("--counts", action="store_true", help="only how many of each rule and level")
    made.set_defaults(command=do_warnings)


def do_warnings(said: argparse.Namespace) -> None:
    """Say all warnings as things stand now."""
    database = address.open_office(said.database, to_write=False)
    try:
        with database.read() as connection:
            found = find_all(connection, rules=load_rules(connection), now=clock.now())
    finally:
        database.close()
    counts = Counter(f"{each.id} {each.level.value}" for each in found)
    say(
        {"count": len(found), "counts": counts}
        if said.counts
        else {"warnings": msgspec.to_builtins(found)}
    )
