"""Gives new orders their numbers; an order that is given back keeps its own where that is free."""

from collections.abc import Mapping

from sync.actions.deed import Deed
from sync.actions.keeping import Clash, raise_conflict
from sync.domain.field_rules import Group
from sync.domain.ids import Id
from sync.domain.records import Row
from sync.store import epochs, numbers

_NUMBER = Group("number", ("order_no",))


def number_new_orders(deed: Deed, once: Mapping[Id, str]) -> list[str]:
    """Give the orders that a deed has made their numbers; return these.

    `once` are numbers that these orders had before head office was restored. They stand on papers
    already; where another order has one by now a person is asked.
    """
    work = deed.work
    given: list[str] = []
    for (entity, row_id), before in list(work.before.items()):
        row = work.get(entity, row_id)
        if entity != "orders" or before is not None or row is None or row["order_no"]:
            continue
        wanted = once.get(row_id, "")
        is_honoured = bool(wanted) and _is_free(deed, _series(row), wanted)
        number = wanted if is_honoured else numbers.next_number(work.connection, _series(row))
        work.patch(entity, row_id, {"order_no": number})
        given.append(number)
        if wanted and not is_honoured:
            _ask(deed, row_id, wanted)
    return given


def _is_free(deed: Deed, series: str, number: str) -> bool:
    connection = deed.work.connection
    latest = epochs.newest(connection)
    if latest is None or not latest.number or deed.work.find("orders", "order_no", number):
        return False
    return numbers.take(connection, series, number)


def _ask(deed: Deed, order_id: Id, wanted: str) -> None:
    row = dict(deed.work.require("orders", order_id))
    clash = Clash(group=_NUMBER, base={"order_no": ""}, wanted={"order_no": wanted})
    deed.conflicts.append(raise_conflict(deed.work, deed.context, "orders", row, clash))


def _series(row: Row) -> str:
    """Return the number series of an order: its prefix with the year in which it was made."""
    return f"SO{str(row.get('created_at') or '')[2:4]}"
