"""`gendan-office compact`: lets go of what no desk needs to be told any more."""

import argparse

import msgspec

from sync import clock
from sync.domain.refusals import refuse
from sync.server import address, compaction
from sync.server.commands_office import say
from sync.server.words import Commands

_DAYS_MIN = 30


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    words = commands.add_parser(
        "compact", parents=[common], help="forget traces of what was removed long ago"
    )
    words.add_argument("--days", type=int, default=compaction.GONE_DAYS, metavar="N")
    words.set_defaults(command=do_compact)


def do_compact(said: argparse.Namespace) -> None:
    """Let go of traces older than so many days, and say what went."""
    if said.days < _DAYS_MIN:
        raise refuse("compaction_too_early", days=said.days, least=_DAYS_MIN)
    database = address.open_office(said.database)
    try:
        told = compaction.compact(database, now=clock.now(), gone_days=said.days)
    finally:
        database.close()
    say(msgspec.structs.asdict(told))
