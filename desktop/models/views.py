"""What a page with a list and a sheet shows: read again when a change concerns it."""

from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.domain.ids import Id


class View(Protocol):
    """One thing of the list, as the desk shows it."""

    @property
    def id(self) -> Id:
        """The id of what is shown."""
        ...

    @property
    def watched_order(self) -> Id:
        """The order whose changes change it too; empty where none does any more."""
        ...


V = TypeVar("V", bound=View)


class ViewsModel(QObject, Generic[V]):
    """The things that a person may see; `loaded` carries their views."""

    loaded = Signal(object)
    nouns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, desk: Desk, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.views: tuple[V, ...] = ()
        self._language = language
        desk.changed.connect(self._look_again)
        desk.seated.connect(self.reload)

    def reload(self) -> None:
        """Read them as they are now."""
        if self.desk.is_seated:
            self.desk.read(self._read, owner=self, done=self._take)

    def find(self, wanted: Id) -> V | None:
        """Return a view by the id of what it shows."""
        return next((view for view in self.views if view.id == wanted), None)

    def _read(self, connection: Connection) -> Sequence[V]:
        raise NotImplementedError  # each model has its own; a QObject cannot be an ABC

    def _look_again(self, changes: Changes) -> None:
        orders = {view.watched_order for view in self.views}
        if changes.touches(*self.nouns) or not orders.isdisjoint(changes.orders):
            self.reload()

    def _take(self, views: Sequence[V]) -> None:
        self.views = tuple(views)
        self.loaded.emit(self.views)
