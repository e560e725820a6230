"""Requests: what waits for me, why me, what it is about, and what became of what I decided."""

import json
from datetime import datetime, timedelta
from typing import cast

import msgspec
from sqlalchemy import Connection
from typing_extensions import override

from desktop.models.desk import Desk
from desktop.models.views import ViewsModel
from sync import clock
from sync.actions import authority
from sync.actions.workspace import Workspace
from sync.domain.approval_flow import from_text, standing
from sync.domain.approvals import Approval, ApprovalState, Choice
from sync.domain.authority import Table
from sync.domain.authority_commands import RemindApproval
from sync.domain.change_impact import Effect
from sync.domain.commands import DecideApproval, WithdrawApproval
from sync.domain.ids import Id
from sync.domain.records import Value, record, to_value
from sync.domain.refusals import Refusal
from sync.store import approval_lists, rows

_DAYS = 30
_NOUNS = ("approvals", "decisions", "delegations", "users", "config_items")
Row = dict[str, Value]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the decision table that matched: its words, the value, the level it asks for."""

    row: str
    zh: str
    en: str
    value: str
    level: int


class SeatView(msgspec.Struct, frozen=True, kw_only=True):
    """A seat of the flow: its step, how many it still lacks, whether it is asked now."""

    name: str
    step: int
    lacking: int
    is_now: bool


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: whose, in whose stead, what, when, and what became of it."""

    author: str
    in_stead_of: str
    choice: str
    note: str
    outcome: str
    why: str
    claimed_at: datetime | None
    is_mine: bool


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A request as the desk shows it; `no` says why this person cannot decide it now."""

    approval: Approval
    order_no: str
    asker: str
    forwarded: str
    packet: dict[str, object]
    hits: tuple[Hit, ...]
    seats: tuple[SeatView, ...]
    fates: tuple[Fate, ...]
    effects: tuple[Effect, ...]
    no: Refusal | None
    no_reminder: Refusal | None
    no_withdrawal: Refusal | None
    is_own: bool
    due_hours: int

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be decided."""
        return self.approval.state is ApprovalState.OPEN

    @property
    def waits_for_me(self) -> bool:
        """Return whether this person may decide it now, and has not."""
        mine = any(fate.is_mine and fate.outcome == "provisional" for fate in self.fates)
        return self.is_open and self.no is None and not mine

    @property
    def is_provisional(self) -> bool:
        """Return whether this person decided it and head office has not judged that."""
        return any(fate.is_mine and fate.outcome == "provisional" for fate in self.fates)

    @property
    def id(self) -> Id:
        """Return the id of what is shown."""
        return self.approval.id

    @property
    def watched_order(self) -> Id:
        """Return the order whose changes change it too."""
        return self.approval.order_id if self.is_open else ""


class ApprovalsModel(ViewsModel[RequestView]):
    """The requests this person may see; `loaded` carries their views."""

    nouns = _NOUNS

    @override
    def _read(self, connection: Connection) -> list[RequestView]:
        since = str(to_value(clock.now() - timedelta(days=_DAYS)))
        found = [record(Approval, row) for row in approval_lists.requests_since(connection, since)]
        decided = approval_lists.decisions_on(connection, [each.id for each in found])
        return [self._view(connection, each, decided.get(each.id, [])) for each in found]

    def _view(self, connection: Connection, approval: Approval, decided: list[Row]) -> RequestView:
        work = Workspace(connection)
        order = rows.get(connection, "orders", approval.order_id) or {}
        table, _ = authority.table_of(work, approval.table_version)
        return RequestView(
            approval=approval,
            order_no=str(order.get("order_no") or ""),
            asker=self._name(approval.requested_by),
            forwarded=self._name(approval.forwarded_to),
            packet=_read_json(approval.packet),
            hits=_hits(approval, table),
            seats=_seats(work, approval),
            effects=_effects(connection, approval),
            fates=tuple(self._fate(row) for row in decided),
            is_own=approval.requested_by == self.desk.seat.user.id,
            due_hours=table.decide_hours.get(str(approval.level), 0),
            **self._reasons(connection, approval),
        )

    def _reasons(self, connection: Connection, approval: Approval) -> dict[str, Refusal | None]:
        """Ask the rules themselves what may be done with an open request."""
        if approval.state is not ApprovalState.OPEN:
            closed = Refusal(
                code="approval_not_open",
                facts={"title": approval.title, "state": approval.state.value},
            )
            return dict.fromkeys(("no", "no_reminder", "no_withdrawal"), closed)
        ask = self.desk.try_out
        return {
            "no": _try_deciding(self.desk, connection, approval.id),
            "no_reminder": ask(connection, "approval.remind", RemindApproval(id=approval.id)),
            "no_withdrawal": ask(connection, "approval.withdraw", WithdrawApproval(id=approval.id)),
        }

    def _fate(self, row: Row) -> Fate:
        claimed = str(row["claimed_at"] or "")
        return Fate(
            author=self._name(str(row["author_id"])),
            in_stead_of=self._name(str(row["for_id"] or "")),
            choice=str(row["choice"]),
            note=str(row["note"]),
            outcome=str(row["outcome"]),
            why=str(row["why"]),
            claimed_at=datetime.fromisoformat(claimed) if claimed else None,
            is_mine=row["author_id"] == self.desk.seat.user.id,
        )

    def _name(self, user_id: str) -> str:
        return self.desk.name_of(user_id, self._language)


def count_waiting(desk: Desk, connection: Connection) -> int:
    """Return how many open requests this person may decide now, and has not decided."""
    opened = rows.find(connection, "approvals", "state", ApprovalState.OPEN.value)
    decided = approval_lists.decisions_on(connection, [str(row["id"]) for row in opened])
    return sum(
        _try_deciding(desk, connection, str(row["id"])) is None
        and not any(
            said["author_id"] == desk.seat.user.id and said["outcome"] == "provisional"
            for said in decided.get(str(row["id"]), ())
        )
        for row in opened
    )


def _try_deciding(desk: Desk, connection: Connection, approval_id: Id) -> Refusal | None:
    command = DecideApproval(approval_id=approval_id, decision=Choice.APPROVE.value)
    return desk.try_out(connection, "approval.decide", command)


def _read_json(text: str) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(text)) if text else {}


def _hits(approval: Approval, table: Table) -> tuple[Hit, ...]:
    matched: list[tuple[str, str, int]] = []
    if approval.matched:
        matched = msgspec.json.decode(approval.matched, type=list[tuple[str, str, int]])
    case = _read_json(approval.case)
    known = {row.id: row for row in table.rows}
    return tuple(
        Hit(
            row=row,
            zh=known[row].zh,
            en=known[row].en,
            value=str(case.get(fact, "")),
            level=level,
        )
        for row, fact, level in matched
        if row in known
    )


def _seats(work: Workspace, approval: Approval) -> tuple[SeatView, ...]:
    flow = from_text(approval.flow)
    now = standing(flow, authority.said_on(work, approval))
    is_open = approval.state is ApprovalState.OPEN
    return tuple(
        SeatView(
            name=seat.name,
            step=place + 1,
            lacking=seat.needed if place > now.step else now.lacking.get(seat.name, 0),
            is_now=is_open and place == now.step and seat.name in now.lacking,
        )
        for place, step in enumerate(flow)
        for seat in step
    )


def _effects(connection: Connection, approval: Approval) -> tuple[Effect, ...]:
    """Return what the request's change would do; nothing where it is of no change."""
    row = rows.get(connection, "change_requests", approval.change_id)
    if row is None or not row["impact"]:
        return ()
    return msgspec.json.decode(str(row["impact"]), type=tuple[Effect, ...])
