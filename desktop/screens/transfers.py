"""The queue of files on the sync page: how far each is, paused and gone on with."""

from PySide6.QtWidgets import QWidget

from desktop.models.transfers import FileQueue
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.table import DataTable

_ROWS_MAX = 4


class TransfersCard(Card):
    """Files on their way; hidden while there are none."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("", flush=True, parent=parent)
        self.set_title(self.tr("Files"))
        self.files = around.files
        self.queue = FileQueue(around.desk, around.wording, parent=self)
        self.table = DataTable(name=self.tr("Files"), density="comfortable", parent=self)
        self.table.setModel(self.queue.table)
        self.pause = Button(self.tr("Pause"), kind="quiet", icon="pause", small=True, parent=self)
        self.go_on = Button(
            self.tr("Try again"), kind="quiet", icon="play", small=True, parent=self
        )
        self.head.add(self.pause)
        self.head.add(self.go_on)
        self.body.addWidget(self.table)
        self.pause.clicked.connect(self._pause)
        self.go_on.clicked.connect(self._go_on)
        self.table.choice_changed.connect(self._lock)
        self.queue.table.dataChanged.connect(self._lock)
        self.queue.table.ids_changed.connect(self._show)
        self.files.changed.connect(self.reload)
        self.hide()

    def reload(self) -> None:
        """Read anew."""
        self.queue.reload()

    def _show(self) -> None:
        count = len(self.queue.table.ids())
        here = look()
        rows = max(1, min(count, _ROWS_MAX)) * self.table.row_height
        self.table.setFixedHeight(here.px(here.theme.sizes.row.header) + rows + here.px(4))
        self.setVisible(count > 0)
        self._lock()

    def _lock(self) -> None:
        moves = self.queue.moves(self.table.current_id())
        none = self.tr("Choose a file first")
        rests, goes = self.tr("It does not wait"), self.tr("It does not rest")
        self.pause.lock(none if moves is None else "" if moves.can_pause else rests)
        self.go_on.lock(none if moves is None else "" if moves.can_go_on else goes)

    def _pause(self) -> None:
        self.files.pause(self.table.current_id())

    def _go_on(self) -> None:
        self.files.go_on(self.table.current_id())
