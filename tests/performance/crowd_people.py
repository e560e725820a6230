"""The people of a crowd: each with a desk, and an order that three others have a task on."""

import msgspec
from sqlalchemy import Connection, insert

from sync.actions.office import Bench
from sync.client.badges import Badge
from sync.domain.ids import row_id
from sync.domain.orders import Order
from sync.domain.partners import Partner
from sync.domain.people import User, roles_of
from sync.domain.records import to_row
from sync.domain.scopes import scopes_of
from sync.domain.tasks import Task
from sync.server import bearers
from sync.server.address import open_office
from sync.store import feed, grants, permission_files
from sync.store.tables import accounts, devices
from sync.wire import signatures

WATCHERS = 3
_APART = 7
_FOREVER = "2999-01-01T00:00:00Z"


class Person(msgspec.Struct, frozen=True):
    """Somebody with a desk, an order, and the badge that the desk shows."""

    user_id: str
    order_id: str
    badge: Badge


def settle(address: str, count: int) -> list[Person]:
    """Let so many people in."""
    database = open_office(address)
    users = [
        User(id=row_id("crowd", name), login=name, name_zh=name, name_en=name, roles="SR,LOG")
        for name in (f"desk{n}" for n in range(count))
    ]
    orders = [row_id("crowd order", str(n)) for n in range(count)]
    with database.write() as connection:
        _give_work(connection, users, orders)
        people = [_admitted(connection, *each) for each in zip(users, orders, strict=True)]
    database.close()
    return people


def _give_work(connection: Connection, users: list[User], orders: list[str]) -> None:
    bench = Bench(connection, feed.raise_head(connection))
    buyer = Partner(id=row_id("crowd", "buyer"), name="Buyer", kinds="buyer", owner_id=users[0].id)
    for user in users:
        bench.work.insert("users", to_row(user))
    bench.work.insert("partners", to_row(buyer))
    for n, order_id in enumerate(orders):
        order = Order(
            id=order_id, order_no=f"SO{n}", buyer_id=buyer.id, owner_id=users[n].id, goods="x"
        )
        bench.work.insert("orders", to_row(order))
        for step in range(1, WATCHERS + 1):
            task = Task(
                id=row_id("crowd task", str(n), str(step)),
                order_id=order_id,
                title="Look",
                assignee_id=users[(n + step * _APART) % len(users)].id,
            )
            bench.work.insert("tasks", to_row(task))
    bench.write()


def _admitted(connection: Connection, user: User, order_id: str) -> Person:
    office = feed.meta(connection)
    key, token = signatures.new_key(), bearers.new_token()
    account = {"user_id": user.id, "login": user.login, "password_hash": ""}
    connection.execute(insert(accounts).values(**account))
    permissions = permission_files.load_permissions()
    held = scopes_of(user.id, roles_of(user), user.team, permissions=permissions)
    grants.set_all(connection, user.id, held, since=0)
    connection.execute(
        insert(devices).values(
            id=row_id("crowd device", user.login),
            user_id=user.id,
            name=user.login,
            token_hash=bearers.hash_of(token),
            expires_at=_FOREVER,
            created_at="2026-01-01T00:00:00Z",
            public_key=signatures.public_of(key),
        )
    )
    badge = Badge(token=token, server_id=office.server_id, epoch=office.epoch, key=key)
    return Person(user.id, order_id, badge)
