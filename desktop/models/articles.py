"""Knowledge on this desk: all articles, read again when one changes."""

from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.store import article_lists
from sync.store.article_lists import ArticleRow

__all__ = ["ArticleList", "ArticleRow"]


class ArticleList(QObject):
    """Everything that was written down, what waits for somebody first."""

    read_anew = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[ArticleRow, ...] = ()
        self.is_read = False
        desk.changed.connect(self._follow)

    def read(self) -> None:
        """Read the list."""
        today = self._desk.today()

        def load(connection: Connection) -> tuple[ArticleRow, ...]:
            return article_lists.read_articles(connection, today)

        self._desk.read(load, owner=self, done=self._take)

    def _take(self, found: tuple[ArticleRow, ...]) -> None:
        self.rows, self.is_read = found, True
        self.read_anew.emit()

    def _follow(self, changes: Changes) -> None:
        if self.is_read and changes.touches("articles", "article_uses"):
            self.read()
