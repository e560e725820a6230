"""The order process for its owners: versions and drafts, who owns what, publishing, the diagram."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.doing import Step, do_each
from desktop.models.process_drafts import RUNNING, ProcessModel, ProcessView
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.screens.process_findings import ProcessFindings
from desktop.screens.process_matrix import ProcessMatrix
from desktop.screens.process_stage import ProcessStage
from desktop.theme import look
from desktop.widgets.bands import Reason
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.fields import ChoiceField
from desktop.widgets.sidebar import Badge
from desktop.widgets.top_bar import Place
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.process_commands import DraftProcess, EndDraft, OfDraft, SetRaci, TakeBack
from sync.domain.process_drafts import BEING_WRITTEN, DraftState, ProcessDraft
from sync.domain.refusals import Refusal

AREA = "process"
_STAGE_WIDTH, _NARROW = 400, 1000
_HEIGHTS = (600, 190)
_ENDING = ("process.refuse", "process.drop")


class ProcessPage(Page):
    """The matrix at the left, gaps and changes below it, the chosen stage at the right."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = ProcessModel(self.desk, parent=self)
        self.which = ChoiceField(name=self.tr("Version or draft"), parent=self)
        self.begin = Button(self.tr("New draft"), icon="plus", parent=self)
        self.live = Button(self.tr("Live map"), kind="quiet", icon="route", parent=self)
        self.export = Button(self.tr("Export BPMN"), kind="quiet", icon="download", parent=self)
        self.steps: dict[str, Button] = {}
        self.reason = Reason("", parent=self)
        self.ask = AskLine(parent=self)
        self.matrix = ProcessMatrix(self.desk, self.wording, parent=self)
        self.findings = ProcessFindings(self.wording, parent=self)
        self.stage = ProcessStage(self.model, self.wording, parent=self)
        self._lay_out()
        self.model.loaded.connect(self._show)
        self.which.activated.connect(self._choose)
        self.begin.clicked.connect(self._ask_title)
        self.export.clicked.connect(self._ask_place)
        self.live.clicked.connect(self._go_live)
        self.matrix.chosen.connect(self._show_stage)
        self.matrix.set_wanted.connect(self._set_raci)
        self.findings.stage_wanted.connect(self.matrix.choose_stage)
        self.findings.take_back_wanted.connect(self._take_back)
        self.stage.wanted.connect(self._do_steps)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Process"))]

    @override
    def show_at(self, where: Where) -> None:
        self.model.choose(where.id or self.model.key)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < look().px(_NARROW)
        width = look().px(_STAGE_WIDTH)
        self.stage.setFixedWidth(min(width, self.width() // 2) if is_narrow else width)

    def write(self, path: Path) -> None:
        """Write what is shown as a BPMN 2.0 file."""
        self.model.export(path, self.wording.language, done=self._written, failed=self._not_written)

    # How it is laid out

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        column = QVBoxLayout(head)
        column.setContentsMargins(here.px(16), here.px(9), here.px(16), here.px(9))
        column.setSpacing(here.px(6))
        row = QHBoxLayout()
        row.setSpacing(here.px(8))
        row.addWidget(self.which)
        row.addWidget(self.begin)
        row.addWidget(self.export)
        row.addWidget(self.live)
        row.addStretch(1)
        for action, button in self._make_steps().items():
            self.steps[action] = button
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.ask)
        column.addWidget(self.reason)
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.addWidget(self.matrix)
        left.addWidget(self.findings)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 1)
        left.setChildrenCollapsible(False)
        left.setSizes([here.px(height) for height in _HEIGHTS])
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(left, 1)
        lower.addWidget(self.stage)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addLayout(lower, 1)

    def _make_steps(self) -> dict[str, Button]:
        said = {
            "process.renew": Button(self.tr("Take on to the running version"), parent=self),
            "process.drop": Button(self.tr("Drop"), kind="quiet", parent=self),
            "process.refuse": Button(self.tr("Refuse"), parent=self),
            "process.submit": Button(self.tr("Ask for it"), parent=self),
            "process.publish": Button(self.tr("Publish"), kind="primary", parent=self),
        }
        for action, button in said.items():
            button.clicked.connect(lambda _=False, action=action: self._step(action))
        return said

    # What it shows

    def _show(self, view: ProcessView) -> None:
        self.which.set_choices(self._choices(view), current=view.key)
        self._show_begin(view)
        self._show_steps(view)
        no = self.model.why_not_owner()
        self.matrix.show_process(view, "" if no is None else self.wording.refusal(no))
        self.findings.show_process(view, self.model.may_take_back)
        node = self.stage.node or view.process.nodes[0].id
        self.stage.show_stage(view, node)
        asked = sum(draft.state is DraftState.ASKED for draft in view.drafts)
        self.badge_changed.emit(Badge(asked))

    def _choices(self, view: ProcessView) -> list[tuple[str, str]]:
        first = self.tr("Version {number} · running").format(number=view.running)
        older = [each for each in view.versions if each.number != view.running]
        return [
            *((draft.id, self._called(draft)) for draft in view.drafts),
            (RUNNING, first),
            *((str(each.number), self._version(each.number)) for each in older),
            *([("1", self._version(1))] if view.versions else []),
        ]

    def _called(self, draft: ProcessDraft) -> str:
        state = self.wording.words(f"state_process_{draft.state}")
        return f"{draft.title} · {state}"

    def _version(self, number: int) -> str:
        return self.tr("Version {number}").format(number=number)

    def _show_begin(self, view: ProcessView) -> None:
        self.begin.lock("" if view.begin is None else self.wording.refusal(view.begin))

    def _show_steps(self, view: ProcessView) -> None:
        """Show what may be done with a draft; under it why it cannot be published now."""
        is_open = view.draft is not None and view.draft.state in BEING_WRITTEN
        for action, button in self.steps.items():
            no = view.steps.get(action)
            button.lock("" if no is None else self.wording.refusal(no))
            button.setVisible(is_open and self._concerns(action, view))
        self.reason.setVisible(is_open)
        if view.draft is not None and is_open:
            self.reason.show_text(self._standing(view, view.draft))

    def _concerns(self, action: str, view: ProcessView) -> bool:
        draft = view.draft
        if draft is None:
            return False
        if action == "process.renew":
            return draft.based_on != view.running
        if action == "process.refuse":
            return draft.state is DraftState.ASKED
        if action == "process.submit":
            return draft.state is DraftState.OPEN
        return True

    def _standing(self, view: ProcessView, draft: ProcessDraft) -> str:
        """Return where a draft stands: why it cannot go on, by whom it was asked or refused."""
        language = self.wording.language
        action = "process.submit" if draft.state is DraftState.OPEN else "process.publish"
        no = view.steps.get(action)
        said: list[str] = []
        if draft.state is DraftState.ASKED:
            name = self.desk.name_of(draft.asked_by, language)
            said.append(self.tr("Asked for by {name}").format(name=name))
        if draft.reason:
            name = self.desk.name_of(draft.decided_by, language)
            refused = self.tr("Refused by {name}: {reason}")
            said.append(refused.format(name=name, reason=draft.reason))
        if no is not None:
            said.append(self.wording.refusal(no))
        elif draft.state is DraftState.OPEN:
            said.append(self.tr("Every stage has an owner; it can be asked for"))
        return " · ".join(said)

    def _show_stage(self, node: object) -> None:
        if self.model.view is not None and str(node) != self.stage.node:
            self.stage.show_stage(self.model.view, str(node))

    # What is done

    def _choose(self) -> None:
        self.model.choose(self.which.current_key)

    def _ask_title(self) -> None:
        self.ask.ask(
            self.tr("What is this draft to change?"), button=self.tr("Begin"), then=self._begin
        )

    def _begin(self, title: str) -> None:
        self.ask.close_line()

        def done(changes: Changes) -> None:
            made = changes.rows.get("process_drafts", frozenset())
            self.model.choose(next(iter(made), ""))
            self.said.emit(Notice(self.tr("The draft is begun; change its stages at the right")))

        self.desk.do(
            "process.draft",
            DraftProcess(title=title),
            owner=self,
            done=done,
            refused=self.stage.show_refusal,
        )

    def _step(self, action: str) -> None:
        draft = None if self.model.view is None else self.model.view.draft
        if draft is None:
            return
        if action not in _ENDING:
            self._do(action, OfDraft(id=draft.id))
            return
        ask = (
            self.tr("Why is it refused?") if action == _ENDING[0] else self.tr("Why is it dropped?")
        )
        self.ask.ask(
            ask,
            button=self.steps[action].text(),
            then=lambda said: self._do(action, EndDraft(id=draft.id, reason=said)),
        )

    def _do(self, action: str, command: Command) -> None:
        self.ask.close_line()
        self._do_steps([(action, command)])

    def _do_steps(self, steps: object) -> None:
        """Do what was asked for; what is refused is told at the stage, and stays typed."""
        wanted = cast("list[Step]", steps)

        def done(_count: int, refusal: Refusal | None) -> None:
            if refusal is not None:
                self.stage.show_refusal(refusal)
                return
            self.stage.forget({name for name, _ in wanted})
            self.said.emit(Notice(self.tr("Done; head office has still to confirm it")))

        do_each(self.desk, wanted, owner=self, done=done, stop_when_refused=True)

    def _set_raci(self, node: object, level: object, roles: object) -> None:
        draft = None if self.model.view is None else self.model.view.draft
        if draft is not None:
            said = SetRaci(draft_id=draft.id, node=str(node), set={str(level): str(roles)})
            self._do("process.set_raci", said)

    def _take_back(self, change_id: object) -> None:
        self._do("process.take_back", TakeBack(id=str(change_id)))

    def _go_live(self) -> None:
        self.go.emit(Where(AREA))

    def _ask_place(self) -> None:
        title = self.tr("Export the process")
        name, _ = QFileDialog.getSaveFileName(self, title, "process.bpmn", "*.bpmn")
        if name:
            self.write(Path(name))

    def _written(self, size: int) -> None:
        text = self.tr("Exported as BPMN 2.0: {size} bytes").format(size=size)
        self.said.emit(Notice(text))

    def _not_written(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        text = self.tr("Not exported: the file cannot be written there. Choose another folder.")
        self.said.emit(Notice(text))
