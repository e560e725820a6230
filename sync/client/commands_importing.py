"""`gendan import`: files made elsewhere become orders; unusable lines are reported."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sync.client import doing
from sync.client.desk_session import DeskSession, open_desk
from sync.client.imports.order_columns import load_map, read_map, save_map
from sync.client.imports.order_sheets import read_heading, read_orders
from sync.client.imports.report import ImportedOrder, Rejected, reason, write_report
from sync.client.imports.scms import read_scms
from sync.client.imports.sheet_orders import Known
from sync.client.replica import Replica
from sync.domain.commands import Command, ImportRows
from sync.domain.countries import folded
from sync.domain.refusals import Refused
from sync.store import rows

ORDERS_A_TRANSACTION = 1_000
_SHOWN_MAX = 20


def bring_in(session: DeskSession) -> int:
    """Import a file; answer with what came of it."""
    with open_desk(session) as replica:
        state = replica.standing()
        found = _read(session, replica, owner_id=state.user_id)
        counts, rejected = import_orders(replica, found, is_dry_run=session.options.dry_run)
    _tell(session, counts, rejected)
    return 0


def import_orders(
    replica: Replica, found: Iterable[ImportedOrder | Rejected], *, is_dry_run: bool = False
) -> tuple[dict[str, int], list[Rejected]]:
    """Put orders into the replica, 500 in a transaction; return counts and what was left out.

    An order that is here already changes nothing, and is counted as known.
    """
    rejected: list[Rejected] = []
    counts = {"orders": 0, "known": 0, "lines": 0}
    orders = _orders_in(found, rejected)
    while portion := list(islice(orders, ORDERS_A_TRANSACTION)):
        fresh = _fresh(replica, portion)
        counts["known"] += len(portion) - len(fresh)
        left_out = [] if is_dry_run else _put(replica, fresh)
        rejected += left_out
        counts["orders"] += len(fresh) - len(left_out)
        counts["lines"] += sum(len(order.lines) for order in fresh)
    return counts, rejected


def _orders_in(
    found: Iterable[ImportedOrder | Rejected], rejected: list[Rejected]
) -> Iterator[ImportedOrder]:
    for item in found:
        if isinstance(item, Rejected):
            rejected.append(item)
        else:
            yield item


def _fresh(replica: Replica, portion: list[ImportedOrder]) -> list[ImportedOrder]:
    """Return the orders of which something is not here yet."""
    wanted: dict[str, set[str]] = {}
    for entity, row_id in _ids_in(portion):
        wanted.setdefault(entity, set()).add(row_id)
    with replica.read() as connection:
        here = {
            (entity, row_id)
            for entity, ids in wanted.items()
            for row_id in rows.get_many(connection, entity, sorted(ids))
        }
    return [order for order in portion if not _is_here(order, here)]


def _ids_in(orders: Iterable[ImportedOrder]) -> set[tuple[str, str]]:
    return {
        (entity, str(row["id"]))
        for order in orders
        for entity, listed in order.rows.items()
        for row in listed
    }


def _is_here(order: ImportedOrder, here: set[tuple[str, str]]) -> bool:
    return _ids_in((order,)) <= here


def _put(replica: Replica, orders: list[ImportedOrder]) -> list[Rejected]:
    refusals: list[Rejected] = []

    def refused(place: int, error: Refused) -> None:
        line = min(orders[place].lines, default=0)
        facts = error.refusal.facts
        refusals.append(Rejected(line=line, code=error.refusal.code, facts=facts))

    actions: list[tuple[str, Command]] = [
        ("order.import", ImportRows(source=order.source, rows=order.rows)) for order in orders
    ]
    doing.do_each(replica, actions, reads=_ids_in(orders), refused=refused)
    return refusals


def _read(
    session: DeskSession, replica: Replica, *, owner_id: str
) -> Iterable[ImportedOrder | Rejected]:
    path = Path(session.options.file)
    bar = session.console.progress()
    if session.options.kind == "scms":
        return read_scms(path, owner_id=owner_id, on_progress=bar)
    heading = read_heading(path)
    chosen = (
        read_map(Path(session.options.map))
        if session.options.map
        else load_map(session.folder, heading)
    )
    sheet = read_orders(
        path, owner_id=owner_id, column_map=chosen, known=known_in(replica), on_progress=bar
    )
    if not session.options.dry_run:
        save_map(session.folder, sheet.heading, sheet.column_map)
    session.console.say("import_columns", columns=_columns(sheet.column_map.columns))
    return (*sheet.rejected, *sheet.orders)


def known_in(replica: Replica) -> Known:
    """Return the partners and products that are here, so that a sheet joins them by name."""
    with replica.read() as connection:
        partners = {
            folded(str(row["name"])): str(row["id"])
            for row in rows.all_rows(connection, "partners")
        }
        products = {
            str(row["code"]): str(row["id"]) for row in rows.all_rows(connection, "products")
        }
    return Known(partners=partners, products=products)


def _columns(columns: dict[str, str]) -> str:
    return ", ".join(f"{name} = {column}" for name, column in columns.items())


def _tell(session: DeskSession, counts: dict[str, int], rejected: list[Rejected]) -> None:
    console = session.console
    if session.options.report:
        write_report(Path(session.options.report), rejected)
    if console.is_json:
        console.json({**counts, "dry_run": session.options.dry_run, "rejected": rejected})
        return
    code = "import_would" if session.options.dry_run else "import_done"
    console.say(code, rejected=len(rejected), **counts)
    for entry in rejected[:_SHOWN_MAX]:
        console.say("import_line", line=entry.line, why=reason(entry, console.language))
    if len(rejected) > _SHOWN_MAX:
        console.say("import_more", count=len(rejected) - _SHOWN_MAX)
