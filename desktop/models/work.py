"""The home page: what must be done, what is in hand, what waits for whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.doing import do_each
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.market_clocks import clocks_line
from desktop.models.orders import summed
from desktop.models.warning_list import WarningWords
from desktop.theme import look
from desktop.theme.cells import Cell, Group, Link, Mark, Pair, Text, mark
from sync import clock
from sync.domain.changes import Changes
from sync.domain.handing_commands import SendNudge
from sync.domain.ids import Id, short
from sync.domain.people import roles_of
from sync.domain.process import nodes_by_id
from sync.domain.refusals import Refusal
from sync.domain.summaries import WarningRow, WorkItem
from sync.domain.tasks import Task
from sync.store import work_lists
from sync.store.deadline_lists import level_of
from sync.store.work_lists import Hands, Home, OwnOrder

__all__ = ["Figures", "Home", "Line", "PhaseCount", "TodayList", "work_columns"]

_SETTLE_MILLISECONDS = 200
_PHASES = 7


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do: by when, on which order, what, why now; and where doing it begins."""

    id: str
    due_on: date | None
    level: str
    order_id: Id
    order: str
    buyer: str
    what: str
    why: str
    node: str = ""
    subject_id: Id = ""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The four figures at the top."""

    own: int = 0
    owns: str = "owned"
    sums: dict[str, Decimal] = {}
    overdue: int = 0
    urgent: int = 0
    week: int = 0


class PhaseCount(msgspec.Struct, frozen=True):
    """How many of the person's orders are in one phase, and how many of them are late."""

    name: str
    count: int
    late: int


class TodayList(QObject):
    """The home page for a screen: `read` for a role, then `home`, `figures` and `table`."""

    was_read = Signal()

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wording = wording
        self.home: Home | None = None
        self.lines: dict[str, Line] = {}
        self._role = ""
        self.table: IdTable[Line] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=work_columns(wording),
            parent=self,
        )
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self._read_again)
        desk.changed.connect(self._take_in)

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the person's roles, in the order of the trade."""
        held = roles_of(self._desk.seat.user)
        return tuple(role.value for role in type(next(iter(held))) if role in held) if held else ()

    def read(self, role: str = "") -> None:
        """Read the page for one of the person's roles, or for all of them."""
        self._role = role
        self._read_again()

    def figures(self) -> Figures:
        """Return the four figures of the page as read last."""
        home, today = self.home, self._desk.today()
        if home is None:
            return Figures()
        days = [line.due_on for line in self.lines.values() if line.due_on is not None]
        return Figures(
            own=len(home.own),
            owns=home.owns,
            sums=summed([(row.currency, row.amount) for row in home.own]),
            overdue=sum(day < today for day in days),
            urgent=sum(row.level.value == "urgent" for row in home.warnings),
            week=sum(day >= today for day in days),
        )

    def phases(self) -> list[PhaseCount]:
        """Return how many of the person's orders are in each phase of the process."""
        rows = self.home.own if self.home is not None else ()
        places = [_phase_of(row) for row in rows]
        process = self._desk.process(self._desk.seat.rules.newest_process)
        return [
            PhaseCount(
                self._wording.pair(phase.zh, phase.en),
                sum(place == number for place, _ in places),
                sum(place == number and late for place, late in places),
            )
            for number, phase in enumerate(process.phases)
        ]

    def nudge_all(self, text: str, *, done: Callable[[int, Refusal | None], None]) -> None:
        """Ask everybody the person waits for; what goes to one of them arrives as one digest."""
        rows = self.home.waited_for if self.home is not None else ()
        steps = [
            (
                "nudge.send",
                SendNudge(
                    order_id=row.id,
                    text=text.format(days=row.ball_day),
                    node=row.node,
                    subject_id=row.subject_id,
                ),
            )
            for row in rows
            if row.ball_id
        ]
        do_each(self._desk, steps, owner=self, done=done)

    def clocks(self) -> str:
        """Return what time it is here and where the person's buyers are."""
        countries = self.home.countries if self.home is not None else ()
        return clocks_line(clock.now(), countries, self._wording)

    def node_name(self, node: str) -> str:
        """Return a node's short name."""
        process = self._desk.process(self._desk.seat.rules.newest_process)
        return self._wording.node(process, node, short=True)

    def _hands(self) -> Hands:
        roles = (self._role,) if self._role else self.roles
        return Hands(user_id=self._desk.seat.user.id, roles=roles, today=self._desk.today())

    def _read_again(self) -> None:
        self._desk.read(
            partial(work_lists.read_home, hands=self._hands()), owner=self, done=self._take
        )

    def _take(self, home: Home) -> None:
        self.home = home
        tasks = [task for task in home.tasks if self._is_of_role(task)]
        lines = [*map(self._work_line, home.work), *map(self._task_line, tasks)]
        self.lines = {line.id: line for line in sorted(lines, key=_by_day)}
        self.table.ask(Query(filter=tuple(self.lines)))
        self.table.refresh(self.table.ids())
        self.was_read.emit()

    def _is_of_role(self, task: Task) -> bool:
        """Return whether a task is work of the role shown: not that of another of the person's."""
        process = self._desk.process(self._desk.seat.rules.newest_process)
        node = nodes_by_id(process).get(task.node)
        if node is None or not self._role:
            return True
        doing = {role.value for role in (node.owner, *node.raci.responsible)}
        return self._role in doing or doing.isdisjoint(self.roles)

    def _take_in(self, changes: Changes) -> None:
        if self.home is not None and (
            changes.orders or changes.touches("orders", "tasks", "handovers")
        ):
            self._settling.start()

    def _work_line(self, item: WorkItem) -> Line:
        process = self._desk.process(self._desk.seat.rules.newest_process)
        return Line(
            id=item.id,
            due_on=item.due_on,
            level=item.level,
            order_id=item.order_id,
            order=item.order_no or f"draft-{short(item.order_id)}",
            buyer=item.buyer,
            what=self._wording.node(process, item.node),
            why=self._why(item),
            node=item.node,
            subject_id=item.subject_id,
        )

    def _why(self, item: WorkItem) -> str:
        """Return what makes the node pressing: a warning, open items, or its time."""
        home = self.home
        found: Sequence[WarningRow] = home.warnings if home is not None else ()
        causes = [row for row in found if row.order_id == item.order_id]
        if causes:
            return WarningWords(self._wording).cause(causes[0])
        state = look().state("node", item.state.value.lower()).word(self._wording.language)
        if item.open_items:
            said = self.tr("{state}, %n item(s) open", "", item.open_items)
            return said.format(state=state)
        return state

    def _task_line(self, task: Task) -> Line:
        home = self.home
        order = home.tasked_orders.get(task.order_id) if home is not None else None
        project = "" if home is None else home.projects.get(task.project_id, "")
        giver = self._desk.name_of(task.created_by, self._wording.language)
        text = QCoreApplication.translate("TodayList", "Task from {name}")
        slack = (task.due_on - self._desk.today()).days if task.due_on else None
        return Line(
            id=task.id,
            due_on=task.due_on,
            level=level_of(slack),
            order_id=task.order_id,
            order=order.order_no if order is not None else "",
            buyer=order.buyer if order is not None else "",
            what=task.title if not project else f"{project} · {task.title}",
            why=self._for_whom(task) or (text.format(name=giver) if giver else task.note),
            node=task.node,
            subject_id=task.subject_id,
        )

    def _for_whom(self, task: Task) -> str:
        """Return for whom a task is done by whoever stands in; empty where it is their own."""
        away = "" if self.home is None else self.home.stood_in_for.get(task.id, "")
        name = self._desk.name_of(away, self._wording.language)
        text = QCoreApplication.translate("TodayList", "For {name}, who is away")
        return text.format(name=name) if name else ""

    def _find(self, _query: Query) -> list[str | Group]:
        today = self._desk.today()
        lines = list(self.lines.values())
        now = [line.id for line in lines if line.due_on is not None and line.due_on <= today]
        rest = [line.id for line in lines if line.id not in set(now)]
        entries: list[str | Group] = []
        for text, level, keys in (
            (QCoreApplication.translate("TodayList", "Must be done today"), "urgent", now),
            (QCoreApplication.translate("TodayList", "This week"), "normal", rest),
        ):
            token = look().state("level", level)
            if keys:
                entries += [Group(text, str(len(keys)), token.shape, token.color), *keys]
        return entries

    def _load(self, ids: Sequence[str]) -> Mapping[str, Line]:
        lines = self.lines
        return {key: lines[key] for key in ids if key in lines}


def work_columns(wording: Wording) -> tuple[Column[Line], ...]:
    """Return the columns of the work table, in their order."""
    cells = _Cells(wording)
    return (
        Column(
            "due", QCoreApplication.translate("TodayList", "Limit"), cells.due, 104, sortable=False
        ),
        Column(
            "order",
            QCoreApplication.translate("TodayList", "Order"),
            cells.order,
            120,
            sortable=False,
        ),
        Column(
            "what",
            QCoreApplication.translate("TodayList", "To do"),
            cells.what,
            sortable=False,
            hint=cells.hint,
        ),
        Column(
            "why",
            QCoreApplication.translate("TodayList", "Why now"),
            cells.why,
            sortable=False,
            hint=cells.hint,
        ),
        Column("do", "", cells.do, 58, sortable=False),
    )


class _Cells:
    """Makes the cells of one line of work."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def due(self, line: Line) -> Cell:
        token = look().state("level", line.level or "normal")
        if line.due_on == self._wording.today:
            day = self._wording.pair("今天", "today")
        else:
            day = self._wording.day(line.due_on)
        said: Mark = mark(token, self._wording.language, text=day)
        return said

    def order(self, line: Line) -> Cell:
        return Pair(line.order, line.buyer)

    def what(self, line: Line) -> Cell:
        return Text(line.what)

    def why(self, line: Line) -> Cell:
        return Text(line.why, ink="ink2", style="small")

    def do(self, _line: Line) -> Cell:
        return Link(QCoreApplication.translate("TodayList", "Open"))

    def hint(self, line: Line) -> str:
        """Return what narrow columns leave out."""
        return f"{line.what}\n{line.why}"


def _by_day(line: Line) -> tuple[date, str, str]:
    return line.due_on or date.max, line.order, line.id


def _phase_of(row: OwnOrder) -> tuple[int, bool]:
    states = row.phases.split(",")
    busy = next(
        (n for n, state in enumerate(states) if state in ("current", "overdue")), _PHASES - 1
    )
    return busy, "overdue" in states
