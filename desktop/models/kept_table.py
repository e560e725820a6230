"""A table of rows that a page holds already, in the order in which it holds them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject

from desktop.background import Background
from desktop.models.id_table import Column, IdTable, Query

Row = TypeVar("Row")


class KeptTable(IdTable[Row]):
    """A table of what `kept` returns, by id; `reload` shows what it returns by then."""

    def __init__(
        self,
        background: Background,
        kept: Callable[[], Mapping[str, Row]],
        *,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
    ) -> None:
        def load(ids: Sequence[str]) -> dict[str, Row]:
            rows = kept()
            return {row_id: rows[row_id] for row_id in ids if row_id in rows}

        super().__init__(
            background,
            find_ids=lambda _query: list(kept()),
            load_rows=load,
            columns=columns,
            query=Query(),
            parent=parent,
        )
