"""SQL made once and run many times with positional values.

Making a statement costs SQLAlchemy several times what the engine needs to run it, and so does
naming each value of each row; an import or a push would wait for that most of its time.
"""

from collections.abc import Callable, Sequence
from functools import cache

import msgspec
from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.expression import ClauseElement

Values = tuple[str | int | bytes | None, ...]


class Statement(msgspec.Struct, frozen=True):
    """SQL text, and the order in which it takes its values where that is another than given."""

    text: str
    order: tuple[int, ...] | None = None


Maker = Callable[[Dialect], ClauseElement]


@cache
def compiled(maker: Maker, given: tuple[str, ...], dialect: Dialect) -> Statement:
    """Return the statement that `maker` makes, for values given in this order of their names."""
    return compile_once(maker(dialect), given, dialect)


def compile_once(element: ClauseElement, given: tuple[str, ...], dialect: Dialect) -> Statement:
    """Return a statement for values given in this order of their names; not kept."""
    made = element.compile(dialect=dialect)
    bound = tuple(getattr(made, "positiontup", None) or ())
    if sorted(bound) != sorted(given):
        message = f"a statement binds {bound}, but there are {given}"
        raise AssertionError(message)
    order = None if bound == given else tuple(given.index(name) for name in bound)
    return Statement(str(made), order)


def run_many(connection: Connection, statement: Statement, rows: Sequence[Values]) -> None:
    """Run a statement once for each row of values."""
    if not rows:
        return
    order = statement.order
    ordered = rows if order is None else [tuple(row[at] for at in order) for row in rows]
    connection.exec_driver_sql(statement.text, list(ordered))
