"""`gendan-office approvals`: which level decides, and whether every decision is its author's."""

import argparse
from pathlib import Path

import msgspec

from sync import clock
from sync.domain.refusals import refuse
from sync.server import address, administration
from sync.server.commands_office import say
from sync.server.deciding import decisions_amiss
from sync.server.words import Commands


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    approvals = commands.add_parser("approvals", help="decisions and who makes them")
    what = approvals.add_subparsers(required=True, metavar="WHAT")
    level = what.add_parser("level", parents=[common], help="which level decides requests")
    level.add_argument("level", type=int, metavar="1-4")
    level.add_argument("--topic", default="", metavar="WORD", help="only requests of this topic")
    level.set_defaults(command=do_level)
    table = what.add_parser("table", parents=[common], help="put a newer decision table in force")
    table.add_argument("file", metavar="FILE", help="the table as JSON, with a higher version")
    table.set_defaults(command=do_table)
    check = what.add_parser("check", parents=[common], help="check every decision's signature")
    check.set_defaults(command=do_check)


def do_level(said: argparse.Namespace) -> None:
    """Set which level decides."""
    database = address.open_office(said.database)
    try:
        with database.write() as connection:
            administration.set_approval_level(
                connection, said.level, topic=said.topic, now=clock.now()
            )
    finally:
        database.close()
    say({"level": said.level, "topic": said.topic})


def do_table(said: argparse.Namespace) -> None:
    """Put a newer decision table in force; the older ones stay for what was decided by them."""
    try:
        text = Path(said.file).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise refuse("table_not_valid", why=str(error)[:200]) from None
    database = address.open_office(said.database)
    try:
        with database.write() as connection:
            version = administration.set_authority(connection, text, now=clock.now())
    finally:
        database.close()
    say({"version": version})


def do_check(said: argparse.Namespace) -> None:
    """Tell each decision and approval that does not hold, a line each; refuse where one does."""
    database = address.open_office(said.database)
    try:
        with database.read() as connection:
            amiss = decisions_amiss(connection)
    finally:
        database.close()
    for each in amiss:
        say(msgspec.to_builtins(each))
    if amiss:
        first = amiss[0]
        raise refuse("decisions_amiss", count=len(amiss), noun=first.entity, id=first.id)
    say({"sound": True})
