"""The chosen node of an order: its checklist, why it cannot be passed yet, and what can be done."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.models.order_node import ItemRow, NodeModel, NodeSheet
from desktop.models.order_page import OrderPicture
from desktop.models.order_rights import people
from desktop.models.order_views import held, held_words, state_mark
from desktop.screens.order_ask import AskLine
from desktop.screens.order_checklist import Checklist
from desktop.screens.order_reasons import reasons_of
from desktop.screens.page import Surroundings
from desktop.screens.pick_file import pick_file
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button, Kind
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, StateLabel
from sync.domain.attachments import FilePlace
from sync.domain.changes import Changes
from sync.domain.commands import AnswerItem, AssignNode, Command, NodeStep, WaitNode, WaiveItem
from sync.domain.nodes import NodeState
from sync.domain.progress import NodeView
from sync.domain.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

_WAITING = (NodeState.WAIT_BUYER, NodeState.WAIT_THIRD_PARTY, NodeState.BLOCKED)


class NodeCard(Card):
    """The card of the chosen node. `done` carries the Changes of what was done here."""

    done = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", flush=True, parent=parent)
        desk, wording = around.desk, around.wording
        self.desk, self._wording, self.files = desk, wording, around.files
        self._picture: OrderPicture | None = None
        self._view: NodeView | None = None
        self._model = NodeModel(desk, parent=self)
        self._model.loaded.connect(self._show_sheet)
        self._state = StateLabel(Mark("", "ring", "neutral"), parent=self)
        self._done = Label(style="small", ink="ink2", parent=self)
        self.head.add_below(self._state, self._done)
        self.list = Checklist(desk, wording, parent=self)
        self.list.ticked.connect(self._tick)
        self.list.table.choice_changed.connect(self._lock_item_buttons)
        self.body.addWidget(self.list)
        self.body.addWidget(self._foot())
        self._make_buttons()

    @property
    def sheet(self) -> NodeSheet | None:
        """Return the node as it is shown."""
        return self._model.sheet

    def show_node(self, picture: OrderPicture, view: NodeView) -> None:
        """Show a node of an order."""
        is_other = self._view is None or (self._view.node, self._view.subject_id) != (
            view.node,
            view.subject_id,
        )
        if self._picture is None or self._picture.facts.order.id != picture.facts.order.id:
            self.hide()
        self._picture, self._view = picture, view
        if is_other:
            self._band.hide()
            self._ask.close_line()
        self._model.show_node(picture, view)

    def hand_over(self) -> None:
        """Ask to whom the node is to be given."""
        choices = people(self.desk, self._wording.language)
        self._ask.ask(
            self.tr("Hand over to"), button=self.tr("Hand over"), then=self._assign, choices=choices
        )

    def _foot(self) -> QWidget:
        here = look()
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(here.px(14), here.px(6), here.px(14), here.px(2))
        column.setSpacing(here.px(6))
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=foot)
        self._band.hide()
        self._ask = AskLine(parent=foot)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(here.px(3))
        column.addWidget(self._band)
        column.addWidget(self._ask)
        column.addLayout(self._item_buttons(foot))
        column.addLayout(self._reasons)
        return foot

    def _item_buttons(self, foot: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        self._file = Button(self.tr("Attach a file"), icon="paperclip", small=True, parent=foot)
        self._waive = Button(self.tr("Ask for a waiver"), kind="quiet", small=True, parent=foot)
        self._file.clicked.connect(self._pick_file)
        self._waive.clicked.connect(self._ask_waiver)
        row.addWidget(self._file)
        row.addWidget(self._waive)
        row.addStretch(1)
        return row

    def _make_buttons(self) -> None:
        texts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("node.assign", self.tr("Hand over"), self.hand_over),
            ("node.wait", self.tr("Wait…"), self._offer_waits),
            ("node.resume", self.tr("Go on"), self._step_resume),
            ("node.reopen", self.tr("Reopen"), self._ask_reopen),
            ("node.start", self.tr("Start"), self._step_start),
            ("node.finish", self.tr("Pass this node"), self._step_finish),
        )
        self.buttons: dict[str, Button] = {}
        for action, text, act in texts:
            icon = "lock" if action == "node.finish" else ""
            kind: Kind = "quiet" if action in ("node.assign", "node.wait") else "plain"
            button = Button(text, kind=kind, icon=icon, small=True, parent=self)
            button.clicked.connect(act)
            button.hide()
            self.head.add(button)
            self.buttons[action] = button
        free = Button(
            self.tr("Pass this node"), kind="primary", icon="check", small=True, parent=self
        )
        free.clicked.connect(self._step_finish)
        free.hide()
        self.head.add(free)
        self._free_pass = free

    # What it shows

    def _show_sheet(self, sheet: NodeSheet) -> None:
        picture = self._picture
        if picture is None:
            return
        self.show()
        wording = self._wording
        name = wording.node(picture.process, sheet.node.id)
        done = sum(1 for row in sheet.items if row.view is not None and not row.view.lacks_tick)
        items = sum(1 for row in sheet.items if row.view is not None)
        note = self.tr("{role} · {done} of {items} done").format(
            role=wording.role(sheet.node.owner.value), done=done, items=items
        )
        self.set_title(self.tr("Current node: {name}").format(name=name))
        self._done.setText(note)
        self._state.show_mark(self._state_of(picture, sheet))
        self.list.show_sheet(picture, sheet)
        self._show_buttons(sheet)
        self._show_reasons(picture, sheet)
        self._lock_item_buttons()

    def _state_of(self, picture: OrderPicture, sheet: NodeSheet) -> Mark:
        shown = state_mark(sheet.view.state, self._wording)
        if sheet.view.state in (*_WAITING, NodeState.IN_PROGRESS, NodeState.REOPENED):
            found = held(picture, sheet.view, picture.today)
            words = held_words(found)
            text = f"{shown.text} · {words}" if words else shown.text
            if found.is_overdue:
                return Mark(text, "octagon", "urgent")
            return Mark(text, shown.shape, shown.colour)
        return shown

    def _show_buttons(self, sheet: NodeSheet) -> None:
        state = sheet.view.state
        is_settled = state in (NodeState.DONE, NodeState.CANCELLED)
        is_absent = state is NodeState.NOT_APPLICABLE
        may_finish = sheet.may("node.finish")
        shown = {
            "node.start": state in (NodeState.READY, NodeState.WAITING),
            "node.wait": not is_settled and not is_absent and state not in _WAITING,
            "node.resume": state in _WAITING,
            "node.reopen": is_settled,
            "node.finish": not is_settled and not is_absent and not may_finish,
            "node.assign": not is_settled and not is_absent,
        }
        for action, is_shown in shown.items():
            button = self.buttons[action]
            button.setVisible(is_shown)
            button.lock(self._why(sheet.refusals.get(action)))
        self._free_pass.setVisible(not is_settled and not is_absent and may_finish)

    def _show_reasons(self, picture: OrderPicture, sheet: NodeSheet) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for icon, text in reasons_of(picture, sheet, self._wording):
            self._reasons.addWidget(Reason(text, icon=icon, parent=self))

    def _why(self, refusal: Refusal | None) -> str:
        return self._wording.refusal(refusal) if refusal else ""

    def _lock_item_buttons(self) -> None:
        row = self.list.current
        none = self.tr("Choose an item first")
        is_item = row is not None and not row.is_question
        self._file.lock("" if is_item else none)
        self._waive.setVisible(row is not None and row.is_open and not row.is_waived)
        self._waive.lock(self._why(row.waiver_refusal) if row is not None else none)

    # What is done

    def _do(self, action: str, command: Command) -> None:
        self._band.hide()
        self._ask.close_line()
        self.desk.do(action, command, owner=self, done=self._tell_done, refused=self._show_refusal)

    def _tell_done(self, changes: Changes) -> None:
        self.done.emit(changes)

    def _show_refusal(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Nothing was changed"), text=self._why(refusal))
        self._band.show()
        if self._picture is not None and self._view is not None:
            self._model.show_node(self._picture, self._view)

    def _tick(self, row: ItemRow) -> None:
        if self._view is None or self._picture is None:
            return
        if row.refusal is not None:
            self._show_refusal(row.refusal)
            return
        self._do(
            "item.answer",
            AnswerItem(
                order_id=self._picture.facts.order.id,
                item=row.id,
                subject_id=self._view.subject_id,
                ticked=not row.is_ticked,
            ),
        )

    def _step(self, action: str, note: str = "") -> None:
        if self._view is not None and self._picture is not None:
            order_id = self._picture.facts.order.id
            step = NodeStep(
                order_id=order_id,
                node=self._view.node,
                subject_id=self._view.subject_id,
                note=note,
            )
            self._do(action, step)

    def _step_start(self) -> None:
        self._step("node.start")

    def _step_resume(self) -> None:
        self._step("node.resume")

    def _step_finish(self) -> None:
        self._step("node.finish")

    def _ask_reopen(self) -> None:
        self._ask.ask(self.tr("Why"), button=self.tr("Reopen"), then=self._reopen)

    def _reopen(self, reason: str) -> None:
        self._step("node.reopen", reason)

    def _offer_waits(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in _WAITING:
            action = menu.addAction(state_mark(state, self._wording).text)
            action.setData(state.value)
            action.triggered.connect(self._ask_wait)
        button = self.buttons["node.wait"]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _ask_wait(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, QAction):
            self.ask_wait(NodeState(str(chosen.data())))

    def ask_wait(self, state: NodeState) -> None:
        """Ask what the node waits for, then say so."""

        def wait(reason: str) -> None:
            if self._view is not None and self._picture is not None:
                command = WaitNode(
                    order_id=self._picture.facts.order.id,
                    node=self._view.node,
                    subject_id=self._view.subject_id,
                    waits_for=state.value,
                    note=reason,
                )
                self._do("node.wait", command)

        word = state_mark(state, self._wording).text
        self._ask.ask(self.tr("{state}: for what").format(state=word), button=word, then=wait)

    def _assign(self, owner_id: str) -> None:
        if self._view is not None and self._picture is not None:
            command = AssignNode(
                order_id=self._picture.facts.order.id,
                node=self._view.node,
                subject_id=self._view.subject_id,
                owner_id=owner_id,
            )
            self._do("node.assign", command)

    def _ask_waiver(self) -> None:
        row = self.list.current
        if row is None or self._view is None or self._picture is None:
            return
        order_id, subject_id = self._picture.facts.order.id, self._view.subject_id

        def waive(reason: str) -> None:
            command = WaiveItem(
                order_id=order_id, item=row.id, subject_id=subject_id, reason=reason
            )
            self._do("item.waive", command)

        text = self.tr("Why {item} may stay open").format(item=row.id)
        self._ask.ask(text, button=self.tr("Waive"), then=waive)

    def _pick_file(self) -> None:
        path = pick_file(self, self.tr("Attach a file"))
        if path is not None:
            self.attach(path)

    def attach(self, path: str) -> None:
        """Attach a file as evidence for the chosen item."""
        row = self.list.current
        if row is None or self._view is None or self._picture is None:
            return
        order_id, subject_id = self._picture.facts.order.id, self._view.subject_id
        place = FilePlace(order_id=order_id, subject_id=subject_id, item=row.id)
        self.files.attach(
            Path(path),
            place,
            owner=self,
            done=self.done.emit,
            failed=self._show_refusal,
        )
