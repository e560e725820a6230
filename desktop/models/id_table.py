"""A list of any length: all ids at once, rows by the page, both read in the background."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from desktop.background import Background
from desktop.models.id_moves import runs_inserted, runs_removed
from desktop.theme.cells import (
    CELL_ROLE,
    GROUP_ROLE,
    ID_ROLE,
    SORTABLE_ROLE,
    WIDTH_ROLE,
    Cell,
    Group,
    Money,
)

PAGE = 100
RUNS_MAX = 200  # more moved pieces than this, and the list is shown anew

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
Entry = str | Group


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its key (for sorting), heading, width at 100 % (0 grows) and cell."""

    key: str
    heading: str
    cell: Callable[[Row], Cell]
    width: int = 0
    right: bool = False
    sortable: bool = True
    hint: Callable[[Row], str] | None = None


@dataclass(frozen=True)
class Query:
    """What the list asks for: the column to sort by, which way, and a filter."""

    sort: str = ""
    descending: bool = False
    filter: object = None


class IdTable(QAbstractTableModel, Generic[Row]):
    """A table of rows known by id.

    `find_ids` answers a Query with ids in order, with a Group before each group if it groups;
    `load_rows` answers ids with rows. Both run in the background.
    """

    ids_changed = Signal()  # the list is there, or its ids are others now
    order_waiting = Signal()  # a held reload found another order; see apply_waiting

    def __init__(
        self,
        background: Background,
        *,
        find_ids: Callable[[Query], Sequence[Entry]],
        load_rows: Callable[[Sequence[str]], Mapping[str, Row]],
        columns: Sequence[Column[Row]],
        query: Query | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._find_ids = find_ids
        self._load_rows = load_rows
        self._columns = tuple(columns)
        self._query = query or Query()
        self._entries: list[Entry] = []
        self._places: dict[str, int] = {}
        self._rows: dict[str, Row] = {}
        self._asked: set[str] = set()
        self._asks = 0
        self._waiting: list[Entry] | None = None
        self.is_loaded = False

    # What screens ask

    @property
    def query(self) -> Query:
        """Return what the list shows now."""
        return self._query

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """Return the columns in order."""
        return self._columns

    def ids(self) -> list[str]:
        """Return all ids in order, without group headings."""
        return [entry for entry in self._entries if isinstance(entry, str)]

    def group_rows(self) -> list[int]:
        """Return the places of the group headings."""
        return [row for row, entry in enumerate(self._entries) if isinstance(entry, Group)]

    def id_at(self, row: int) -> str:
        """Return the id of a row; "" on a group heading or outside."""
        entry = self._entries[row] if 0 <= row < len(self._entries) else ""
        return entry if isinstance(entry, str) else ""

    def row_of(self, row_id: str) -> int:
        """Return where an id stands; -1 when it is not in the list."""
        return self._places.get(row_id, -1)

    def record(self, row_id: str) -> Row | None:
        """Return a row already read, else None."""
        return self._rows.get(row_id)

    @property
    def waiting_count(self) -> int:
        """Return how many rows the waiting order would move, add or drop."""
        if self._waiting is None:
            return 0
        pairs = zip(self._waiting, self._entries, strict=False)
        moved = sum(new != old for new, old in pairs)
        return moved + abs(len(self._waiting) - len(self._entries))

    # What screens tell

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def ask(self, query: Query) -> None:
        """Show what `query` finds."""
        self._query = query
        self.reload()

    def reload(self, *, hold: bool = False) -> None:
        """Read the ids again; with `hold` another order waits until apply_waiting."""
        self._asks += 1
        asked, query, find_ids = self._asks, self._query, self._find_ids

        def done(entries: Sequence[Entry]) -> None:
            if asked == self._asks:
                self._take(list(entries), hold=hold)

        self._background.read(lambda: find_ids(query), owner=self, done=done)

    def refresh(self, ids: Sequence[str]) -> None:
        """Read these rows again where they are shown, or about to be; their places stay."""
        known = [row_id for row_id in ids if row_id in self._rows or row_id in self._asked]
        self._asked.update(known)
        if known:
            self._load(known)

    def apply_waiting(self) -> None:
        """Bring the rows into the order that waits."""
        if self._waiting is not None:
            entries, self._waiting = self._waiting, None
            self._take(entries, hold=False)

    # The model as Qt sees it

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return _ROW_FLAGS

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if isinstance(entry, Group):
            return _group_data(entry, role)
        if role == ID_ROLE:
            return entry
        row = self._rows.get(entry)
        if row is None:
            self._ask_page(index.row())
            return "" if role in _SPOKEN else None
        return self._cell_data(row, self._columns[index.column()], role)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in _SPOKEN:
            return column.heading
        if role == WIDTH_ROLE:
            return column.width
        if role == SORTABLE_ROLE:
            return column.sortable
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(right=column.right)
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self._columns) and self._columns[column].sortable:
            descending = order is Qt.SortOrder.DescendingOrder
            self.ask(Query(self._columns[column].key, descending, self._query.filter))

    # Within

    def _cell_data(self, row: Row, column: Column[Row], role: int) -> object:
        if role == CELL_ROLE:
            return column.cell(row)
        if role == Qt.ItemDataRole.ToolTipRole and column.hint is not None:
            return column.hint(row)
        if role in _SPOKEN:
            return column.cell(row).spoken
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(right=column.right or isinstance(column.cell(row), Money))
        return None

    def _ask_page(self, row: int) -> None:
        start = row - row % PAGE
        page = self._entries[start : start + PAGE]
        ids = [
            entry
            for entry in page
            if isinstance(entry, str) and entry not in self._rows and entry not in self._asked
        ]
        self._asked.update(ids)
        if ids:
            self._load(ids)

    def _load(self, ids: list[str]) -> None:
        load_rows = self._load_rows

        def done(rows: Mapping[str, Row]) -> None:
            self._asked.difference_update(ids)
            self._rows.update(rows)
            self._tell_changed([self._places[row] for row in rows if row in self._places])

        def failed(error: Exception) -> None:
            self._asked.difference_update(ids)
            raise error

        self._background.read(lambda: load_rows(ids), owner=self, done=done, failed=failed)

    def _tell_changed(self, places: list[int]) -> None:
        if places and self._columns:
            first, last = (
                self.index(min(places), 0),
                self.index(max(places), len(self._columns) - 1),
            )
            self.dataChanged.emit(first, last)

    def _take(self, entries: list[Entry], *, hold: bool) -> None:
        if hold and self.is_loaded and entries != self._entries:
            self._waiting = entries
            self.order_waiting.emit()
            return
        self._waiting = None
        if entries != self._entries:
            self._show(entries)
        self.is_loaded = True
        self.ids_changed.emit()

    def _show(self, entries: list[Entry]) -> None:
        removed = runs_removed(self._entries, entries)
        if not self._entries or len(removed) > RUNS_MAX:
            self._show_anew(entries)
            return
        for first, last in reversed(removed):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._entries[first : last + 1]
            self._index()
            self.endRemoveRows()
        kept = set(self._entries)
        self._reorder([entry for entry in entries if entry in kept])
        inserted = runs_inserted(self._entries, entries)
        if len(inserted) > RUNS_MAX:
            self._show_anew(entries)
            return
        for first, last in inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._entries[first:first] = entries[first : last + 1]
            self._index()
            self.endInsertRows()
        self._forget_gone()

    def _show_anew(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self._index()
        self._forget_gone()
        self.endResetModel()

    def _reorder(self, entries: list[Entry]) -> None:
        if entries == self._entries:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {entry: place for place, entry in enumerate(entries)}
        after = [
            self.createIndex(places[self._entries[index.row()]], index.column()) for index in before
        ]
        self._entries = entries
        self._index()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _index(self) -> None:
        self._places = {
            entry: place for place, entry in enumerate(self._entries) if isinstance(entry, str)
        }

    def _forget_gone(self) -> None:
        self._rows = {row_id: row for row_id, row in self._rows.items() if row_id in self._places}


_ROW_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_SPOKEN = (
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.ToolTipRole),
)


def _group_data(group: Group, role: int) -> object:
    if role == GROUP_ROLE:
        return group
    if role == ID_ROLE:
        return ""
    return group.spoken if role in _SPOKEN else None


def _aligned(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)
