"""`gendan-office digest`: sums by which a desk's copy can be compared with head office."""

import argparse

from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.people import User, roles_of
from sync.domain.records import Value, record
from sync.domain.refusals import refuse
from sync.server import address, showing
from sync.server.commands_office import say
from sync.server.words import Commands
from sync.store import accounts, feed, grants, rows
from sync.store.digests import digests, digests_of


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add the command's words."""
    made = commands.add_parser("digest", parents=[common], help="sums of all that syncs")
    made.add_argument("--user", metavar="LOGIN", help="of what this person's desks hold")
    made.set_defaults(command=do_digest)


def do_digest(said: argparse.Namespace) -> None:
    """Say head office's version and the sum of each noun's rows."""
    database = address.open_office(said.database, to_write=False)
    try:
        with database.read() as connection:
            sums = digests_of(_held(connection, said.user)) if said.user else digests(connection)
            say({"head": feed.meta(connection).head, "digests": sums})
    finally:
        database.close()


def _held(connection: Connection, login: str) -> dict[str, list[dict[str, Value]]]:
    """Return the rows that a person's desks hold once they have everything."""
    account = accounts.account_named(connection, login)
    row = None if account is None else rows.get(connection, "users", account.user_id)
    if row is None:
        raise refuse("login_unknown", kind="gone", login=login[:64])
    user = record(User, row)
    viewer = showing.viewer_of(roles_of(user), grants.held(connection, user.id))
    pages = viewer.changed(connection, ENTITIES, after=0, through=feed.meta(connection).head)
    return {
        entity: [dict(zip(page.columns, values, strict=True)) for values in page.rows]
        for entity, page in pages.items()
    }
