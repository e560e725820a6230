"""Importing for the window: look at a file, try it out, bring it in, give the rejected rows back.

Each call may take long; the window runs them in the background.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sync.client.commands_importing import import_orders, known_in
from sync.client.imports.order_columns import FIELDS, ColumnMap, guess_map, load_map, save_map
from sync.client.imports.order_sheets import read_heading, read_orders
from sync.client.imports.rejected_sheets import write_rejected_rows
from sync.client.imports.report import ImportedOrder, Rejected, reason
from sync.client.imports.scms import read_scms
from sync.client.imports.scms_lines import COLUMNS
from sync.client.replica import Replica
from sync.domain.import_plans import (
    Cancelled,
    ImportPlan,
    ImportResult,
    OnProgress,
    RejectedLine,
)


class SheetImporter:
    """Imports files into one replica."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._rejected: tuple[Rejected, ...] = ()
        self._heading: tuple[str, ...] = ()

    def look_at(self, path: Path) -> ImportPlan:
        """Return what the file seems to be, and what its columns seem to mean. Raise Refused."""
        heading = read_heading(path)
        if all(column in heading for column in COLUMNS):
            return ImportPlan(kind="scms", heading=heading)
        found = load_map(self._replica.folder, heading) or guess_map(heading)
        return ImportPlan(
            kind="orders",
            heading=heading,
            columns=found.columns,
            fields=tuple(FIELDS),
            dates=found.dates,
        )

    def try_out(self, path: Path, plan: ImportPlan, on_progress: OnProgress) -> ImportResult:
        """Return what the import would bring; nothing is changed. Raise Refused or Cancelled."""
        return self._run(path, plan, on_progress, is_dry_run=True)

    def bring_in(self, path: Path, plan: ImportPlan, on_progress: OnProgress) -> ImportResult:
        """Bring the orders in; those before a stop stay, and reading again skips them."""
        result = self._run(path, plan, on_progress, is_dry_run=False)
        if plan.kind == "orders":
            chosen = ColumnMap(columns=plan.columns, dates=plan.dates)
            save_map(self._replica.folder, plan.heading, chosen)
        return result

    def save_rejected(self, path: Path) -> int:
        """Write the rows rejected last, each with its reasons; return how many."""
        return write_rejected_rows(path, self._heading, self._rejected)

    def _run(
        self, path: Path, plan: ImportPlan, on_progress: OnProgress, *, is_dry_run: bool
    ) -> ImportResult:
        watched = _Watched(on_progress)
        found = watched.each(self._read(path, plan, watched.report))
        counts, rejected = import_orders(self._replica, found, is_dry_run=is_dry_run)
        if watched.is_stopped and is_dry_run:
            raise Cancelled
        self._heading, self._rejected = plan.heading, tuple(rejected)
        return ImportResult(
            orders=counts["orders"],
            known=counts["known"],
            lines=counts["lines"],
            rejected=tuple(map(_told, rejected)),
            is_stopped=watched.is_stopped,
        )

    def _read(
        self, path: Path, plan: ImportPlan, report: Callable[[int, int], None]
    ) -> Iterable[ImportedOrder | Rejected]:
        owner_id = self._replica.standing().user_id
        if plan.kind == "scms":
            return read_scms(path, owner_id=owner_id, on_progress=report)
        sheet = read_orders(
            path,
            owner_id=owner_id,
            column_map=ColumnMap(columns=plan.columns, dates=plan.dates),
            known=known_in(self._replica),
            on_progress=report,
        )
        return (*sheet.rejected, *sheet.orders)


class _Watched:
    """Tells how far an import is, and hears whether to go on."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self.is_stopped = False

    def report(self, done: int, total: int) -> None:
        """Tell how far the reading is; remember a stop."""
        self.is_stopped = not self._on_progress(done, total) or self.is_stopped

    def each(self, found: Iterable[ImportedOrder | Rejected]) -> Iterator[ImportedOrder | Rejected]:
        """Yield what is found until the person stops."""
        for item in found:
            if self.is_stopped:
                return
            yield item


def _told(entry: Rejected) -> RejectedLine:
    return RejectedLine(
        line=entry.line,
        text=entry.raw or ", ".join(cell for cell in entry.cells[:4] if cell),
        zh=reason(entry, "zh"),
        en=reason(entry, "en"),
    )
