"""The files of an order, and the evidence for its checklist items."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models import order_files, trials
from desktop.models.history import sync_mark
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.order_page import OrderPicture
from desktop.screens.order_words import state_width
from desktop.screens.page import Surroundings
from desktop.screens.pick_file import pick_file
from desktop.theme import look
from desktop.theme.cells import Cell, Pair, Person, Text
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.labels import Label
from desktop.widgets.table import DataTable
from sync.domain.attachments import Attachment
from sync.domain.changes import Changes
from sync.domain.commands import Command, Remove
from sync.domain.refusals import Refusal


class FilesTab(QWidget):
    """What files there are, for which item, from whom; the newest first."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self._rows: dict[str, Attachment] = {}
        self.list: IdTable[Attachment] = IdTable(
            self.desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=self._columns(),
            query=Query(),
            parent=self,
        )
        self.table = DataTable(name=self.tr("Files"), density="comfortable", parent=self)
        self.table.setModel(self.list)
        self.table.choice_changed.connect(self._ask_remove)
        self.list.ids_changed.connect(self._ask_remove)
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self._band.hide()
        self._none = Label(self.tr("No files yet"), style="small", ink="ink3", parent=self)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's files."""
        self.picture = picture
        files = sorted(
            picture.facts.attachments,
            key=lambda file: (file.added_at is not None, file.added_at, file.id),
            reverse=True,
        )
        self._rows = {file.id: file for file in files}
        here = look()
        rows = max(1, min(len(files), 14)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(4))
        self.table.setVisible(bool(files))
        self._none.setVisible(not files)
        self.list.reload()

    def attach(self, path: str) -> None:
        """Note a file of this computer on the order."""
        if self.picture is None:
            return
        order_id = self.picture.facts.order.id

        def note(file: order_files.FileFacts) -> None:
            self._do("attachment.add", order_files.attach_command(file, order_id=order_id))

        order_files.read_file(
            self.desk.background, path, owner=self, done=note, failed=self._refuse
        )

    def _lay_out(self) -> None:
        column = ScrollColumn(name=self.tr("Files"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addWidget(self._band)
        card = Card(self.tr("Files"), flush=True, parent=self)
        self.remove = Button(self.tr("Remove"), kind="quiet", small=True, parent=card)
        add = Button(self.tr("Attach a file"), icon="paperclip", small=True, parent=card)
        self.remove.clicked.connect(self._remove)
        add.clicked.connect(self._pick)
        card.head.add(self.remove)
        card.head.add(add)
        self._none.setContentsMargins(look().px(14), 0, 0, look().px(6))
        card.body.addWidget(self.table)
        card.body.addWidget(self._none)
        column.body.addWidget(card)
        column.body.addStretch(1)

    def _columns(self) -> list[Column[Attachment]]:
        return [
            Column("name", self.wording.label("name"), self._name, sortable=False),
            Column("item", self.tr("For"), self._item, width=220, sortable=False),
            Column("who", self.tr("By"), self._who, width=170, sortable=False),
            Column(
                "state",
                self.tr("State"),
                self._state,
                width=state_width(self.wording),
                sortable=False,
            ),
        ]

    def _find(self, _query: Query) -> list[str]:
        return list(self._rows)

    def _load(self, ids: Sequence[str]) -> dict[str, Attachment]:
        rows = self._rows
        return {row_id: rows[row_id] for row_id in ids if row_id in rows}

    def _name(self, file: Attachment) -> Cell:
        facts = f"{order_files.size_words(file.size_bytes)} · SHA-256 {file.sha256[:12]}…"
        return Pair(file.name, facts)

    def _item(self, file: Attachment) -> Cell:
        if self.picture is None or not file.item:
            return Text(self.tr("the order"), ink="ink2")
        return Pair(file.item, self.wording.item(self.picture.process, file.item), ink="ink2")

    def _who(self, file: Attachment) -> Cell:
        names = {} if self.picture is None else self.picture.names
        moment = "" if file.added_at is None else self.wording.day(file.added_at.date())
        return Person(names.get(file.added_by, ""), moment)

    def _state(self, file: Attachment) -> Cell:
        states = {} if self.picture is None else self.picture.states
        return sync_mark(states.get(("attachments", file.id)), self.wording)

    def _pick(self) -> None:
        path = pick_file(self, self.tr("Attach a file"))
        if path is not None:
            self.attach(path)

    def _ask_remove(self) -> None:
        file_id = self.table.current_id()
        if file_id not in self._rows:
            self.remove.lock(self.tr("Choose a file first"))
            return
        command = Remove(id=file_id)
        trials.ask(self.desk, "attachment.remove", command, owner=self, done=self._lock)

    def _lock(self, refusal: Refusal | None) -> None:
        self.remove.lock(self.wording.refusal(refusal) if refusal else "")

    def _remove(self) -> None:
        self._do("attachment.remove", Remove(id=self.table.current_id()))

    def _do(self, action: str, command: Command) -> None:
        self._band.hide()
        self.desk.do(action, command, owner=self, done=_quiet, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Nothing was changed"), text=self.wording.refusal(refusal))
        self._band.show()


def _quiet(_changes: Changes) -> None:
    """Say nothing: the list shows it."""
