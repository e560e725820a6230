"""The SCMS export: lines grouped into orders by PO/SO number, and what could not be used.

A line is rejected alone: the others of its order are imported. What the columns mean is told in
`scms_lines`, what the dates mean in `scms_orders`.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import structs

from sync.client.imports.cells import shown
from sync.client.imports.report import ImportedOrder, Rejected, rejected
from sync.client.imports.scms_lines import (
    COLUMNS,
    COUNTRY,
    FROM_STOCK,
    FULFIL,
    ID,
    PROJECT,
    TERM,
    ScmsLine,
    parse_line,
)
from sync.client.imports.scms_orders import imported_order
from sync.client.imports.sheets import Line, Sheet, read_sheet
from sync.domain.ids import Id
from sync.domain.refusals import Refusal, Refused, refuse

OnProgress = Callable[[int, int], None]
"""Called with the lines dealt with and all lines."""

_OF_THE_ORDER = (PROJECT, COUNTRY, FULFIL, TERM)
"""Columns on which all lines of an order agree."""


def read_scms(
    path: Path, *, owner_id: Id, on_progress: OnProgress | None = None
) -> Iterator[ImportedOrder | Rejected]:
    """Return rejected lines, then orders by their first line. Raise Refused if it is no export."""
    sheet = read_sheet(path)
    missing = [column for column in COLUMNS if column not in sheet.heading]
    if missing:
        raise refuse("import_heading_missing", file=path.name, columns=", ".join(missing[:5]))
    return _results(sheet, owner_id, on_progress)


def _results(
    sheet: Sheet, owner_id: Id, on_progress: OnProgress | None
) -> Iterator[ImportedOrder | Rejected]:
    lines, bad = _parsed(sheet)
    orders, contradictions = _grouped(lines)
    odd = _with_cells(contradictions, sheet)
    total = len(sheet.lines)
    report = on_progress or _ignore
    yield from (*bad, *odd)
    done = len(bad) + len(odd)
    report(done, total)
    sites = _sites(lines)
    for group in orders:
        yield imported_order(group, owner_id=owner_id, sites=sites)
        done += len(group)
        report(done, total)


def _ignore(_done: int, _total: int) -> None:
    """Nobody watches."""


def _parsed(sheet: Sheet) -> tuple[list[ScmsLine], list[Rejected]]:
    lines: list[ScmsLine] = []
    bad: list[Rejected] = []
    seen: dict[str, int] = {}
    for line in sheet.lines:
        if isinstance(line, Rejected):
            bad.append(line)
            continue
        try:
            parsed = parse_line(line.number, dict(zip(sheet.heading, line.cells, strict=True)))
            _refuse_double(parsed, seen)
            lines.append(parsed)
        except Refused as refused:
            bad.append(rejected(line.number, line.cells, refused.refusal))
    return lines, bad


def _refuse_double(line: ScmsLine, seen: dict[str, int]) -> None:
    first = seen.setdefault(line.line_id, line.number)
    if first != line.number:
        raise refuse("import_row_double", column=ID, text=line.line_id, first=first)


def _grouped(lines: Sequence[ScmsLine]) -> tuple[list[list[ScmsLine]], list[Rejected]]:
    """Return the lines of each order, and those that contradict the first line of theirs."""
    orders: dict[str, list[ScmsLine]] = {}
    odd: list[Rejected] = []
    for line in lines:
        group = orders.setdefault(line.order_no, [])
        if group and (column := _difference(group[0], line)):
            odd.append(_contradiction(group[0], line, column))
        else:
            group.append(line)
    return list(orders.values()), odd


def _difference(first: ScmsLine, line: ScmsLine) -> str:
    mine, theirs = _common(line), _common(first)
    return next((c for c, a, b in zip(_OF_THE_ORDER, mine, theirs, strict=True) if a != b), "")


def _common(line: ScmsLine) -> tuple[str, ...]:
    return line.project, line.country.code, line.fulfilled_from, line.term


def _contradiction(first: ScmsLine, line: ScmsLine, column: str) -> Rejected:
    text = _common(line)[_OF_THE_ORDER.index(column)]
    refusal = Refusal(
        code="import_order_differs",
        facts={"column": column, "text": shown(text), "first": first.number},
    )
    return rejected(line.number, (), refusal)


def _with_cells(entries: Sequence[Rejected], sheet: Sheet) -> list[Rejected]:
    """Return the entries with the cells of their lines, so that they can be given back."""
    if not entries:
        return []
    cells = {line.number: line.cells for line in sheet.lines if isinstance(line, Line)}
    return [structs.replace(entry, cells=cells[entry.line]) for entry in entries]


def _sites(lines: Sequence[ScmsLine]) -> dict[str, str]:
    """Return each maker's places, in alphabetical order; a regional centre's stock has no maker."""
    sites: dict[str, set[str]] = {}
    for line in lines:
        if line.fulfilled_from != FROM_STOCK and line.site:
            sites.setdefault(line.vendor, set()).add(line.site)
    return {vendor: "; ".join(sorted(places)) for vendor, places in sites.items()}
