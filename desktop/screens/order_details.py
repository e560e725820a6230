"""A tab of an order page that lists rows of several nouns, with the form beside them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.models.drafts import DraftKept, Drafts
from desktop.models.order_names import Choices
from desktop.models.order_page import OrderPicture
from desktop.models.order_parts import Part, row_by_id, visible
from desktop.models.order_rights import ChoicesModel
from desktop.screens.order_form import RowForm
from desktop.screens.order_rows import RowsCard
from desktop.screens.order_words import part_title
from desktop.screens.page import Notice, Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.cards import ScrollColumn
from sync.domain.changes import Changes
from sync.domain.commands import Add, Edit, Fields, Remove
from sync.domain.entities import ENTITIES
from sync.domain.records import defaults
from sync.domain.refusals import Refusal

FORM_WIDTH = 396
_NARROW = 900


class PartsTab(QWidget):
    """Lists of an order's rows; the first list chooses the parent of those that have one.

    `said` carries a Notice.
    """

    said = Signal(object)

    def __init__(
        self, around: Surroundings, parts: Sequence[Part], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self.form: RowForm | None = None
        self._editing: tuple[Part, str] | None = None
        self._drafts = Drafts(self.desk, parent=self)
        self._drafts.kept.connect(self._show_kept)
        self._choices = ChoicesModel(self.desk, self.wording.language, parent=self)
        self._choices.loaded.connect(self._open_form)
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, closable=True)
        self._band.closed.connect(self._band.hide)
        self._band.hide()
        self.column = ScrollColumn(name=self.tr("Rows"), margin=18, parent=self)
        self.column.body.addWidget(self._band)
        self.cards = {part.entity: self._card(part) for part in parts}
        self.column.body.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.column, 1)

    def show_order(self, picture: OrderPicture) -> None:
        """Show the order's rows; a form that is open takes in what changed under it."""
        is_other = self.picture and self.picture.facts.order.id != picture.facts.order.id
        self.picture = picture
        if is_other:
            self.close_form()
        for card in self.cards.values():
            card.show_rows(picture, self._parent_of(card.part))
        self._take_in()

    def leave(self) -> None:
        """Keep what is half typed."""
        self._drafts.flush()

    def close_form(self) -> None:
        """Put the form away; what was typed stays kept as a draft."""
        self._drafts.flush()
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.form = self._editing = None
        self._fold()

    def edit(self, part: Part, row_id: str) -> None:
        """Open the form of a row; "" is a new one."""
        if self.picture is not None:
            self._editing = (part, row_id)
            self._choices.ask(self.picture, part)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _card(self, part: Part) -> RowsCard:
        card = RowsCard(part, self.desk, self.wording, parent=self)
        card.wanted.connect(self._do_wanted)
        if part.parent == "":
            card.chosen.connect(self._show_children)
        self.column.body.addWidget(card)
        return card

    def _parent_of(self, part: Part) -> str:
        parents = {"shipment_id": "shipments"}
        card = self.cards.get(parents.get(part.parent, ""))
        return "" if card is None else card.current_id

    def _show_children(self, _row_id: object) -> None:
        if self.picture is not None:
            for card in self.cards.values():
                if card.part.parent:
                    card.show_rows(self.picture, self._parent_of(card.part))

    def _do_wanted(self, wanted: str) -> None:
        card = self.sender()
        if not isinstance(card, RowsCard):
            return
        if wanted == "remove":
            self._remove(card.part, card.current_id)
        else:
            self.edit(card.part, card.current_id if wanted == "edit" else "")

    def _remove(self, part: Part, row_id: str) -> None:
        def done(_: Changes) -> None:
            text = self.tr("{noun} removed; it can be put back from the history")
            self.said.emit(Notice(text.format(noun=self.wording.noun(part.entity))))

        self._band.hide()
        self.desk.do(
            f"{part.noun}.remove",
            Remove(id=row_id),
            owner=self,
            done=done,
            refused=self.show_refusal,
        )

    def show_refusal(self, refusal: Refusal) -> None:
        """Say above the lists why something was not done."""
        self._band.show_words(self.tr("Nothing was changed"), text=self.wording.refusal(refusal))
        self._band.show()

    # The form

    def _open_form(self, choices: dict[str, Choices]) -> None:
        if self._editing is None or self.picture is None:
            return
        editing = self._editing
        self.close_form()
        self._editing = editing
        part, row_id = visible(self.picture, editing[0]), editing[1]
        row = row_by_id(self.picture, part, row_id) if row_id else self._new_row(part)
        if row is None:
            return
        title = self._form_title(part, row_id)
        form = RowForm(
            part, self.wording, title=title, choices=choices, today=self.desk.today(), parent=self
        )
        self.form = form
        form.setFixedWidth(look().px(FORM_WIDTH))
        zone = str(row.get("port_zone") or "")
        form.open_row(row, is_new=not row_id, names=self.picture.names, zone=zone)
        card = self.cards.get(part.entity)
        if row_id and card is not None and card.rights is not None:
            form.lock(card.rights.fields)
        self._row.addWidget(form)
        self._drafts.load(self._draft_key(), form.take_draft)
        form.typed.connect(self._keep)
        form.saved.connect(self._save)
        form.left.connect(self.close_form)
        form.dropped.connect(self._drop)
        self._fold()

    def _form_title(self, part: Part, row_id: str) -> str:
        if row_id:
            return part_title(part.entity)
        return self.tr("Add: {noun}").format(noun=self.wording.noun(part.entity))

    def _new_row(self, part: Part) -> Fields:
        row: Fields = dict(defaults(ENTITIES[part.entity]))
        picture = self.picture
        if picture is not None:
            order = picture.facts.order
            if part.entity in ("letters_of_credit", "receipts"):
                row["currency"] = order.currency
            if part.entity == "shipments":
                row["mode"] = order.transport_mode
        return row

    def _draft_key(self) -> str:
        if self._editing is None or self.picture is None:
            return ""
        part, row_id = self._editing
        return f"{part.noun}.edit/{row_id or self.picture.facts.order.id + self._parent_of(part)}"

    def _keep(self, texts: Fields) -> None:
        if self.picture is not None and self._editing is not None:
            self._drafts.keep(self._draft_key(), self.picture.facts.order.id, texts)

    def _show_kept(self, kept: DraftKept) -> None:
        if self.form is not None and kept.form == self._draft_key():
            self.form.show_kept(f"{self.wording.clock(kept.at)}:{kept.at:%S}")

    def _drop(self) -> None:
        """Leave the form and let its draft go."""
        key = self._draft_key()
        self.close_form()
        self._drafts.forget(key)

    def _save(self, fields: Fields) -> None:
        if self._editing is None or self.picture is None or self.form is None:
            return
        part, row_id = self._editing
        key = self._draft_key()

        def done(_: Changes) -> None:
            self._drafts.forget(key)
            self.close_form()

        refused: Callable[[Refusal], None] = self.form.show_refusal
        if row_id:
            command: Add | Edit = Edit(id=row_id, set=fields)
        else:
            command = Add(set={**self._belongs(part), **fields})
        action = f"{part.noun}.{'edit' if row_id else 'add'}"
        self.desk.do(action, command, owner=self, done=done, refused=refused)

    def _belongs(self, part: Part) -> Fields:
        order_id = "" if self.picture is None else self.picture.facts.order.id
        belongs: Fields = {"order_id": order_id}
        if part.parent:
            belongs[part.parent] = self._parent_of(part)
        return belongs

    def _take_in(self) -> None:
        if self.form is None or self._editing is None or self.picture is None:
            return
        part, row_id = self._editing
        row = row_by_id(self.picture, part, row_id) if row_id else None
        if row is not None:
            self.form.take_row(row, self.picture.names)

    def _fold(self) -> None:
        """In a narrow window the form stands in the lists' place."""
        narrow = self.width() < look().px(_NARROW)
        self.column.setVisible(self.form is None or not narrow)
        if self.form is not None:
            wide = max(self.width(), look().px(FORM_WIDTH))
            self.form.setFixedWidth(wide if narrow else look().px(FORM_WIDTH))
