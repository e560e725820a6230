"""How often each warning came true on this device, as a table."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column, IdTable, Query
from desktop.theme.cells import Cell, Group, Text
from sync.domain.firings import Rate
from sync.store import firings

COUNTS = ("fired", "came_true", "did_not", "told_late", "open")


class RateList(QObject):
    """The hit rates for a screen: `table`, one row a rule, and since when they are known."""

    was_read = Signal()

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wording = wording
        self._found: dict[str, Rate] = {}
        self._since = ""
        self.table: IdTable[Rate] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=self._columns(),
            query=Query(),
            parent=self,
        )
        self.table.ids_changed.connect(self.was_read)

    def ask(self) -> None:
        """Read them again."""
        self.table.reload()

    def told(self) -> str:
        """Return since when warnings are noted here, in words."""
        if not self._since:
            return self._wording.words("rates_none")
        return self._wording.words("rates_since", {"since": self._since})

    def _find(self, _query: Query) -> list[str | Group]:
        with self._desk.database.read() as connection:
            self._found = {each.warning: each for each in firings.rates(connection)}
            since = firings.since(connection)
        self._since = "" if since is None else since.isoformat()
        return list(self._found)

    def _load(self, ids: Sequence[str]) -> Mapping[str, Rate]:
        return {rule: self._found[rule] for rule in ids if rule in self._found}

    def _columns(self) -> tuple[Column[Rate], ...]:
        said = self._wording.words
        return (
            Column("warning", said("rates_warning"), self._title, 0, sortable=False),
            *map(self._count, COUNTS),
            Column("percent", said("rates_percent"), _percent, 96, right=True, sortable=False),
            Column("misses", said("rates_misses"), _misses, 0, sortable=False, hint=_all_misses),
        )

    def _count(self, name: str) -> Column[Rate]:
        def cell(rate: Rate) -> Cell:
            return Text(str(getattr(rate, name)), right=True)

        heading = self._wording.words(f"rates_{name}")
        return Column(name, heading, cell, 112, right=True, sortable=False)

    def _title(self, rate: Rate) -> Cell:
        return Text(f"{rate.warning} {self._wording.words(f'{rate.warning}_title')}")


def _percent(rate: Rate) -> Cell:
    text = "–" if rate.percent is None else f"{rate.percent} %"
    return Text(text, style="strong", right=True)


def _misses(rate: Rate) -> Cell:
    return Text(", ".join(rate.misses), ink="ink2")


def _all_misses(rate: Rate) -> str:
    return "\n".join(rate.misses)
