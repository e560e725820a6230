"""Records, databases and people for tests: say what matters, the rest has its default."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, insert

from sync.actions.context import Context, Rules
from sync.actions.office import Bench
from sync.domain.dates import Calendars, calendars_of
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id, row_id
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Partner
from sync.domain.people import User, actor_of
from sync.domain.records import Record, to_row
from sync.domain.scopes import EVERYBODY
from sync.domain.shipments import Shipment
from sync.store import audiences, feed, permission_files, process_files, rows
from sync.store.audiences import Change
from sync.store.database import (
    Database,
    Key,
    create_office_tables,
    create_replica_tables,
    open_file,
)
from sync.store.tables import server_meta

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
KEY = Key(bytes(range(32)))
SERVER_ID = "5e" * 16
EPOCH = "e0" * 16

R = TypeVar("R", bound=Record)
_numbers = count(1)


def an_id(name: str = "") -> Id:
    """Return the id that goes with a name; a new one each time without."""
    return row_id("test", name or f"unnamed {next(_numbers)}")


def rewritten(item: R, fields: dict[str, object]) -> R:
    return msgspec.structs.replace(item, **fields)


def an_order(**fields: object) -> Order:
    plain = Order(id=an_id(), buyer_id=an_id("buyer"), owner_id=an_id("lin"), team="north")
    return rewritten(plain, fields)


def a_line(**fields: object) -> OrderLine:
    plain = OrderLine(
        id=an_id(),
        order_id=an_id("order"),
        position="1",
        description="Bowl",
        quantity=Decimal(100),
        unit_price=Decimal("2.50"),
    )
    return rewritten(plain, fields)


def a_shipment(**fields: object) -> Shipment:
    return rewritten(Shipment(id=an_id(), order_id=an_id("order")), fields)


def a_partner(**fields: object) -> Partner:
    return rewritten(Partner(id=an_id(), name="Nordlicht GmbH", kinds="buyer"), fields)


def a_user(login: str, *roles: str, **fields: object) -> User:
    plain = User(
        id=an_id(login),
        login=login,
        name_zh=login,
        name_en=login,
        roles=",".join(roles),
        team="north",
    )
    return rewritten(plain, fields)


STAFF = (
    a_user("lin", "SR", "DOC", "LOG"),
    a_user("mei", "SSR", level=1),
    a_user("bo", "MGR", level=3),
    a_user("fei", "FIN"),
    a_user("pu", "PUR"),
    a_user("ada", "ADM"),
)
"""People of a small firm; ids by login: an_id("lin")."""


def the_rules(calendars: Calendars | None = None) -> Rules:
    return Rules(
        permissions=permission_files.load_permissions(),
        process=process_files.process_of,
        newest_process=max(process_files.processes()),
        calendars=calendars or calendars_of(()),
    )


def a_context(user: User, **fields: object) -> Context:
    plain = Context(
        actor=actor_of(user, device_id=an_id(f"device of {user.login}")),
        operation_id=an_id(),
        acted_at=NOW,
        now=NOW,
        rules=the_rules(),
    )
    return msgspec.structs.replace(plain, **fields)


def desk_database(folder: Path, name: str = "desk") -> Database:
    """Return a new, empty replica; encrypted as on a laptop."""
    return _opened(folder / f"{name}.db", create_replica_tables)


def office_database(folder: Path, name: str = "office") -> Database:
    """Return head office's new database, with nobody in it."""
    return _opened(folder / f"{name}.db", prepare_office)


def _opened(path: Path, prepare: Callable[[Database], None]) -> Database:
    """Open a database that was prepared once, and copied: its hundred tables take a while."""
    if path.exists():
        database = open_file(path, KEY)
        prepare(database)
        return database
    if prepare.__name__ not in _blanks:
        with TemporaryDirectory() as folder:
            blank = open_file(Path(folder) / "blank.db", KEY)
            prepare(blank)
            blank.close()
            _blanks[prepare.__name__] = (Path(folder) / "blank.db").read_bytes()
    path.write_bytes(_blanks[prepare.__name__])
    return open_file(path, KEY)


_blanks: dict[str, bytes] = {}


def prepare_office(database: Database) -> None:
    """Make head office's tables, and say who it is."""
    create_office_tables(database)
    with database.write() as connection:
        connection.execute(
            insert(server_meta).values(
                one=1,
                server_id=SERVER_ID,
                company="Gendan Test",
                epoch=EPOCH,
                head=0,
                horizon=0,
                schema=1,
            )
        )
        everybody = Change(EVERYBODY, EVERYBODY, is_gone=False)
        audiences.note(connection, 0, [everybody])


def put_records(connection: Connection, items: Iterable[Record], *, ver: int = 0) -> None:
    """Put records into their nouns' tables as they are."""
    for item in items:
        rows.put_row(connection, noun_of(item), {**to_row(item), "ver": ver})


def seed_office(database: Database, *items: Record) -> None:
    """Let head office have these rows, as if it had always had them."""
    with database.write() as connection:
        bench = Bench(connection, feed.raise_head(connection))
        for item in items:
            bench.work.insert(noun_of(item), to_row(item))
        bench.write()


def noun_of(item: Record) -> str:
    return next(name for name, kind in ENTITIES.items() if kind is type(item))
