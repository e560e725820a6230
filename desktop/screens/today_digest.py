"""What the person was nudged about and has not moved on yet: one band, however many nudges."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.models.nudges import Nudged
from desktop.screens.page import Surroundings
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from sync.domain.ids import Id
from sync.domain.nudges import Digest

_TOLD_MAX = 3


class DigestBand(Band):
    """Hidden while nobody waits; `opened` carries the id of the order named first."""

    opened = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("info", title="", below=True, parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self._nudged = Nudged(around.desk)
        self._first: Id = ""
        self._open = Button(self.tr("Open the first"), small=True, parent=self)
        self._open.clicked.connect(self._tell)
        self.add(self._open)
        self.hide()

    def read(self) -> None:
        """Read what there is to be answered now."""
        self._desk.read(self._nudged.read, owner=self, done=self._show)

    def _show(self, read: tuple[Digest | None, dict[Id, str]]) -> None:
        digest, numbers = read
        self.setVisible(digest is not None)
        if digest is None:
            return
        self._first = digest.reminders[0].order_id
        process = self._desk.process(self._desk.seat.rules.newest_process)
        language = self._wording.language
        told: list[str] = []
        for each in digest.reminders[:_TOLD_MAX]:
            node = self._wording.node(process, each.node, short=True)
            senders = [self._desk.name_of(sender, language) for sender in each.senders]
            number = numbers.get(each.order_id, "–")
            told.append(f"{number} {node} ({', '.join(filter(None, senders))})")
        title = self.tr("You were nudged about %n piece(s) of work", "", len(digest.reminders))
        self.show_words(title, text=" · ".join(told))

    def _tell(self) -> None:
        self.opened.emit(self._first)
