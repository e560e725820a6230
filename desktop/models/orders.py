"""The orders list: its views, filters and columns over what the desk derived of each order."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from zlib import crc32

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.doing import do_each
from desktop.models.exports import write_list
from desktop.models.id_table import Column, IdTable, Query
from desktop.theme import look
from desktop.theme.cells import Cell, Link, Mark, Money, Person, Phases, Slack, Text, mark
from sync.domain.changes import Changes
from sync.domain.commands import AssignNode, Command, WriteComment
from sync.domain.handing_commands import SendNudge
from sync.domain.ids import Id, short
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.phases import PhaseState
from sync.domain.refusals import Refusal
from sync.domain.summaries import SOON_DAYS, WATCH_DAYS, OrderSummary
from sync.store import derived, order_lists
from sync.store.order_lists import Asking, View

__all__ = ["Asking", "OrderList", "View", "order_columns", "order_name", "summed"]

_SETTLE_MILLISECONDS = 200
"""How long a list waits for more changes: a long import must not read it a thousand times."""

_COUNT_MILLISECONDS = 60
"""Counts wait until the first page is on screen, and until the person stops typing."""

_SLACK_LEVELS = ((0, "urgent"), (SOON_DAYS, "warning"), (WATCH_DAYS, "watch"))
"""Days to the next limit up to which a level counts; the bar's own, beside the warnings."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the list's head and foot say: orders in each view, at each level.

    And sums by currency.
    """

    views: dict[View, int]
    levels: dict[str, int]
    sums: dict[str, Decimal]
    ports: tuple[str, ...]
    owners: frozenset[Id]
    teams: tuple[str, ...] = ()
    incoterms: tuple[str, ...] = ()


class OrderList(QObject):
    """The orders list for a screen: ask for a view, show `table`, read `counts`."""

    counted = Signal()
    asked = Signal()

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wording = wording
        self._asking = Asking(user_id=desk.seat.user.id, today=desk.today())
        self.counts = Counts(views={}, levels={}, sums={}, ports=(), owners=frozenset())
        self.table: IdTable[OrderSummary] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=order_columns(desk, wording),
            query=Query("slack", descending=False, filter=self._asking),
            parent=self,
        )
        self.changed_ids: frozenset[Id] = frozenset()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self._read_again)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_MILLISECONDS)
        self._counting.timeout.connect(self._count)
        self.table.ids_changed.connect(self._counting.start)
        desk.changed.connect(self._take_in)

    @property
    def asking(self) -> Asking:
        """Return what the list asks for."""
        return self._asking

    def ask(self, asking: Asking) -> None:
        """Show what `asking` finds, and count anew."""
        self._asking = asking
        query = Query(asking.sort, descending=asking.is_descending, filter=asking)
        self.changed_ids = frozenset()
        self.table.ask(query)
        self.asked.emit()

    def narrow(self, field: str, values: tuple[str, ...]) -> None:
        """Show only orders whose field is one of `values`; none take the filter off."""
        self.ask(msgspec.structs.replace(self._asking, **{field: values}))

    def apply_order(self) -> None:
        """Bring the rows into the order that waits."""
        self.changed_ids = frozenset()
        self.table.apply_waiting()

    def remember(self, asking: Asking) -> None:
        """Keep what the table already shows, sorted by a heading, as what the list asks for."""
        self._asking = asking

    def chosen_sums(self, ids: Sequence[Id]) -> dict[str, Decimal]:
        """Return what the chosen orders come to, by currency, of the rows that are read."""
        rows = [row for row in map(self.table.record, ids) if row is not None]
        return summed([(row.currency, row.amount) for row in rows])

    def nudges(self, ids: Sequence[Id], text: str) -> list[tuple[str, Command]]:
        """Return the actions that ask the holders of these orders to move them on."""
        rows = [row for row in map(self.table.record, ids) if row is not None]
        me = self._desk.seat.user.id
        held = [row for row in rows if row.ball_id and row.ball_id != me]
        return [
            (
                "nudge.send",
                SendNudge(
                    order_id=row.id,
                    node=row.node,
                    subject_id=row.subject_id,
                    text=text.format(days=row.ball_day),
                ),
            )
            for row in held
        ]

    def comments(self, ids: Sequence[Id], text: str) -> list[tuple[str, Command]]:
        """Return the actions that say something about each of these orders."""
        rows = [row for row in map(self.table.record, ids) if row is not None]
        return [("comment.add", _comment(row, text)) for row in rows]

    def hand_overs(self, ids: Sequence[Id], user_id: Id) -> list[tuple[str, Command]]:
        """Return the actions that give the current nodes of these orders to a person."""
        rows = [row for row in map(self.table.record, ids) if row is not None and row.node]
        return [
            (
                "node.assign",
                AssignNode(
                    order_id=row.id, node=row.node, subject_id=row.subject_id, owner_id=user_id
                ),
            )
            for row in rows
        ]

    def do_all(
        self,
        actions: Sequence[tuple[str, Command]],
        *,
        done: Callable[[int, Refusal | None], None],
    ) -> None:
        """Do actions one by one; `done` hears how many were done, and the first refusal."""
        do_each(self._desk, actions, owner=self, done=done)

    def export(
        self,
        path: Path,
        keys: Sequence[str],
        *,
        done: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Write the list as it stands, these columns of it, to a file."""
        columns = [column for column in self.table.columns if column.key in keys]
        ids = self.table.ids()
        self._desk.background.network(
            lambda: write_list(path, ids, columns=columns, load_rows=self._load),
            owner=self,
            done=done,
            failed=failed,
        )

    def try_out(
        self, actions: Sequence[tuple[str, Command]], done: Callable[[Refusal | None], None]
    ) -> None:
        """Ask the very rules that would refuse the first of these actions."""
        if actions:
            name, command = actions[0]
            self._desk.read(
                lambda connection: self._desk.try_out(connection, name, command),
                owner=self,
                done=done,
            )

    def _find(self, query: Query) -> list[Id]:
        asking = query.filter if isinstance(query.filter, Asking) else self._asking
        asked = msgspec.structs.replace(
            asking, sort=query.sort or asking.sort, is_descending=query.descending
        )
        with self._desk.database.read() as connection:
            return order_lists.find_orders(connection, asked)

    def _load(self, ids: Sequence[Id]) -> Mapping[Id, OrderSummary]:
        with self._desk.database.read() as connection:
            return derived.get_many(connection, OrderSummary, ids)

    def _count(self) -> None:
        asking = self._asking

        def read(connection: Connection) -> Counts:
            return Counts(
                views=order_lists.count_views(connection, asking),
                levels=order_lists.count_levels(connection, asking),
                sums=summed(order_lists.amounts(connection, asking)),
                ports=tuple(order_lists.load_ports(connection)),
                owners=frozenset(order_lists.owners(connection)),
                teams=tuple(order_lists.teams(connection)),
                incoterms=tuple(order_lists.incoterms(connection)),
            )

        self._desk.read(read, owner=self, done=self._take_counts)

    def _take_counts(self, counts: Counts) -> None:
        self.counts = counts
        self.counted.emit()

    def _take_in(self, changes: Changes) -> None:
        if changes.orders or changes.touches("orders", "partners"):
            self.table.refresh(sorted(changes.orders))
            self.changed_ids |= changes.orders
            self._settling.start()

    def _read_again(self) -> None:
        self.table.reload(hold=bool(self.table.ids()))
        self._counting.start()


def _comment(row: OrderSummary, text: str) -> WriteComment:
    return WriteComment(order_id=row.id, text=text, node=row.node, subject_id=row.subject_id)


def order_name(summary: OrderSummary) -> str:
    """Return an order's number, or the name of a draft that head office has not numbered."""
    return summary.order_no or f"draft-{short(summary.id)}"


_WIDTHS = (92, 0, 0, 118, 84, 92, 96, 138, 84, 180)


def order_columns(desk: Desk, wording: Wording) -> tuple[Column[OrderSummary], ...]:
    """Return the columns of the orders list, in their order."""
    makers = _Cells(desk, wording).by_column()
    headings = (
        QCoreApplication.translate("OrderList", "Order"),
        QCoreApplication.translate("OrderList", "Buyer"),
        QCoreApplication.translate("OrderList", "Goods"),
        QCoreApplication.translate("OrderList", "Amount"),
        QCoreApplication.translate("OrderList", "Payment"),
        QCoreApplication.translate("OrderList", "Progress"),
        QCoreApplication.translate("OrderList", "Current node"),
        QCoreApplication.translate("OrderList", "Ball with"),
        QCoreApplication.translate("OrderList", "ETD"),
        QCoreApplication.translate("OrderList", "Slack to the next limit"),
    )
    return tuple(
        Column(
            key, heading, cell, width, right=key == "amount", sortable=key != "phases", hint=hint
        )
        for (key, (cell, hint)), heading, width in zip(
            makers.items(), headings, _WIDTHS, strict=True
        )
    )


class _Cells:
    """Makes the cells of one order's row."""

    def __init__(self, desk: Desk, wording: Wording) -> None:
        self._desk = desk
        self._wording = wording

    def by_column(
        self,
    ) -> dict[str, tuple[Callable[[OrderSummary], Cell], Callable[[OrderSummary], str] | None]]:
        """Return what makes each column's cell and its tooltip, in the columns' order."""
        return {
            "order_no": (self.number, None),
            "buyer": (self.buyer, self.all_words),
            "goods": (self.goods, self.all_words),
            "amount": (self.amount, None),
            "payment_term": (self.payment, self.all_words),
            "phases": (self.phases, None),
            "node": (self.node, None),
            "ball_day": (self.ball, self.silence),
            "etd": (self.etd, None),
            "slack": (self.slack, self.limit),
        }

    def number(self, row: OrderSummary) -> Cell:
        return Link(order_name(row))

    def buyer(self, row: OrderSummary) -> Cell:
        return Text(row.buyer)

    def goods(self, row: OrderSummary) -> Cell:
        return Text(row.goods)

    def all_words(self, row: OrderSummary) -> str:
        """Return what narrow columns leave out."""
        parts = (row.buyer, row.goods, self.amount(row).spoken, self.payment(row).spoken)
        return "\n".join(part for part in parts if part)

    def limit(self, row: OrderSummary) -> str:
        """Return which limit the slack is counted to, and its day."""
        named = f"deadline_{row.limit_code}"
        name = self._wording.words(named) if self._wording.has(named) else ""
        return f"{name} {self._wording.day(row.limit_on)}".strip() if row.limit_on else ""

    def amount(self, row: OrderSummary) -> Cell:
        return Money(f"{row.currency} {self._wording.amount(row.amount, row.currency)}")

    def payment(self, row: OrderSummary) -> Cell:
        return Text(self._wording.words(f"value_payment_term_{row.payment_term}"), ink="ink2")

    def phases(self, row: OrderSummary) -> Cell:
        states = row.phases.split(",")
        busy = (PhaseState.CURRENT.value, PhaseState.OVERDUE.value)
        at = next((place for place, state in enumerate(states) if state in busy), len(states))
        late = PhaseState.OVERDUE.value in states
        return Phases(at, self._node(row), late=late, count=len(states))

    def node(self, row: OrderSummary) -> Cell:
        return Text(self._node(row))

    def ball(self, row: OrderSummary) -> Cell:
        if not row.node:
            return Text("")
        waiting = row.node_state in (NodeState.WAIT_BUYER, NodeState.WAIT_THIRD_PARTY)
        if waiting and not row.silent_days:
            return mark(look().state("node", row.node_state.lower()), self._wording.language)
        name = self._desk.name_of(row.ball_id, self._wording.language)
        held = self._silent(row) if row.silent_days else self._wording.held(row.ball_day)
        shown = name or self._wording.role(row.ball_role)
        late = row.ball_overdue or bool(row.silent_days)
        return Person(shown, held, late=late, tint=crc32(shown.encode()))

    def silence(self, row: OrderSummary) -> str:
        """Return for how long nothing was heard, and that whoever has the ball owes a word."""
        if not row.silent_days:
            return ""
        name = self._desk.name_of(row.ball_id, self._wording.language)
        return QCoreApplication.translate("OrderList", "{silent}; {name} owes the update").format(
            silent=self._silent(row), name=name or self._wording.role(row.ball_role)
        )

    def _silent(self, row: OrderSummary) -> str:
        return self._wording.words("silent_for", {"days": row.silent_days})

    def etd(self, row: OrderSummary) -> Cell:
        return Text(self._wording.day(row.etd), ink="ink" if row.etd else "ink3")

    def slack(self, row: OrderSummary) -> Cell:
        if row.slack is None:
            return Text("")
        level = next((name for days, name in _SLACK_LEVELS if row.slack <= days), "normal")
        past = row.limit_on is not None and row.limit_on < self._desk.today()
        words = self._wording.slack(row.slack, is_past=past)
        said: Mark = mark(look().state("level", level), self._wording.language, text=words)
        return Slack(row.slack, said)

    def _node(self, row: OrderSummary) -> str:
        if not row.node:
            if row.state is OrderState.OPEN:
                return ""
            return self._wording.words(f"value_state_{row.state}")
        newest = self._desk.seat.rules.newest_process
        return self._wording.node(self._desk.process(newest), row.node, short=True)


def summed(amounts: Sequence[tuple[str, str]]) -> dict[str, Decimal]:
    """Return the sum of each currency, the largest first."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + Decimal(amount)
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
