"""Numbers that head office alone gives out, one after another in each series."""

import re

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.store.tables import numbers

AHEAD_MAX = 10_000
"""How far beyond the last number one may lie that was given before a restore."""

_NEW_SERIES = ""
"""Where a series that has not begun yet begins after."""

_OTHERS = numbers.alias("others")
_BEFORE = select(_OTHERS.c.last).where(_OTHERS.c.series == _NEW_SERIES).scalar_subquery()

SKIPPED = 100
"""How many numbers of each series are left, at a restore, to the orders that had them."""


def next_number(connection: Connection, series: str) -> str:
    """Return the next number of a series, "SO26-0412"; it is given out once.

    Whatever happens later.
    """
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = module.insert(numbers).values(series=series, last=func.coalesce(_BEFORE, 0) + 1)
    raised = statement.on_conflict_do_update(
        index_elements=["series"], set_={"last": numbers.c.last + 1}
    ).returning(numbers.c.last)
    return f"{series}-{connection.execute(raised).scalar_one():04d}"


def take(connection: Connection, series: str, number: str) -> bool:
    """Take a number of a series that was given before a restore; False when it is none."""
    found = re.fullmatch(rf"{re.escape(series)}-(\d{{4,9}})", number)
    chosen = select(numbers.c.last).where(numbers.c.series == series)
    last = int(connection.execute(chosen).scalar() or 0)
    if found is None or int(found[1]) > last + AHEAD_MAX:
        return False
    if int(found[1]) > last:
        next_number(connection, series)  # makes the series where there is none yet
        raised = update(numbers).where(numbers.c.series == series).values(last=int(found[1]))
        connection.execute(raised)
    return True


def skip(connection: Connection) -> None:
    """Leave numbers out in every series: orders that were lost have them and may come back."""
    if connection.execute(select(_BEFORE)).scalar() is None:
        connection.execute(insert(numbers).values(series=_NEW_SERIES, last=0))
    connection.execute(update(numbers).values(last=numbers.c.last + SKIPPED))
