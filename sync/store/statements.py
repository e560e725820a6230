"""SQL made once and run many times with positional values.

Making a statement costs SQLAlchemy several times what the engine needs to run it, and so does
naming each value of each row; an import or a push would wait for that most of its time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, CursorResult, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

Values = tuple[str | int | bytes | None, ...]
Asked = Mapping[str, object]


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


def ask(
    connection: Connection, element: ClauseElement, asked: Asked | None = None
) -> "CursorResult[*tuple[Any, ...]]":
    """Run a statement that lives as long as the program, with the values that it binds.

    A list fills an expanding parameter; its last value is repeated up to a power of two, so that
    there are few texts of a statement. Rows come as the driver gives them.
    """
    text, values = spread(element, asked or {}, connection.dialect)
    return connection.exec_driver_sql(text, values)


def spread(element: ClauseElement, asked: Asked, dialect: Dialect) -> tuple[str, tuple[Any, ...]]:
    """Return a statement's text for lists of these sizes, and the values it takes in order."""
    filled = {name: _filled(value) for name, value in asked.items()}
    sizes = tuple((name, None if each is None else len(each)) for name, each in filled.items())
    made = _spread(element, sizes, dialect)
    values: list[object] = []
    for each in made.takes:
        if not isinstance(each, _Place):
            values.append(each)
        elif each.at is None:
            values.append(asked[each.name])
        else:
            values += filled[each.name] or ()
    return made.text, tuple(values)


class _Place(msgspec.Struct, frozen=True):
    """Which value a statement takes: of a name, or all of its list, from the place of the first."""

    name: str
    at: int | None = None


class _Spread(msgspec.Struct, frozen=True):
    """A statement's text for lists of some sizes, and what it takes in order."""

    text: str
    takes: tuple[object, ...]


@cache
def _spread(
    element: ClauseElement, sizes: tuple[tuple[str, int | None], ...], dialect: Dialect
) -> _Spread:
    made = element.compile(dialect=dialect)
    if not isinstance(made, SQLCompiler):
        message = "not a statement of SQL"
        raise TypeError(message)
    state = made.construct_expanded_state({name: _places(name, size) for name, size in sizes})
    taken = [each for each in state.positional_parameters if not getattr(each, "at", None)]
    return _Spread(state.statement, tuple(taken))


def _places(name: str, size: int | None) -> _Place | list[_Place]:
    return _Place(name) if size is None else [_Place(name, at) for at in range(size)]


def _filled(value: object) -> list[object] | None:
    """Return a list filled up to a power of two; None for what is no list."""
    if not isinstance(value, list):
        return None
    given = cast("list[object]", value)
    if not given:
        return given
    room = 1 << (len(given) - 1).bit_length()
    return given + given[-1:] * (room - len(given))
