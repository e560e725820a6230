"""The files of an order, and the evidence for its checklist items."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.models import order_files, trials
from desktop.models.history import sync_mark
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.order_page import OrderPicture
from desktop.models.transfers import FileRow, content_cell, file_rows, file_state
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
from sync.domain.attachments import FilePlace
from sync.domain.changes import Changes
from sync.domain.commands import Command, Remove
from sync.domain.file_names import safe_name
from sync.domain.refusals import Refusal

if TYPE_CHECKING:
    from sync.domain.attachments import Attachment


class FilesTab(QWidget):
    """What files there are, for which item, from whom; the newest first."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self.files = around.files
        self._rows: dict[str, Attachment] = {}
        self._replaced: set[str] = set()
        self._awaited = ""
        self.list: IdTable[FileRow] = IdTable(
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
        self.table.opened.connect(self._open)
        self.list.ids_changed.connect(self._ask_remove)
        self.files.changed.connect(self._show_moved)
        self._band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self._band.hide()
        self._notice = Band("info", title=self.tr("Downloading"), below=True, parent=self)
        self._notice.hide()
        self._none = Label(
            self.tr("No files yet. Drop one here, or attach it."),
            style="small",
            ink="ink3",
            parent=self,
        )
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
        self._replaced = {file.replaces for file in files}
        here = look()
        rows = max(1, min(len(files), 14)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(4))
        self.table.setVisible(bool(files))
        self._none.setVisible(not files)
        self.list.refresh(self.list.ids())
        self.list.reload()

    def attach(self, path: str, *, replaces: str = "") -> None:
        """Put a file of this computer on the order, or in place of one that is there."""
        if self.picture is None:
            return
        self._band.hide()
        self.files.attach(
            Path(path),
            FilePlace(order_id=self.picture.facts.order.id, replaces=replaces),
            owner=self,
            done=_quiet,
            failed=self._refuse,
        )

    def save(self, file_id: str, place: Path) -> None:
        """Write a file's content where the person said, once it is here."""
        self._band.hide()
        self.files.save_as(file_id, place, owner=self, done=self._tell_saved, failed=self._refuse)

    def _lay_out(self) -> None:
        column = ScrollColumn(name=self.tr("Files"), margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        column.body.addWidget(self._band)
        column.body.addWidget(self._notice)
        card = Card(self.tr("Files"), flush=True, parent=self)
        self.remove = Button(self.tr("Remove"), kind="quiet", small=True, parent=card)
        add = Button(self.tr("Attach a file"), icon="paperclip", small=True, parent=card)
        self.open = Button(self.tr("Open"), kind="quiet", small=True, parent=card)
        self.save_button = Button(self.tr("Save as"), kind="quiet", small=True, parent=card)
        self.replace = Button(self.tr("Replace"), kind="quiet", small=True, parent=card)
        self.remove.clicked.connect(self._remove)
        self.open.clicked.connect(self._open_chosen)
        self.save_button.clicked.connect(self._pick_place)
        self.replace.clicked.connect(self._pick_newer)
        add.clicked.connect(self._pick)
        for button in (self.open, self.save_button, self.replace, self.remove, add):
            card.head.add(button)
        self._none.setContentsMargins(look().px(14), 0, 0, look().px(6))
        card.body.addWidget(self.table)
        card.body.addWidget(self._none)
        column.body.addWidget(card)
        column.body.addStretch(1)

    def _columns(self) -> list[Column[FileRow]]:
        return [
            Column("name", self.wording.label("name"), self._name, sortable=False),
            Column("item", self.tr("For"), self._item, width=180, sortable=False),
            Column("who", self.tr("By"), self._who, width=150, sortable=False),
            Column("content", self.tr("Content"), self._content, width=210, sortable=False),
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

    def _load(self, ids: Sequence[str]) -> dict[str, FileRow]:
        rows = self._rows
        return file_rows(self.desk, [rows[row_id] for row_id in ids if row_id in rows])

    def _name(self, row: FileRow) -> Cell:
        file = row.attachment
        facts = f"{order_files.size_words(file.size_bytes)} · SHA-256 {file.sha256[:12]}…"
        if file.id in self._replaced:
            return Pair(file.name, self.tr("Replaced by a newer version"), ink="ink3")
        return Pair(file.name, facts)

    def _content(self, row: FileRow) -> Cell:
        return content_cell(row, self.wording)

    def _item(self, row: FileRow) -> Cell:
        file = row.attachment
        if self.picture is None or not file.item:
            return Text(self.tr("the order"), ink="ink2")
        return Pair(file.item, self.wording.item(self.picture.process, file.item), ink="ink2")

    def _who(self, row: FileRow) -> Cell:
        file = row.attachment
        names = {} if self.picture is None else self.picture.names
        moment = "" if file.added_at is None else self.wording.day(file.added_at.date())
        return Person(names.get(file.added_by, ""), moment)

    def _state(self, row: FileRow) -> Cell:
        states = {} if self.picture is None else self.picture.states
        return sync_mark(states.get(("attachments", row.attachment.id)), self.wording)

    def _pick(self) -> None:
        path = pick_file(self, self.tr("Attach a file"))
        if path is not None:
            self.attach(path)

    def _pick_newer(self) -> None:
        path = pick_file(self, self.tr("Choose the newer version"))
        if path is not None:
            self.attach(path, replaces=self.table.current_id())

    def _pick_place(self) -> None:
        file = self._rows.get(self.table.current_id())
        if file is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save as"), safe_name(file.name))
        if name:
            self.save(file.id, Path(name))

    def _open_chosen(self) -> None:
        self._open(self.table.current_id())

    def _open(self, file_id: str) -> None:
        """Open a file in its program; one that is not here is fetched first."""
        if file_id not in self._rows:
            return
        self._band.hide()
        self._awaited = file_id
        self.files.want(file_id, owner=self, done=self._open_or_wait, failed=self._refuse)

    def _open_or_wait(self, is_here: bool) -> None:  # noqa: FBT001  a result, not a switch
        if is_here:
            self._show_copy()
        else:
            text = self.tr("It opens as soon as it is here; you can go on working.")
            self._notice.show_words(self.tr("Downloading"), text=text)
            self._notice.show()

    def _show_copy(self) -> None:
        file_id, self._awaited = self._awaited, ""
        self._notice.hide()
        self.files.open_copy(file_id, owner=self, done=_open_in_program, failed=self._refuse)

    def _show_moved(self) -> None:
        """Show how far files are; open the one that the person waits for."""
        self.list.refresh(self.list.ids())
        if self._awaited and self.isVisible():
            awaited = self._awaited
            self.desk.read(
                lambda connection: file_state(connection, awaited), owner=self, done=self._take
            )

    def _take(self, state: str) -> None:
        if state == "done" and self._awaited:
            self._show_copy()
        elif state in ("failed", "paused"):
            self._awaited = ""
            self._notice.hide()

    def _tell_saved(self, path: Path) -> None:
        self._notice.show_words(self.tr("Saved"), text=str(path))
        self._notice.show()

    def _ask_remove(self) -> None:
        file_id = self.table.current_id()
        is_chosen = file_id in self._rows
        reason = "" if is_chosen else self.tr("Choose a file first")
        for button in (self.open, self.save_button, self.replace):
            button.lock(reason)
        if not is_chosen:
            self.remove.lock(reason)
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


def _open_in_program(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _quiet(_changes: Changes) -> None:
    """Say nothing: the list shows it."""
