"""Numbers that head office alone gives out, one after another in each series."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sync.store.tables import numbers


def next_number(connection: Connection, series: str) -> str:
    """Return the next number of a series, "SO26-0412"; it is given out once.

    Whatever happens later.
    """
    module = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = module.insert(numbers).values(series=series, last=1)
    raised = statement.on_conflict_do_update(
        index_elements=["series"], set_={"last": numbers.c.last + 1}
    ).returning(numbers.c.last)
    return f"{series}-{connection.execute(raised).scalar_one():04d}"
