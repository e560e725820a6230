"""A head office to be measured: founded, filled with orders, serving as its own process."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection

from sync.domain.records import Value
from sync.domain.scopes import Crew, audience_of_order, audience_of_partner
from sync.server.address import open_office
from sync.store import audiences, feed, permission_files, process_files, rows
from sync.store.accounts import account_named
from sync.store.audiences import Change
from tests.end_to_end.clusters import Cluster, programs
from tests.end_to_end.running import RunningOffice
from tests.performance import records

LOGIN = "mgr"
_PORTION = 2_000


@contextmanager
def serving_office(
    folder: Path, count: int, *, on_postgresql: bool, is_random: bool = False
) -> Iterator[RunningOffice]:
    """Serve a head office that holds `count` orders."""
    with address_of(folder, on_postgresql=on_postgresql) as address:
        office = RunningOffice(folder, address).found()
        office.starts_from_nothing = True
        fill(address, count, is_random=is_random)
        built = office.run("snapshots", "--build", "--blobs", folder / "files")
        assert built.returncode == 0, built.stderr
        office.start()
        try:
            yield office
        finally:
            office.stop()


def pid_of(office: RunningOffice) -> int:
    """Return the id of the serving process, as it told when it was ready."""
    told = json.loads((office.folder / "ready").read_text(encoding="utf-8"))
    return int(told["pid"])


@contextmanager
def address_of(folder: Path, *, on_postgresql: bool) -> Iterator[str]:
    """Give the address of a database for a head office, on a PostgreSQL of its own if asked."""
    if not on_postgresql:
        yield f"sqlite:///{folder}/office.db"
        return
    found = programs()
    if found is None:
        message = "no PostgreSQL on this machine: install the package postgresql"
        raise SystemExit(message)
    cluster = Cluster(found)
    try:
        yield cluster.new_database()
    finally:
        cluster.stop()


def fill(address: str, count: int, *, is_random: bool = False) -> None:
    """Put the rows into head office's database, each portion a version of its own."""
    database = open_office(address)
    with database.write() as connection:
        account = account_named(connection, LOGIN)
        assert account is not None
        owner = account.user_id
        _put(connection, "partners", records.buyers(owner))
    newest = max(process_files.processes())
    for portion in _portions(records.orders(count, owner, newest, is_random=is_random)):
        with database.write() as connection:
            _put(connection, "orders", portion)
    database.close()


def _put(connection: Connection, entity: str, made: Sequence[dict[str, Value]]) -> None:
    ver = feed.raise_head(connection)
    columns = (*made[0], "ver")
    rows.put_many(connection, entity, columns, [(*row.values(), ver) for row in made])
    ids = [str(row["id"]) for row in made]
    feed.note(connection, ver, [feed.Note(entity, each, each, is_gone=False) for each in ids])
    seen_by = _audience(entity, made[0])
    changes = [Change(each, scope, is_gone=False) for each in ids for scope in seen_by]
    audiences.note(connection, ver, changes)


def _audience(entity: str, row: dict[str, Value]) -> list[str]:
    """Return who sees such rows; all are of one person."""
    if entity == "partners":
        return sorted(audience_of_partner(row))
    crew = Crew(owner_id=str(row["owner_id"]), team="")
    return sorted(audience_of_order(crew, permissions=permission_files.load_permissions()))


def _portions(made: Iterable[dict[str, Value]]) -> Iterator[list[dict[str, Value]]]:
    each = iter(made)
    while portion := list(islice(each, _PORTION)):
        yield portion
