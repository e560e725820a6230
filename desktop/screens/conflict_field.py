"""One field of a conflict: what it was, both sides to choose from, a new value, or both kept."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.conflicts import ConflictView, FieldChoice, both
from desktop.models.order_fields import field_spec
from desktop.screens.order_form import FieldBox
from desktop.theme import look
from desktop.widgets.labels import Label
from desktop.widgets.ticks import ChoiceGroup, RadioCard, RadioRow
from sync.domain.records import Value
from sync.domain.refusals import Refused


class FieldRow(QObject):
    """The cards of one field, laid into a grid's row; `changed` when another way is chosen."""

    changed = Signal()

    def __init__(
        self,
        view: ConflictView,
        field: FieldChoice,
        wording: Wording,
        *,
        names: tuple[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.field, self._view, self._wording = field, view, wording
        self._names = names
        conflict = view.conflict
        title = wording.label(field.name)
        self.group = ChoiceGroup(name=title, parent=parent)
        self.group.hide()
        self.group.chosen.connect(self._chosen)
        self._base = RadioCard(
            self._said(field.base), below=self.tr("the common start"), parent=parent
        )
        self._mine = RadioCard(
            self._said(field.mine),
            below=self._below("mine", names[0], wording.moment(conflict.acted_at)),
            key="mine",
            parent=parent,
        )
        self._theirs = RadioCard(
            self._said(field.theirs),
            below=self._below("theirs", names[1], wording.moment(conflict.other_at)),
            key="theirs",
            parent=parent,
        )
        spec = field_spec(conflict.entity, field.name)
        self._new = RadioRow(self.tr("Write a new one…"), key="new", parent=parent)
        self._both = RadioRow(self.tr("Keep both, each signed"), key="both", parent=parent)
        self.box = FieldBox(spec, wording, choices=[], zone="", parent=parent)
        self.box.begin(field.theirs)
        self.box.edited.connect(self.changed)
        self.box.hide()
        self._new.setVisible(spec.kind != "link")
        self._both.setVisible(field.can_keep_both)
        self.group.join([self._mine, self._theirs, self._new, self._both])

    @property
    def way(self) -> str:
        """Return what is chosen: "mine", "theirs", "new", "both" or ""."""
        return self.group.current

    def lay_into(self, grid: QGridLayout, row: int) -> None:
        """Put the cards into two rows of a grid."""
        here = look()
        words = QVBoxLayout()
        words.setSpacing(here.px(2))
        words.setContentsMargins(0, here.px(9), 0, 0)
        words.addWidget(Label(self._wording.label(self.field.name), style="strong", wrap=True))
        words.addWidget(Label(self._note(), style="small", ink="ink2", wrap=True))
        words.addStretch(1)
        grid.addLayout(words, row, 0)
        grid.addWidget(self._base, row, 1)
        grid.addWidget(self._mine, row, 2)
        grid.addWidget(self._theirs, row, 3)
        ways = QHBoxLayout()
        ways.setContentsMargins(here.px(14), 0, 0, here.px(8))
        ways.setSpacing(here.px(16))
        ways.addWidget(self._new)
        ways.addWidget(self._both)
        ways.addWidget(self.box, 1)
        ways.addStretch(1)
        grid.addLayout(ways, row + 1, 2, 1, 2)

    def choose(self, way: str) -> None:
        """Choose a way without telling."""
        self.group.choose(way)
        self.box.setVisible(way == "new")

    def value(self) -> Value:
        """Return the value chosen, or raise Refused where what was written cannot be read."""
        if self.way == "new":
            return self.box.read(self._wording.today)
        if self.way == "both":
            return both(self.field, *self._names)
        return self.field.mine if self.way == "mine" else self.field.theirs

    @property
    def is_ready(self) -> bool:
        """Return whether a way is chosen, and a new value can be read; says so at the field."""
        if not self.way:
            return False
        self.box.field.show_error("")
        try:
            self.value()
        except Refused as refused:
            self.box.field.show_error(self._wording.refusal(refused.refusal))
            return False
        return True

    def copied(self) -> str:
        """Return both values as text."""
        title = self._wording.label(self.field.name)
        sides = (self._said(self.field.mine), self._said(self.field.theirs))
        said = zip(self._names, sides, strict=True)
        return "\n".join(f"{title} · {name}: {value}" for name, value in said)

    def _said(self, value: Value) -> str:
        conflict = self._view.conflict
        text = self._wording.value(conflict.entity, self.field.name, value, self._view.names)
        facts = self._view.facts
        if self.field.name == "unit_price" and facts is not None and value not in (None, ""):
            return f"{facts.order.currency} {text}"
        return text

    def _below(self, side: str, name: str, when: str) -> str:
        is_changed = self.field.is_mine_changed if side == "mine" else self.field.is_theirs_changed
        if not is_changed:
            return self.tr("not changed by {name}").format(name=name)
        return " · ".join(part for part in (name, when) if part and part != "–")

    def _note(self) -> str:
        if self.field.side == "mine":
            return self.tr("only {name} changed it").format(name=self._names[0])
        if self.field.side == "theirs":
            return self.tr("only {name} changed it").format(name=self._names[1])
        return self.tr("both changed it")

    def _chosen(self, _way: object) -> None:
        self.box.setVisible(self.way == "new")
        self.changed.emit()
