"""`gendan-office user ...` and `device ...`: who may come in."""

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.domain.refusals import refuse
from sync.server import address, administration
from sync.server.administration import Ending, NewUser
from sync.server.commands_office import read_password, say
from sync.server.words import Commands
from sync.store import accounts


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    user = commands.add_parser("user", help="people").add_subparsers(required=True, metavar="WHAT")
    _add_user_words(user, common)
    load = user.add_parser("load", parents=[common], help="let in people listed on stdin as JSON")
    load.set_defaults(command=do_load)
    listing = user.add_parser("list", parents=[common], help="everybody")
    listing.set_defaults(command=do_list)
    device = commands.add_parser("device", help="desks")
    devices = device.add_subparsers(required=True, metavar="WHAT")
    every = devices.add_parser("list", parents=[common], help="every desk")
    every.set_defaults(command=do_device_list)
    revoke = devices.add_parser("revoke", parents=[common], help="end a desk")
    revoke.add_argument("device", metavar="ID")
    _add_ending_words(revoke)
    revoke.set_defaults(command=do_device_revoke)


def do_add(said: argparse.Namespace) -> None:
    """Let a person in."""
    new = NewUser(
        login=said.login,
        name_zh=said.name_zh,
        name_en=said.name_en,
        roles=said.roles,
        password=read_password(said),
        level=said.level,
        team=said.team,
        email=said.email,
        language=said.user_language,
    )
    with _writing(said) as connection:
        user_id = administration.add_user(connection, new, now=clock.now())
    say({"id": user_id, "login": new.login.lower()})


def do_load(said: argparse.Namespace) -> None:
    """Let in many at once, all of them or none: a JSON list of people with their passwords."""
    try:
        people = msgspec.json.decode(sys.stdin.buffer.read(), type=list[NewUser])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise refuse("people_unreadable") from None
    with _writing(said) as connection:
        now = clock.now()
        ids = {
            new.login.lower(): administration.add_user(connection, new, now=now) for new in people
        }
    say({"ids": ids})


def do_role(said: argparse.Namespace) -> None:
    """Give a person other roles."""
    with _writing(said) as connection:
        administration.set_roles(
            connection, said.login, said.roles, level=said.level, now=clock.now()
        )
    say({"login": said.login, "roles": administration.checked_roles(said.roles)})


def do_password(said: argparse.Namespace) -> None:
    """Give a person another password; their desks sign in again."""
    password = read_password(said)
    with _writing(said) as connection:
        administration.set_password(connection, said.login, password)
    say({"login": said.login})


def do_revoke(said: argparse.Namespace) -> None:
    """Let a person in no longer."""
    with _writing(said) as connection:
        count = administration.revoke_user(
            connection, said.login, now=clock.now(), ending=_ending(said)
        )
    say({"login": said.login, "devices": count})


def do_list(said: argparse.Namespace) -> None:
    """Tell who is in."""
    with _writing(said) as connection:
        people = administration.users(connection)
        states = {each.user_id: each.state for each in accounts.all_accounts(connection)}
    for user in people:
        say(msgspec.to_builtins(user) | {"state": states.get(user.id, "")})


def do_device_list(said: argparse.Namespace) -> None:
    """Tell every desk."""
    with _writing(said) as connection:
        devices = accounts.all_devices(connection)
    for device in devices:
        say(msgspec.to_builtins(device))


def do_device_revoke(said: argparse.Namespace) -> None:
    """End a desk: lost, stolen, or no longer wanted."""
    with _writing(said) as connection:
        administration.revoke_device(connection, said.device, _ending(said))
    say({"device": said.device})


def _add_user_words(user: Commands, common: argparse.ArgumentParser) -> None:
    add = user.add_parser("add", parents=[common], help="let a person in")
    role = user.add_parser("role", parents=[common], help="give other roles")
    password = user.add_parser("password", parents=[common], help="give another password")
    revoke = user.add_parser("revoke", parents=[common], help="let a person in no longer")
    for parser in (add, role, password, revoke):
        parser.add_argument("login", metavar="LOGIN")
    _add_ending_words(revoke)
    for name in ("--name-zh", "--name-en"):
        add.add_argument(name, required=True, metavar="NAME")
    for parser in (add, role):
        parser.add_argument("--roles", required=True, metavar="SR,DOC")
    add.add_argument("--level", type=int, default=0, metavar="0-4")
    role.add_argument("--level", type=int, metavar="0-4")
    add.add_argument("--team", default="")
    add.add_argument("--email", default="")
    add.add_argument("--user-language", default="zh", choices=("zh", "en"))
    for parser in (add, password):
        parser.add_argument("--password-stdin", action="store_true")
    add.set_defaults(command=do_add)
    role.set_defaults(command=do_role)
    password.set_defaults(command=do_password)
    revoke.set_defaults(command=do_revoke)


def _add_ending_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", action="store_true", help="leave what is on the desk there")
    parser.add_argument(
        "--drop-unsent", action="store_true", help="do not ask for what the desk had not sent"
    )


def _ending(said: argparse.Namespace) -> Ending:
    return Ending(wipe=not said.keep, gives=not said.drop_unsent)


@contextmanager
def _writing(said: argparse.Namespace) -> Generator[Connection]:
    database = address.open_office(said.database)
    try:
        with database.write() as connection:
            yield connection
    finally:
        database.close()
