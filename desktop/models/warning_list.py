"""The deadline board: warnings and limits in one list, grouped by what is left of their time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column, IdTable, Query
from desktop.theme import look
from desktop.theme.cells import Cell, Group, Link, Mark, Person, Slack, Text, mark, tint_of
from sync.clock import OFFICE_ZONE
from sync.domain.changes import Changes
from sync.domain.ids import Id, order_name
from sync.domain.people import roles_of
from sync.domain.records import Value
from sync.domain.summaries import OrderSummary, WarningRow
from sync.store import deadline_lists, derived
from sync.store.deadline_lists import Due, Seeker, Whose

__all__ = ["DeadlineList", "DueRow", "WarningWords", "Whose"]

LEVELS = ("urgent", "warning", "watch", "normal")
Stage = Literal["past", "soon", "week", "later"]
_SETTLE_MILLISECONDS = 200
_SOON, _WEEK = 2, 7
_DAY_FACTS = (
    *("at", "due", "latest", "end", "limit_end", "valid_until", "wanted", "etd", "limit", "away"),
)
COLUMNS = ("slack", "what", "day", "order", "buyer", "owner", "why", "next", "do")


class DueRow(msgspec.Struct, frozen=True):
    """One line of the board as it is shown: a warning, or an order's next limit."""

    warning: WarningRow | None
    summary: OrderSummary | None

    @property
    def order_id(self) -> Id:
        """Return the order to work on."""
        if self.warning is not None:
            return self.warning.order_id
        return self.summary.id if self.summary is not None else ""


class WarningWords:
    """Says a warning in one language: what, why, what follows, what to do."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def title(self, row: WarningRow) -> str:
        """Return what is wrong."""
        return self._wording.words(row.title, facts_of(row))

    def cause(self, row: WarningRow) -> str:
        """Return why."""
        return self._wording.words(row.cause, facts_of(row))

    def effect(self, row: WarningRow) -> str:
        """Return what follows if nothing is done."""
        return self._wording.words(row.effect, facts_of(row))

    def next_step(self, row: WarningRow) -> str:
        """Return what to do now."""
        return self._wording.words(row.next_step, facts_of(row))

    def span(self, row: WarningRow) -> str:
        """Return the time that is left or over, in words; the level's word where there is none."""
        facts = facts_of(row)
        span = str(facts.get("span") or "")
        if span and self._wording.has(span):
            return self._wording.words(span, facts)
        return look().state("level", row.level.value).word(self._wording.language)

    def when(self, row: WarningRow) -> str:
        """Return the day, or the port's own time, that the warning is about."""
        facts = facts_of(row)
        texts = (str(facts[name]) for name in _DAY_FACTS if facts.get(name))
        found = next((text for text in texts if text[:4].isdecimal() and len(text) >= 10), None)
        if found is None:
            return "–"
        if "T" in found:
            zone = ZoneInfo(str(facts.get("zone") or OFFICE_ZONE.key))
            return self._wording.moment(datetime.fromisoformat(found), zone)
        return self._wording.day(date.fromisoformat(found))


def subject_name(desk: Desk, row: WarningRow, language: str) -> str:
    """Return how a list names what a warning is about: the order, else the firm or the person."""
    if row.order_id:
        return order_name(row.order_id, row.order_no)
    return (desk.name_of(row.row_id, language) if row.entity == "users" else row.buyer) or "–"


def facts_of(row: WarningRow) -> dict[str, Value]:
    """Return what fills a warning's sentences."""
    return msgspec.json.decode(row.facts, type=dict[str, Value]) if row.facts else {}


def stage_of(slack: float | None) -> Stage:
    """Return the group of time a line stands in."""
    if slack is None:
        return "later"
    if slack < 0:
        return "past"
    if slack <= _SOON:
        return "soon"
    return "week" if slack <= _WEEK else "later"


class DeadlineList(QObject):
    """The board for a screen: choose whose and which level, show `table` and `counts`."""

    counted = Signal()

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.seeker = self._seeker("mine", "")
        self.counts: dict[str, int] = {}
        self.table: IdTable[DueRow] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=_Cells(desk, wording).columns(),
            query=Query(filter=self.seeker),
            parent=self,
        )
        self._found: dict[str, int] = {}
        self.table.ids_changed.connect(self._take_counts)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self.table.reload)
        desk.changed.connect(self._take_in)

    def ask(self, whose: Whose, level: str = "") -> None:
        """Show whose deadlines, of one level or of all."""
        self.seeker = self._seeker(whose, level)
        self.table.ask(Query(filter=self.seeker))

    def _seeker(self, whose: Whose, level: str) -> Seeker:
        user = self._desk.seat.user
        roles = tuple(sorted(role.value for role in roles_of(user)))
        return Seeker(whose=whose, user_id=user.id, roles=roles, team=user.team, level=level)

    def _find(self, query: Query) -> list[str | Group]:
        seeker = query.filter if isinstance(query.filter, Seeker) else self.seeker
        with self._desk.database.read() as connection:
            dues = deadline_lists.find_dues(connection, seeker)
        self._found = dict(Counter(due.level for due in dues))
        return grouped([due for due in dues if seeker.level in ("", due.level)])

    def _load(self, ids: Sequence[str]) -> Mapping[str, DueRow]:
        parts = [key.split() for key in ids]
        with self._desk.database.read() as connection:
            warnings = derived.get_many(
                connection, WarningRow, [row_id for kind, row_id in parts if kind == "warning"]
            )
            limits = derived.get_many(
                connection, OrderSummary, [row_id for kind, row_id in parts if kind == "limit"]
            )
        rows = {key: DueRow(warnings.get(key[8:]), limits.get(key[6:])) for key in ids}
        return {key: row for key, row in rows.items() if row.warning or row.summary}

    def _take_counts(self) -> None:
        self.counts = self._found
        self.counted.emit()

    def _take_in(self, changes: Changes) -> None:
        if changes.orders or changes.touches("orders", "tasks", "partners", "config_items"):
            self.table.refresh(self.table.ids())
            self._settling.start()


def grouped(dues: Sequence[Due]) -> list[str | Group]:
    """Return the keys with a heading before each group of time."""
    texts: dict[Stage, str] = {
        "past": QCoreApplication.translate("DeadlineList", "Past, or will be by the plan"),
        "soon": QCoreApplication.translate("DeadlineList", "Within 48 hours"),
        "week": QCoreApplication.translate("DeadlineList", "Within 7 days"),
        "later": QCoreApplication.translate("DeadlineList", "Later"),
    }
    entries: list[str | Group] = []
    for stage, part in groupby(dues, key=_stage):
        keys = [due.key for due in part]
        entries += [Group(texts[stage], str(len(keys))), *keys]
    return entries


def _stage(due: Due) -> Stage:
    return stage_of(due.slack)


class _Cells:
    """Makes the cells of one line."""

    def __init__(self, desk: Desk, wording: Wording) -> None:
        self._desk = desk
        self._wording = wording
        self._words = WarningWords(wording)

    def columns(self) -> tuple[Column[DueRow], ...]:
        """Return the board's columns, in their order."""
        texts = (
            QCoreApplication.translate("DeadlineList", "Slack"),
            QCoreApplication.translate("DeadlineList", "Deadline"),
            QCoreApplication.translate("DeadlineList", "Day"),
            QCoreApplication.translate("DeadlineList", "Order"),
            QCoreApplication.translate("DeadlineList", "Buyer"),
            QCoreApplication.translate("DeadlineList", "Owner"),
            QCoreApplication.translate("DeadlineList", "Why"),
            QCoreApplication.translate("DeadlineList", "Next step"),
            "",
        )
        cells = (
            *(self.slack, self.what, self.day, self.order, self.buyer, self.owner),
            *(self.why, self.next_step, self.do),
        )
        is_chinese = self._wording.is_chinese
        widths = (196, 108, 112, 92, 0, 148, 0, 0, 52)
        wide = (232, 168, 112, 92, 0, 156, 0, 0, 52)
        return tuple(
            Column(key, text, cell, width, sortable=False, hint=self.hint)
            for key, text, cell, width in zip(
                COLUMNS, texts, cells, widths if is_chinese else wide, strict=True
            )
        )

    def slack(self, row: DueRow) -> Cell:
        if row.warning is not None:
            facts = facts_of(row.warning)
            level = row.warning.level.value
            days = deadline_lists.slack_days(
                str(facts.get("span") or ""), float(facts.get("count") or 0), level
            )
            return Slack(days, self._mark(level, self._words.span(row.warning)))
        if row.summary is None or row.summary.slack is None:
            return Text("")
        past = row.summary.limit_on is not None and row.summary.limit_on < self._desk.today()
        said = self._wording.slack(row.summary.slack, is_past=past)
        level = deadline_lists.level_of(row.summary.slack)
        return Slack(row.summary.slack, self._mark(level, said))

    def what(self, row: DueRow) -> Cell:
        if row.warning is not None:
            return Text(self._words.title(row.warning), style="strong")
        code = row.summary.limit_code if row.summary is not None else ""
        return Text(self._wording.words(f"deadline_{code}"), style="strong")

    def day(self, row: DueRow) -> Cell:
        if row.warning is not None:
            return Text(self._words.when(row.warning), ink="ink2")
        return Text(self._wording.day(row.summary.limit_on if row.summary else None), ink="ink2")

    def order(self, row: DueRow) -> Cell:
        return Link(self._number(row)) if row.order_id else Text("–", ink="ink3")

    def buyer(self, row: DueRow) -> Cell:
        held = row.warning or row.summary
        if row.warning is not None and row.warning.entity == "users":
            return Text(self._desk.name_of(row.warning.row_id, self._wording.language), ink="ink2")
        return Text(held.buyer if held is not None else "", ink="ink2")

    def owner(self, row: DueRow) -> Cell:
        person, roles = self._holder(row)
        name = self._desk.name_of(person, self._wording.language)
        role = self._wording.role(roles.split(",")[0]) if roles else ""
        shown = name or role
        if not shown:
            return Text("–", ink="ink3")
        return Person(shown, role if name else "", tint=tint_of(shown))

    def why(self, row: DueRow) -> Cell:
        if row.warning is not None:
            return Text(self._words.cause(row.warning), ink="ink2")
        return Text(self._node(row.summary), ink="ink2")

    def next_step(self, row: DueRow) -> Cell:
        return Text(self._words.next_step(row.warning) if row.warning is not None else "–")

    def do(self, row: DueRow) -> Cell:
        is_doable = row.order_id or (row.warning and row.warning.entity in ("users", "devices"))
        if not is_doable:
            return Text("")
        return Link(QCoreApplication.translate("DeadlineList", "Act"))

    def hint(self, row: DueRow) -> str:
        """Return what narrow columns leave out."""
        if row.warning is None:
            return ""
        words = self._words
        return "\n".join(
            (
                words.cause(row.warning),
                f"→ {words.effect(row.warning)}",
                words.next_step(row.warning),
            )
        )

    def _number(self, row: DueRow) -> str:
        held = row.warning or row.summary
        return order_name(row.order_id, held.order_no if held is not None else "")

    def _mark(self, level: str, text: str) -> Mark:
        return mark(look().state("level", level), self._wording.language, text=text)

    def _holder(self, row: DueRow) -> tuple[Id, str]:
        if row.warning is not None:
            return row.warning.owner_id, row.warning.owner_roles
        return (row.summary.ball_id, row.summary.ball_role) if row.summary else ("", "")

    def _node(self, summary: OrderSummary | None) -> str:
        if summary is None or not summary.node:
            return ""
        newest = self._desk.process(self._desk.seat.rules.newest_process)
        node = self._wording.node(newest, summary.node)
        return QCoreApplication.translate("DeadlineList", "Now at {node}").format(node=node)
