"""`gendan-office quarantine`: what ended devices still had; looked at, never applied by itself."""

import argparse
from collections import Counter

import msgspec

from sync.domain.commands import ACTIONS
from sync.server import address
from sync.server.commands_office import say
from sync.server.words import Commands
from sync.store import quarantine
from sync.store.quarantine import Given
from sync.wire.codec import Garbled, unpack_args
from sync.wire.messages import Operation


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    kept = commands.add_parser("quarantine", help="what ended desks had not sent")
    what = kept.add_subparsers(required=True, metavar="WHAT")
    listing = what.add_parser("list", parents=[common], help="how much of which desk")
    listing.set_defaults(command=do_list)
    show = what.add_parser("show", parents=[common], help="every operation, a line each")
    show.add_argument("--device", default="", metavar="ID")
    show.set_defaults(command=do_show)


def do_list(said: argparse.Namespace) -> None:
    """Tell how many operations each ended desk gave up."""
    counts = Counter((item.device_id, item.user_id) for item in _given(said))
    for (device_id, user_id), count in sorted(counts.items()):
        say({"device": device_id, "user": user_id, "operations": count})


def do_show(said: argparse.Namespace) -> None:
    """Tell what was given up, with every value that was typed."""
    for item in _given(said, said.device):
        told = msgspec.structs.asdict(item)
        del told["body"]
        say(told | {"arguments": _arguments(item)})


def _given(said: argparse.Namespace, device_id: str = "") -> list[Given]:
    database = address.open_office(said.database)
    try:
        with database.read() as connection:
            return quarantine.all_given(connection, device_id)
    finally:
        database.close()


def _arguments(item: Given) -> object:
    """Return what the person asked for; None for what no program of this version can read."""
    try:
        operation = msgspec.msgpack.decode(item.body, type=Operation)
        return msgspec.to_builtins(unpack_args(operation.args, ACTIONS[operation.action].kind))
    except (msgspec.DecodeError, Garbled, KeyError):
        return None
