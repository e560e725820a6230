"""One wish of the buyer on the passport: its text large, its source, a stamp each department."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.history import sync_mark
from desktop.models.order_page import OrderPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, StateLabel
from sync.domain.commands import Edit, Remove
from sync.domain.handing_commands import ReadBack
from sync.domain.people import roles_of
from sync.domain.records import split
from sync.domain.requirements import Requirement, RequirementState, Stamp, nodes_of, stamps_of

Wanted = tuple[str, ReadBack | Edit | Remove]


class WishCard(Card):
    """`wanted` carries an action's name and its arguments; the tab does it."""

    wanted = Signal(object)

    def __init__(
        self,
        wish: Requirement,
        picture: OrderPicture,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent=parent)
        self.wish = wish
        self._desk, self._wording = around.desk, around.wording
        self._picture = picture
        self.body.addWidget(Label(wish.text, style="title", wrap=True, parent=self))
        self.body.addWidget(Label(self._source(), style="small", ink="ink2", wrap=True))
        self.ask = AskLine(parent=self)
        if wish.state is RequirementState.OPEN:
            self.body.addLayout(self._stamps())
            self.body.addWidget(self.ask)
            self.body.addLayout(self._buttons())

    def _source(self) -> str:
        wording, picture = self._wording, self._picture
        named = [wording.node(picture.process, n, short=True) for n in sorted(nodes_of(self.wish))]
        counts = self.tr("Counts at {nodes}").format(nodes=", ".join(named))
        standing = self.tr("also for later orders") if self.wish.is_standing else ""
        copied = self.tr("taken over from an earlier order") if self.wish.copied_from else ""
        dropped = ""
        if self.wish.state is RequirementState.DROPPED:
            dropped = self.tr("No longer holds: {reason}").format(reason=self.wish.reason)
        parts = (dropped, self.wish.source, counts, standing, copied)
        return " · ".join(part for part in parts if part)

    def _stamps(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(look().px(4))
        for stamp in stamps_of(self.wish, self._picture.facts.readbacks):
            row = QHBoxLayout()
            row.setSpacing(look().px(10))
            row.addWidget(StateLabel(self._mark(stamp), parent=self))
            row.addWidget(Label(self._words(stamp), style="small", wrap=True, parent=self), 1)
            column.addLayout(row)
            for former in stamp.former:
                text = self.tr("on the older wording “{about}”: {words}")
                said = text.format(about=former.about, words=former.words)
                label = Label(said, style="small", ink="ink3", wrap=True, parent=self)
                label.setContentsMargins(look().px(24), 0, 0, 0)
                column.addWidget(label)
        return column

    def _mark(self, stamp: Stamp) -> Mark:
        role = self._wording.role(stamp.department.value)
        if stamp.readback is None:
            return Mark(self.tr("{role}: not read back").format(role=role), "ring", "ink3")
        state = self._picture.states.get(("readbacks", stamp.readback.id))
        shown = sync_mark(state, self._wording)
        return Mark(role, shown.shape, shown.colour)

    def _words(self, stamp: Stamp) -> str:
        if stamp.readback is None:
            return ""
        name = self._picture.names.get(stamp.readback.confirmed_by, "–")
        when = self._wording.moment(stamp.readback.confirmed_at)
        return f"“{stamp.readback.words}” · {name} · {when}"

    def _owed(self) -> str:
        """Return the department for which this person still owes a read-back; empty if none."""
        mine = roles_of(self._desk.seat.user)
        stamps = stamps_of(self.wish, self._picture.facts.readbacks)
        owed = (s.department for s in stamps if s.readback is None and s.department in mine)
        return next((role.value for role in owed), "")

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(8))
        owed = self._owed()
        self.read_back = Button(
            self.tr("Read back for {role}").format(role=self._wording.role(owed)),
            kind="primary",
            icon="stamp",
            small=True,
            parent=self,
        )
        self.read_back.setVisible(bool(owed))
        self.change = Button(self.tr("Change the wording"), kind="quiet", small=True, parent=self)
        self.drop = Button(self.tr("No longer holds"), kind="quiet", small=True, parent=self)
        self.read_back.clicked.connect(self._ask_words)
        self.change.clicked.connect(self._ask_text)
        self.drop.clicked.connect(self._ask_reason)
        for button in (self.read_back, self.change, self.drop):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _ask_words(self) -> None:
        text = self.tr("In your own words: what will you do?")
        self.ask.ask(text, button=self.tr("Confirm"), then=self._send_words)

    def _ask_text(self) -> None:
        text = self.tr("New wording; every department is asked again")
        self.ask.ask(text, button=self.tr("Change"), then=self._send_text)
        self.ask.text.setText(self.wish.text)

    def _ask_reason(self) -> None:
        text = self.tr("Why does it no longer hold?")
        self.ask.ask(text, button=self.tr("Drop"), then=self._send_reason)

    def _send_words(self, words: str) -> None:
        self._tell(
            "requirement.read_back",
            ReadBack(requirement_id=self.wish.id, department=self._owed(), words=words),
        )

    def _send_text(self, text: str) -> None:
        self._tell("requirement.edit", Edit(id=self.wish.id, set={"text": text}))

    def _send_reason(self, reason: str) -> None:
        self._tell("requirement.drop", Remove(id=self.wish.id, reason=reason))

    def _tell(self, action: str, command: ReadBack | Edit | Remove) -> None:
        self.wanted.emit((action, command))


def unread_count(picture: OrderPicture) -> int:
    """Return how many stamps are missing on an order's passport."""
    facts = picture.facts
    return sum(
        stamp.readback is None
        for wish in facts.requirements
        if wish.state is RequirementState.OPEN and split(wish.departments)
        for stamp in stamps_of(wish, facts.readbacks)
    )
