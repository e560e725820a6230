"""Gives a database that an older program made what it lacks: tables, indexes, columns."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Index, MetaData, Table, inspect, literal
from sqlalchemy.schema import CreateColumn

from sync.domain.entities import ENTITIES
from sync.domain.records import Value, defaults
from sync.store.database import Database


def complete_tables(database: Database, *metadata: MetaData) -> None:
    """Make what is absent of the given tables; what is there stays as it is."""
    with database.read() as connection:
        if next(_absent(connection, metadata), None) is None:
            return
    with database.write() as connection:
        for part in metadata:
            part.create_all(connection)
        for made in list(_absent(connection, metadata)):
            if isinstance(made, Index):
                made.create(connection)
            elif isinstance(made, Column):
                _add(connection, made)


def _add(connection: Connection, column: Column[object]) -> None:
    """Add a column. What older rows count as having in it is its default.

    An older program that still writes then does so too.
    """
    preparer = connection.dialect.identifier_preparer
    said = CreateColumn(column).compile(dialect=connection.dialect)
    preset = _preset(column)
    default = "" if preset is None else f" DEFAULT {_quoted(connection, preset)}"
    connection.exec_driver_sql(
        f"ALTER TABLE {preparer.format_table(column.table)} ADD COLUMN {said}{default}"
    )


def _quoted(connection: Connection, value: Value) -> str:
    said = literal(value).compile(
        dialect=connection.dialect, compile_kwargs={"literal_binds": True}
    )
    return str(said)


def _preset(column: Column[object]) -> Value:
    kind = ENTITIES.get(column.table.name)
    return None if kind is None else defaults(kind).get(column.name)


def _absent(
    connection: Connection, metadata: tuple[MetaData, ...]
) -> Iterator[Table | Column[object] | Index]:
    known = inspect(connection)
    names = set(known.get_table_names())
    for table in (table for part in metadata for table in part.sorted_tables):
        if table.name not in names:
            yield table
            continue
        columns = {column["name"] for column in known.get_columns(table.name)}
        yield from (column for column in table.columns if column.name not in columns)
        indexes = {index["name"] for index in known.get_indexes(table.name)}
        yield from (index for index in table.indexes if index.name not in indexes)
