"""Workbooks (xlsx, xls, xlsb, ods) as rows of text. Runs in the limited child only: see `child`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from sync.client.imports.old_workbooks import check_old_workbook, is_old_workbook
from sync.client.imports.packages import check_package, is_package
from sync.domain.refusals import refuse

ROWS_MAX, COLUMNS_MAX = 50_000, 256
_DIGITS = 15
"""Significant digits a spreadsheet program keeps and shows; what lies behind them is noise."""

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first visible sheet that has any, each with its number from 1."""
    if is_package(path):
        check_package(path, rows_max=ROWS_MAX, columns_max=COLUMNS_MAX)
    elif is_old_workbook(path):
        check_old_workbook(path)
    try:
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:
            return _rows(book)
    except calamine.PasswordError:
        raise refuse("import_sheet_protected") from None
    except calamine.CalamineError:
        raise refuse("import_sheet_broken") from None


def _rows(book: calamine.CalamineWorkbook) -> list[tuple[int, list[str]]]:
    for name in _visible_sheets(book):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.total_height > ROWS_MAX or sheet.total_width > COLUMNS_MAX:
            raise refuse("import_sheet_extent", rows=ROWS_MAX, columns=COLUMNS_MAX)
        return _texts(sheet.to_python(), first=sheet.start[0] + 1)
    raise refuse("import_sheet_none")


def _visible_sheets(book: calamine.CalamineWorkbook) -> Iterable[str]:
    shown, worksheet = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
    for sheet in book.sheets_metadata:
        if sheet.visible == shown and sheet.typ == worksheet:
            yield sheet.name


def _texts(rows: Sequence[Sequence[Cell]], *, first: int) -> list[tuple[int, list[str]]]:
    texts = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, first))
    return [(number, row) for number, row in texts if any(row)]


def cell_text(cell: Cell) -> str:
    """Return a cell as text: numbers exact and without exponent, days as 2026-10-09."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    exact = Decimal(repr(number))
    if len(exact.as_tuple().digits) > _DIGITS:
        exact = Decimal(format(number, f".{_DIGITS}g"))
    whole = exact.to_integral_value()
    return format(whole if exact == whole else exact, "f")
