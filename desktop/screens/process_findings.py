"""What is wrong with who owns what, and what a draft changes: each leads to its stage."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.messages import Wording
from desktop.models.process_drafts import ChangeLine, ProcessView, change_lines
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import IconButton, LinkButton
from desktop.widgets.cards import ScrollColumn
from desktop.widgets.labels import Label
from desktop.widgets.shapes import ShapeMark
from sync.domain.process_coverage import Finding


class ProcessFindings(ScrollColumn):
    """`stage_wanted` tells a stage's id, `take_back_wanted` a change's."""

    stage_wanted = Signal(object)
    take_back_wanted = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(name="", ground="canvas", edges="t", margin=12, spacing=6, parent=parent)
        self.setAccessibleName(self.tr("Gaps and changes"))
        self._wording = wording
        self.count = 0

    def show_process(self, view: ProcessView) -> None:
        """Show what was found and changed."""
        clear(self.body)
        findings = view.design.findings
        self.count = sum(finding.is_blocking for finding in findings)
        for finding in sorted(findings, key=lambda each: not each.is_blocking):
            self.body.addWidget(self._finding(finding))
        if not findings:
            none = Mark(self._wording.words("process_findings_none"), "tick", "neutral")
            self.body.addWidget(_Line(none, parent=self))
        for line in change_lines(view.design):
            self.body.addWidget(self._change(line, can_take_back=view.draft is not None))
        for change in view.design.misplaced:
            lost = {"node": change.node, "part": change.part or change.field}
            said = self._wording.words("process_change_misplaced", lost)
            self.body.addWidget(_Line(Mark(said, "triangle", "warning"), parent=self))
        self.body.addStretch(1)

    def _finding(self, finding: Finding) -> QWidget:
        said = self._wording.refusal(finding.refusal)
        mark = Mark(said, "octagon", "urgent")
        if not finding.is_blocking:
            mark = Mark(said, "ring", "neutral")
        return _Line(mark, stage=finding.node, go=self._goer(finding.node), parent=self)

    def _change(self, line: ChangeLine, *, can_take_back: bool) -> QWidget:
        name = self._wording.pair(line.node.short_zh, line.node.short_en)
        place = f"{line.part} {self._wording.field(line.field)}".strip()
        before, after = self._said(line.field, line.before), self._said(line.field, line.after)
        said = f"{line.node.id} {name} · {place}: {before} → {after}"
        mark = Mark(said, "half_disc", "active")
        made = _Line(mark, stage=line.node.id, go=self._goer(line.node.id), parent=self)
        if can_take_back:
            back = IconButton("undo-2", name=self.tr("Take this change back"), parent=made)
            back.clicked.connect(lambda: self.take_back_wanted.emit(line.id))
            made.add(back)
        return made

    def _said(self, field: str, text: str) -> str:
        if field in ("added", "dropped"):
            return text if field == "added" and text else "–" if not text else "✓"
        return text or "–"

    def _goer(self, node: str) -> Callable[[], None]:
        return lambda: self.stage_wanted.emit(node)


class _Line(QWidget):
    """A shape, what it says, and the stage to go to."""

    def __init__(
        self,
        mark: Mark,
        *,
        stage: str = "",
        go: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(mark.text)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(8))
        self._grid.setColumnStretch(1, 1)
        bare = Mark("", mark.shape, mark.colour)
        self._grid.addWidget(ShapeMark(bare, size=14, parent=self), 0, 0)
        self._grid.addWidget(Label(mark.text, style="small", wrap=True, parent=self), 0, 1)
        if go is not None:
            link = LinkButton(stage, parent=self)
            link.clicked.connect(go)
            self._grid.addWidget(link, 0, 2)

    def add(self, widget: QWidget) -> None:
        """Put what can be done at the right."""
        self._grid.addWidget(widget, 0, 3)
