"""Order sheets: one row a line, grouped into orders by buyer and order number.

An order is taken whole or not at all: when one of its rows cannot be used, its other rows come back
with it, so that no half order is worked on and the corrected sheet brings it in complete.
Reading changes nothing: a dry run is `preview`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sync.client.imports.cells import shown
from sync.client.imports.order_columns import ColumnMap, checked_map, guess_map
from sync.client.imports.order_rows import OrderRow, order_key, parse_row
from sync.client.imports.report import ImportedOrder, Rejected, rejected
from sync.client.imports.sheet_orders import Known, SheetOrder, imported_order
from sync.client.imports.sheets import Line, Sheet, read_sheet
from sync.domain.ids import Id
from sync.domain.refusals import Refused, refuse

if TYPE_CHECKING:
    from sync.client.imports.order_terms import Fields

OnProgress = Callable[[int, int], None]
"""Called with the rows dealt with and all rows."""

PROGRESS_ROWS = 500


class OrderSheet(msgspec.Struct, frozen=True, kw_only=True):
    """An order sheet as read: what it holds, and what its columns were taken for."""

    heading: tuple[str, ...]
    column_map: ColumnMap
    orders: tuple[ImportedOrder, ...]
    rejected: tuple[Rejected, ...]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What an import would bring: how many rows of each noun, and how many rows come back."""

    rows: dict[str, int]
    rejected: int


def read_heading(path: Path) -> tuple[str, ...]:
    """Return a sheet's headings, by which a remembered map is found. Raise Refused."""
    return read_sheet(path).heading


def read_orders(
    path: Path,
    *,
    owner_id: Id,
    column_map: ColumnMap | None = None,
    known: Known | None = None,
    on_progress: OnProgress | None = None,
) -> OrderSheet:
    """Return the orders of a sheet and its rejected rows; the map is guessed when none is given."""
    sheet = read_sheet(path)
    chosen = checked_map(column_map or guess_map(sheet.heading), sheet.heading)
    gathering = _Gathering(chosen)
    for done, line in enumerate(sheet.lines, start=1):
        gathering.add(line, _cells(line, sheet, chosen))
        if on_progress and (done % PROGRESS_ROWS == 0 or done == len(sheet.lines)):
            on_progress(done, len(sheet.lines))
    orders, bad = gathering.result()
    return OrderSheet(
        heading=sheet.heading,
        column_map=chosen,
        orders=tuple(imported_order(o, owner_id=owner_id, known=known or Known()) for o in orders),
        rejected=tuple(sorted(bad, key=lambda entry: entry.line)),
    )


def preview(sheet: OrderSheet) -> Preview:
    """Return what importing the sheet would bring; the same partner in two orders counts once."""
    ids: dict[str, set[object]] = {}
    for order in sheet.orders:
        for noun, rows in order.rows.items():
            ids.setdefault(noun, set()).update(row["id"] for row in rows)
    counts = {noun: len(found) for noun, found in ids.items()}
    return Preview(rows=counts, rejected=len(sheet.rejected))


def _cells(line: Line | Rejected, sheet: Sheet, column_map: ColumnMap) -> dict[str, str]:
    """Return the row's cells by field; empty for a row that could not be read."""
    if isinstance(line, Rejected):
        return {}
    at = {name: number for number, name in enumerate(sheet.heading)}
    return {field: line.cells[at[name]] for field, name in column_map.columns.items()}


class _Gathering:
    """The rows read so far by order, each order's own fields, and what was rejected."""

    def __init__(self, column_map: ColumnMap) -> None:
        self._map = column_map
        self._rows: dict[str, list[OrderRow]] = {}
        self._terms: dict[str, Fields] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._spoilt: dict[str, int] = {}
        self._rejected: list[Rejected] = []

    def add(self, line: Line | Rejected, cells: Mapping[str, str]) -> None:
        """Take in one row: into its order, or among the rejected."""
        if isinstance(line, Rejected):
            self._rejected.append(line)
            return
        key = ""
        try:
            key = order_key(cells, self._map)
            self._join(key, parse_row(line, cells, self._map))
        except Refused as refused:
            self._spoilt.setdefault(key, line.number)
            self._rejected.append(rejected(line.number, line.cells, refused.refusal))

    def _join(self, key: str, row: OrderRow) -> None:
        rows = self._rows.setdefault(key, [])
        first = rows[0].number if rows else row.number
        terms = self._terms.setdefault(key, {})
        for field, value in row.order.items():
            if terms.get(field, value) != value:
                column, text = self._map.columns.get(field, field), shown(str(value))
                raise refuse("import_order_differs", column=column, text=text, first=first)
        self._refuse_double(key, row)
        terms.update(row.order)
        rows.append(row)

    def _refuse_double(self, key: str, row: OrderRow) -> None:
        if not (number := str(row.line.get("line_no") or "")):
            return
        first = self._numbers.setdefault((key, number), row.number)
        if first != row.number:
            column = self._map.columns["line_no"]
            raise refuse("import_row_double", column=column, text=number, first=first)

    def result(self) -> tuple[list[SheetOrder], list[Rejected]]:
        """Return the whole orders, and all rows that come back."""
        whole = [
            SheetOrder(rows=tuple(rows), terms=self._terms[key])
            for key, rows in self._rows.items()
            if rows and key not in self._spoilt
        ]
        held = [
            _held_back(row, self._spoilt[key])
            for key, rows in self._rows.items()
            for row in rows
            if key in self._spoilt
        ]
        return whole, [*self._rejected, *held]


def _held_back(row: OrderRow, first: int) -> Rejected:
    """Return the entry of a good row whose order has a row that is not."""
    return Rejected(
        line=row.number, code="import_order_held_back", facts={"first": first}, cells=row.cells
    )
