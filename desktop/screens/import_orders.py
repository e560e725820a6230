"""Importing orders: a file, what its columns mean, what would come, and bringing it in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.imports import Importer, ImportJob, Progress
from desktop.screens.import_columns import ColumnChoices
from desktop.screens.import_report import RejectedLines
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.blanks import EmptyState
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Panel, ScrollColumn
from desktop.widgets.figures import ProgressLine
from desktop.widgets.labels import Label
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from sync.domain.refusals import Refusal

AREA = "orders"
_WIDTH_MAX = 900


class ImportPage(Page):
    """Four steps on one page; nothing is changed before the last. A file may be dropped here."""

    def __init__(
        self, around: Surroundings, importer: Importer, parent: QWidget | None = None
    ) -> None:
        super().__init__(around, parent)
        self.job = ImportJob(self.desk, importer, parent=self)
        self._start = EmptyState(
            "upload",
            title=self.tr("Import orders"),
            text=self.tr("An Excel or CSV sheet with one row a line, or an SCMS export."),
            parent=self,
        )
        self._band = Band("error", title="", below=True, closable=True, parent=self)
        self._band.hide()
        self._columns = ColumnChoices(self.wording, parent=self)
        self._map = Card(self.tr("What the columns mean"), parent=self)
        self._trial = Card(self.tr("What would come"), parent=self)
        self._counts = Label("", parent=self)
        self._rejected = RejectedLines(self.wording, parent=self)
        self._progress = ProgressLine(name=self.tr("Progress"), parent=self)
        self._progress_text = Label("", style="small", ink="ink2", parent=self)
        self._choose = Button(self.tr("Choose another file"), icon="folder", parent=self)
        self._try = Button(self.tr("Try it out"), parent=self)
        self._stop = Button(self.tr("Stop"), icon="x", parent=self)
        self._bring = Button(self.tr("Import"), kind="primary", icon="download", parent=self)
        self._save = Button(self.tr("Save rejected rows"), icon="save", small=True, parent=self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_step()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Orders")), Place("import", self.tr("Import"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.filter:
            self.take_file(Path(where.filter))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(look().px(16), (self.width() - look().px(_WIDTH_MAX)) // 2)
        self._column.body.setContentsMargins(side, look().px(14), side, look().px(14))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.take_file(Path(files[0]))

    def take_file(self, path: Path) -> None:
        """Look at a file and show what it seems to be."""
        self._band.hide()
        self.job.choose(path)
        self._show_step()

    def _lay_out(self) -> None:
        here = look()
        self._column = ScrollColumn(name=self.tr("Import"), parent=self)
        first = Button(self.tr("Choose a file"), kind="primary", icon="folder", parent=self)
        first.clicked.connect(self._ask_file)
        self._start.add(first)
        self._map.body.addWidget(self._columns)
        self._trial.body.addWidget(self._counts)
        self._trial.body.addWidget(self._rejected)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addStretch(1)
        self._trial.body.addLayout(row)
        for part in (self._band, self._start, self._trial, self._map):
            self._column.body.addWidget(part)
        self._column.body.addStretch(1)
        self._foot = Panel(ground="surface", edges="t", parent=self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(here.px(16), here.px(7), here.px(16), here.px(7))
        foot.setSpacing(here.px(10))
        for widget in (self._choose, self._progress_text):
            foot.addWidget(widget)
        foot.addWidget(self._progress, 1)
        foot.addStretch(1)
        for button in (self._stop, self._try, self._bring):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._column, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        job = self.job
        job.planned.connect(self._show_plan)
        job.tried.connect(self._show_step)
        job.finished.connect(self._finish)
        job.progressed.connect(self._show_progress)
        job.refused.connect(self._show_refusal)
        job.stopped.connect(self._show_step)
        self._columns.taken.connect(self._take_column)
        self._choose.clicked.connect(self._ask_file)
        self._try.clicked.connect(self._try_out)
        self._bring.clicked.connect(self._bring_in)
        self._stop.clicked.connect(job.stop)
        self._save.clicked.connect(self._ask_report)
        self._band.closed.connect(self._band.hide)

    # What it shows

    def _show_plan(self) -> None:
        plan = self.job.plan
        if plan is not None:
            self._columns.show_plan(plan)
            self._try_out()

    def _show_step(self) -> None:
        job = self.job
        plan, result, running = job.plan, job.result, job.is_running
        self._start.setVisible(plan is None and not running)
        self._map.setVisible(plan is not None and plan.kind == "orders")
        self._foot.setVisible(plan is not None or running)
        self._trial.setVisible(result is not None)
        self._progress.setVisible(running)
        self._progress_text.setVisible(running)
        self._stop.setVisible(running)
        for button in (self._choose, self._try, self._bring):
            button.setVisible(not running)
        self._try.setVisible(not running and plan is not None and result is None)
        fresh = result.orders if result is not None else 0
        self._bring.lock(self._why_not(fresh) if not running else "")
        self._map.set_title(self.tr("What the columns mean"), note=job.path.name)
        if result is not None:
            self._show_result()

    def _why_not(self, fresh: int) -> str:
        if self.job.result is None:
            return self.tr("See first what would come: try it out")
        return "" if fresh else self.tr("There is no new order in this file")

    def _show_result(self) -> None:
        result = self.job.result
        if result is None:
            return
        parts = (
            self.tr("%n new order(s)", "", result.orders),
            self.tr("%n row(s)", "", result.lines),
            self.tr("%n order(s) already here", "", result.known) if result.known else "",
            self.tr("%n row(s) rejected", "", len(result.rejected)) if result.rejected else "",
        )
        self._counts.setText(" · ".join(part for part in parts if part))
        self._trial.set_title(self.tr("What would come"), note=self.job.path.name)
        self._rejected.show_lines(result.rejected)
        self._save.setVisible(bool(result.rejected))

    def _show_progress(self, progress: Progress) -> None:
        if progress.total and self.job.is_running:
            self._progress.set_percent(100 * progress.done / progress.total)
            text = self.tr("{done} of {total} rows")
            self._progress_text.setText(
                text.format(done=f"{progress.done:,}", total=f"{progress.total:,}")
            )

    def _show_refusal(self, refusal: "Refusal") -> None:
        title = self.tr("Not imported")
        self._band.show_words(title, text=self.wording.refusal(refusal))
        self._band.show()
        self._show_step()

    # What is done here

    def _ask_file(self) -> None:
        kinds = self.tr("Sheets (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.txt)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a file"), "", kinds)
        if name:
            self.take_file(Path(name))

    def _take_column(self, choice: tuple[str, str]) -> None:
        self.job.take(*choice)
        if self.job.plan is not None:
            self._columns.show_plan(self.job.plan)
        self._show_step()

    def _try_out(self) -> None:
        self._band.hide()
        self._progress.set_percent(0)
        self._progress_text.setText(self.tr("Reading the file"))
        self.job.try_out()
        self._show_step()

    def _bring_in(self) -> None:
        self._progress.set_percent(0)
        self._progress_text.setText(self.tr("Importing"))
        self.job.bring_in()
        self._show_step()

    def _finish(self) -> None:
        result = self.job.result
        if result is None:
            return
        text = self.tr("Imported: %n order(s)", "", result.orders)
        self.said.emit(Notice(text))
        if result.rejected or result.is_stopped:
            self._show_step()
            self._trial.set_title(text, note=self.job.path.name)
            self._bring.lock(self.tr("Imported"))
        else:
            self.job.plan = self.job.result = None
            self._show_step()
            self.go.emit(Where(AREA, filter="open"))

    def _ask_report(self) -> None:
        start = str(self.job.path.with_name(f"{self.job.path.stem}-rejected.xlsx"))
        title = self.tr("Save rejected rows")
        name, _ = QFileDialog.getSaveFileName(self, title, start, "*.xlsx *.csv")
        if name:
            self.job.save_rejected(Path(name), self._tell_saved)

    def _tell_saved(self, count: int) -> None:
        self.said.emit(Notice(self.tr("Saved: %n row(s)", "", count)))
