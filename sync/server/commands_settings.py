"""`gendan-office settings`: the warnings' lines, standard times and the rates of the day."""

import argparse

from sync import clock
from sync.server import address, administration
from sync.server.commands_office import say
from sync.server.words import Commands


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    settings = commands.add_parser("settings", help="warnings' lines, standard times and rates")
    what = settings.add_subparsers(required=True, metavar="WHAT")
    put = what.add_parser("set", parents=[common], help="set one: fx.spot.USD 7.12")
    put.add_argument("key", metavar="KEY")
    put.add_argument("value", metavar="NUMBER")
    put.set_defaults(command=do_set)
    listing = what.add_parser("list", parents=[common], help="what has been set, a line each")
    listing.set_defaults(command=do_list)


def do_set(said: argparse.Namespace) -> None:
    """Set one."""
    database = address.open_office(said.database)
    try:
        with database.write() as connection:
            administration.set_setting(connection, said.key, said.value, now=clock.now())
    finally:
        database.close()
    say({"key": said.key, "value": said.value})


def do_list(said: argparse.Namespace) -> None:
    """Tell what has been set."""
    database = address.open_office(said.database)
    try:
        with database.read() as connection:
            found = administration.settings(connection)
    finally:
        database.close()
    for item in found:
        say({"key": item.key, "value": item.value})
