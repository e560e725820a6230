"""The exception path that the chosen stage is on: who leads it, for how long, and the way back."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import trials
from desktop.models.order_page import OrderPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, StateLabel
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.detour_commands import LeavePath, TakePath
from sync.domain.detours import Detour, age, at, open_at, path_named
from sync.domain.nodes import NodeState
from sync.domain.process import ExceptionPath, Node, nodes_by_id
from sync.domain.progress import NodeView
from sync.domain.refusals import Refusal

_TYPED_LATER = "…"
_ENDED = (NodeState.DONE, NodeState.CANCELLED, NodeState.NOT_APPLICABLE)


class DetoursCard(Card):
    """Hidden at a stage that has no exception paths, or has ended without taking one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self._picture: OrderPicture | None = None
        self._view: NodeView | None = None
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()
        self._rows = QVBoxLayout()
        self.ask_line = AskLine(parent=self)
        self.take = Button(self.tr("Leave the main path"), icon="route", small=True, parent=self)
        self.leave = Button(self.tr("Back on the main path"), small=True, parent=self)
        self.take.clicked.connect(self._ask_path)
        self.leave.clicked.connect(self._ask_result)
        self.head.add(self.take)
        self.head.add(self.leave)
        self.set_title(self.tr("Exception path"))
        for widget in (self.band, self.ask_line):
            self.body.addWidget(widget)
        self.body.insertLayout(1, self._rows)
        self.hide()

    @property
    def detour(self) -> Detour | None:
        """The exception path that the stage is on now."""
        if self._picture is None or self._view is None:
            return None
        return open_at(self._picture.facts.detours, self._view.subject_id, self._view.node)

    def show_node(self, picture: OrderPicture, view: NodeView) -> None:
        """Show what a stage of an order is on, and was on before."""
        is_other = self._view is None or (self._view.node, self._view.subject_id) != (
            view.node,
            view.subject_id,
        )
        if is_other:
            self.ask_line.close_line()
            self.band.hide()
        self._picture, self._view = picture, view
        node = nodes_by_id(picture.process)[view.node]
        found = at(picture.facts.detours, view.subject_id, view.node)
        clear(self._rows)
        for each in sorted(found, key=lambda one: (not one.is_open, one.taken_at)):
            self._rows.addWidget(self._line(picture, node, each))
        is_off = self.detour is not None
        self.leave.setVisible(is_off)
        self.take.setVisible(not is_off)
        self.setVisible(bool(found) or (bool(node.exceptions) and view.state not in _ENDED))
        self._try(node)

    def take_path(self, path: str, note: str) -> None:
        """Leave the main path."""
        if self._picture is not None and self._view is not None:
            self._do("path.take", self._taking(self._picture, self._view, path, note))

    def _line(self, picture: OrderPicture, node: Node, detour: Detour) -> QWidget:
        held = QWidget(self)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(2))
        path = path_named(node, detour.path)
        name = detour.path if path is None else self._wording.pair(path.zh, path.en)
        days = age(detour, picture.today, picture.calendars.company)
        said = self.tr("{name} · day {days}") if detour.is_open else self.tr("{name} · {days} d")
        shape = Mark(said.format(name=name, days=days), "diamond", "watch")
        if not detour.is_open:
            shape = Mark(shape.text, "tick", "neutral")
        row = QHBoxLayout()
        row.addWidget(StateLabel(shape, parent=held))
        lead = self._wording.role(detour.owner_role)
        row.addWidget(Label(self.tr("led by {role}").format(role=lead), style="small", ink="ink2"))
        row.addStretch(1)
        column.addLayout(row)
        texts = [detour.note, detour.result if path is None or detour.result else path.path]
        for text in filter(None, texts):
            column.addWidget(Label(text, style="small", ink="ink2", wrap=True, parent=held))
        return held

    def _try(self, node: Node) -> None:
        """Lock what would be refused now, with the reason."""
        detour = self.detour
        if self._picture is None or self._view is None:
            return
        if detour is not None:
            command: Command = LeavePath(id=detour.id, note=_TYPED_LATER)
            trials.ask(self._desk, "path.leave", command, owner=self, done=self._lock_leave)
        elif node.exceptions:
            path = node.exceptions[0].id
            command = self._taking(self._picture, self._view, path, _TYPED_LATER)
            trials.ask(self._desk, "path.take", command, owner=self, done=self._lock_take)

    def _taking(self, picture: OrderPicture, view: NodeView, path: str, note: str) -> TakePath:
        return TakePath(
            order_id=picture.facts.order.id,
            node=view.node,
            subject_id=view.subject_id,
            path=path,
            note=note,
        )

    def _lock_take(self, refusal: Refusal | None) -> None:
        self.take.lock("" if refusal is None else self._wording.refusal(refusal))

    def _lock_leave(self, refusal: Refusal | None) -> None:
        self.leave.lock("" if refusal is None else self._wording.refusal(refusal))

    def _ask_path(self) -> None:
        if self._picture is None or self._view is None:
            return
        paths = nodes_by_id(self._picture.process)[self._view.node].exceptions
        self.ask_line.ask(
            self.tr("By which exception?"),
            button=self.tr("Next"),
            then=self._ask_note,
            choices=[(path.id, self._called(path)) for path in paths],
        )

    def _called(self, path: ExceptionPath) -> str:
        return f"{path.id} {self._wording.pair(path.zh, path.en)}"

    def _ask_note(self, path: str) -> None:
        self.ask_line.ask(
            self.tr("What happened?"),
            button=self.tr("Leave the main path"),
            then=lambda note: self.take_path(path, note),
        )

    def _ask_result(self) -> None:
        detour = self.detour
        if detour is not None:
            self.ask_line.ask(
                self.tr("How did it end?"),
                button=self.tr("Back on the main path"),
                then=lambda note: self._do("path.leave", LeavePath(id=detour.id, note=note)),
            )

    def _do(self, action: str, command: Command) -> None:
        self.ask_line.close_line()
        self.band.hide()
        self._desk.do(action, command, owner=self, done=self._quiet, refused=self._refuse)

    def _quiet(self, _changes: Changes) -> None:
        """Say nothing: the card shows it."""

    def _refuse(self, refusal: Refusal) -> None:
        self.band.show_words(self.tr("Nothing was changed"), text=self._wording.refusal(refusal))
        self.band.show()
