"""The right of the conflict desk: one conflict, its sides field by field, and what follows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models import trials
from desktop.models.conflict_effects import effects
from desktop.models.conflicts import ConflictView, decision, preselected, upheld_removal
from desktop.models.desk import Desk
from desktop.screens.conflict_field import FieldRow
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.bands import Band, Reason
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Card, Panel, ScrollColumn
from desktop.widgets.chips import StateChip
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from sync.domain.commands import Fields
from sync.domain.refusals import Refusal

_NAME_WIDTH = 116


class ConflictSheet(QWidget):
    """One conflict. `decided` carries a DecideConflict, `copied` text, `order_wanted` an id."""

    decided = Signal(object)
    left = Signal()
    copied = Signal(object)
    order_wanted = Signal(object)

    def __init__(self, desk: Desk, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._wording = desk, wording
        self.view: ConflictView | None = None
        self.rows: list[FieldRow] = []
        self._base_shown = True
        self._refusal = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.column = ScrollColumn(name=self.tr("Conflict"), margin=22, spacing=10, parent=self)
        self._inside: QWidget | None = None
        column.addWidget(self.column, 1)
        column.addWidget(self._foot())

    def show_conflict(self, view: ConflictView) -> None:
        """Show a conflict; choices already made for it stay."""
        kept: dict[str, tuple[str, str]] = {}
        if self.view is not None and self.view.conflict.id == view.conflict.id:
            kept = {row.field.name: (row.way, row.box.text) for row in self.rows}
        self.view = view
        self._refusal = ""
        self._band.hide()
        self._build(view)
        for row in self.rows:
            way, text = kept.get(row.field.name, (preselected(view).get(row.field.name, ""), ""))
            row.choose(way)
            if way == "new":
                row.box.write(text)
        self._ask()
        self._show_choice()

    def show_base(self, *, shown: bool) -> None:
        """Show or hide the column of the common start; in narrow windows it folds away."""
        if shown != self._base_shown:
            self._base_shown = shown
            if self.view is not None:
                self.show_conflict(self.view)

    def show_refusal(self, refusal: Refusal) -> None:
        """Say why it was not decided."""
        self._band.show_words(self.tr("Nothing was decided"), text=self._wording.refusal(refusal))
        self._band.show()

    def decide(self) -> None:
        """Tell the decision, when every field has a choice."""
        chosen = self.chosen()
        if self.view is not None and chosen is not None and self.button.isEnabled():
            self.decided.emit(decision(self.view, chosen))

    def chosen(self) -> Fields | None:
        """Return the values chosen; None while one is missing."""
        if not self.rows or not all(row.is_ready for row in self.rows):
            return None
        return {row.field.name: row.value() for row in self.rows}

    # How it is laid out

    def _build(self, view: ConflictView) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(10))
        names = self._names(view)
        column.addLayout(self._head(view, inside))
        column.addLayout(self._chip(view, inside))
        column.addWidget(Label(self._explained(view), ink="ink2", wrap=True, parent=inside))
        column.addLayout(self._grid(view, names, inside))
        if view.merged:
            fields = self._wording.pair("、", ", ").join(map(self._wording.field, view.merged))
            text = self.tr("Merged without asking: {fields}").format(fields=fields)
            column.addWidget(Reason(text, icon="check", parent=inside))
        self._effects = Card(self.tr("By your choice, this will happen"), parent=inside)
        column.addWidget(self._effects)
        column.addStretch(1)
        self._inside = inside
        self.column.body.addWidget(inside)

    def _head(self, view: ConflictView, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look().px(10))
        number = view.order_no or self._wording.noun(view.conflict.entity)
        row.addWidget(Label(number, style="title", parent=inside))
        buyer = ElidedLabel(view.buyer, style="subtitle", ink="ink2", parent=inside)
        buyer.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(buyer)
        row.addStretch(1)
        if view.conflict.order_id:
            opened = Button(self.tr("Open the order"), icon="external-link", parent=inside)
            opened.clicked.connect(self._tell_order)
            row.addWidget(opened)
        copy = Button(self.tr("Copy both values"), icon="copy", parent=inside)
        copy.clicked.connect(self._tell_copied)
        row.addWidget(copy)
        return row

    def _chip(self, view: ConflictView, inside: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        group = self._wording.words(f"field_group_{view.conflict.group}")
        parts = (self._wording.heading(view.conflict.entity), self._subject(view), group)
        what = " · ".join(part for part in parts if part)
        row.addWidget(StateChip(Mark(what, "fork", "provisional"), parent=inside))
        row.addStretch(1)
        return row

    def _subject(self, view: ConflictView) -> str:
        if view.conflict.row_id == view.conflict.order_id:
            return ""
        return view.names.get(view.conflict.row_id, "")

    def _explained(self, view: ConflictView) -> str:
        owner = view.names.get(view.conflict.owner_id, "–")
        if view.is_row_gone:
            return self.tr("The row is gone; the conflict can only be closed.")
        if view.is_removal:
            text = self.tr(
                "{name} removed this row while somebody else changed it. It stands until decided."
            )
            return text.format(name=view.names.get(view.conflict.author_id, ""))
        text = self.tr(
            "Two devices changed the same group of fields unseen. The order stays usable and shows "
            "head office's values; a decision closes both. Owner of the order: {owner}."
        )
        return text.format(owner=owner)

    def _names(self, view: ConflictView) -> tuple[str, str]:
        """Return what the two sides are called: by "mine" only where the viewer wrote it."""
        conflict = view.conflict
        author = view.names.get(conflict.author_id, self.tr("another"))
        other = view.names.get(conflict.other_id, self.tr("head office"))
        return author, other

    def _grid(self, view: ConflictView, names: tuple[str, str], inside: QWidget) -> QGridLayout:
        here = look()
        grid = QGridLayout()
        grid.setHorizontalSpacing(here.px(12))
        grid.setVerticalSpacing(here.px(4))
        grid.setColumnMinimumWidth(0, here.px(_NAME_WIDTH))
        for place, stretch in ((1, 5), (2, 6), (3, 6)):
            grid.setColumnStretch(place, stretch)
        grid.addWidget(
            ElidedLabel(self.tr("Before (the common start)"), style="label", ink="ink2"),
            *(0, 1, Qt.AlignmentFlag.AlignTop),
        )
        grid.addLayout(self._column_head(view, "mine", names[0], inside), 0, 2)
        grid.addLayout(self._column_head(view, "theirs", names[1], inside), 0, 3)
        self.rows = []
        for place, field in enumerate(view.fields):
            row = FieldRow(view, field, self._wording, names=names, parent=inside)
            row.changed.connect(self._show_choice)
            row.lay_into(grid, 1 + 2 * place)
            self.rows.append(row)
        self._hide_base(grid)
        return grid

    def _hide_base(self, grid: QGridLayout) -> None:
        if self._base_shown:
            return
        grid.setColumnStretch(1, 0)
        for row in range(grid.rowCount()):
            item = grid.itemAtPosition(row, 1)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()

    def _column_head(
        self, view: ConflictView, side: str, name: str, inside: QWidget
    ) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(0)
        row.setSpacing(look().px(6))
        is_own = view.conflict.author_id == self.desk.seat.user.id
        titles = {
            "mine": self.tr("Mine") if is_own else self.tr("{name}'s").format(name=name),
            "theirs": self.tr("Head office's"),
        }
        notes = {
            "mine": self.tr("not written yet"),
            "theirs": self.tr("arrived first · {name}").format(name=name),
        }
        take = LinkButton(self.tr("Take this column"), parent=inside)
        take.setObjectName(side)
        take.clicked.connect(self._take_column)
        row.addWidget(Label(titles[side], style="strong", parent=inside))
        row.addStretch(1)
        row.addWidget(take)
        column.addLayout(row)
        column.addWidget(ElidedLabel(notes[side], style="small", ink="ink2", parent=inside))
        return column

    def _foot(self) -> QWidget:
        here = look()
        foot = Panel(ground="surface", edges="t", parent=self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(here.px(22), here.px(9), here.px(22), here.px(9))
        self._band = Band("error", title=self.tr("Nothing was decided"), below=True, parent=foot)
        self._band.hide()
        column.addWidget(self._band)
        row = QHBoxLayout()
        row.setSpacing(here.px(10))
        text = self.tr("Can be undone for 30 days; what is not chosen stays in the history.")
        self._hint = ElidedLabel(text, style="small", ink="ink2", parent=foot)
        self._plain_hint = text
        later = Button(self.tr("Not now"), kind="quiet", key="Esc", parent=foot)
        later.clicked.connect(self.left)
        self.remove = Button(self.tr("Remove the row"), kind="danger", parent=foot)
        self.remove.clicked.connect(self._tell_removed)
        self.button = Button(self.tr("Decide so"), kind="primary", key="Ctrl+Enter", parent=foot)
        self.button.clicked.connect(self.decide)
        row.addWidget(self._hint, 1)
        for button in (later, self.remove, self.button):
            row.addWidget(button)
        column.addLayout(row)
        return foot

    # What is chosen

    def _take_column(self) -> None:
        for row in self.rows:
            row.choose(self.sender().objectName())
        self._show_choice()

    def _show_choice(self) -> None:
        view = self.view
        if view is None:
            return
        chosen = self.chosen()
        missing = sum(1 for row in self.rows if not row.is_ready)
        reason = self.tr("Still to choose: {count}").format(count=missing) if missing else ""
        self.button.lock(self._refusal or reason)
        self._hint.setText(self._refusal or reason or self._plain_hint)
        self.remove.setVisible(view.is_removal)
        self.remove.lock(self._refusal)
        while (item := self._effects.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        found = effects(view, chosen, self._wording) if chosen is not None else ()
        self._effects.setVisible(bool(found))
        for effect in found:
            shape = Mark(effect.text, "triangle" if effect.is_grave else "tick", "warning")
            shown = shape if effect.is_grave else Mark(effect.text, "tick", "neutral")
            self._effects.body.addWidget(StateLabel(shown, style="body", parent=self._effects))

    def _ask(self) -> None:
        """Try head office's column: whether this person may decide at all."""
        if self.view is None:
            return
        theirs: Fields = {field.name: field.theirs for field in self.view.fields}
        command = decision(self.view, {} if self.view.is_row_gone else theirs)
        trials.ask(self.desk, "conflict.decide", command, owner=self, done=self._take_refusal)

    def _take_refusal(self, refusal: Refusal | None) -> None:
        self._refusal = self._wording.refusal(refusal) if refusal else ""
        self._show_choice()

    def _tell_order(self) -> None:
        if self.view is not None:
            self.order_wanted.emit(self.view.conflict.order_id)

    def _tell_copied(self) -> None:
        self.copied.emit("\n".join(row.copied() for row in self.rows))

    def _tell_removed(self) -> None:
        if self.view is not None:
            self.decided.emit(upheld_removal(self.view))
