"""The sample's conflicts: made as two people make them, one still open, others decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec
from sqlalchemy import Connection

from sync.actions.context import Context, Rules
from sync.actions.deed import Deed
from sync.actions.office import Bench
from sync.actions.perform import perform
from sync.actions.workspace import Workspace
from sync.domain.commands import DecideConflict, Edit
from sync.domain.ids import row_id
from sync.domain.orders import OrderLine, OrderState
from sync.domain.people import Role, User, actor_of
from sync.domain.records import plain, to_value
from sync.server.sample_orders import Told
from sync.server.sample_people import Cast
from sync.server.scrutiny import read_command
from sync.store import feed
from sync.wire.codec import pack_args
from sync.wire.messages import Operation

DECIDED = 3
OPEN_SINCE = timedelta(minutes=38)


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who does something at a moment."""

    who: User
    at: datetime
    name: str


class _Detail(msgspec.Struct, frozen=True):
    """What a verdict says: of a review, the conflict's id."""

    facts: dict[str, str]


class Quarrel(msgspec.Struct, frozen=True, kw_only=True):
    """A line whose price its seller and the manager change without seeing each other."""

    line: OrderLine
    seller: User
    manager: User
    at: datetime
    is_decided: bool


def add_conflicts(
    connection: Connection, told: Sequence[Told], cast: Cast, *, rules: Rules, now: datetime
) -> int:
    """Let prices be changed on two desks; return how many conflicts came of it."""
    quarrels = _quarrels(told, cast, now)
    for quarrel in quarrels:
        _settle(connection, quarrel, rules)
    return len(quarrels)


def _quarrels(told: Sequence[Told], cast: Cast, now: datetime) -> list[Quarrel]:
    """Return one quarrel for today, and earlier ones that were decided."""
    manager, first = cast.with_role(Role.MGR)[0], cast.sellers()[0]
    busy = [each for each in told if _is_in_production(each)]
    busy.sort(key=lambda each: (-each.facts.lines[0].unit_price, each.plot.id))
    own = [each for each in busy if each.facts.order.owner_id == first.id]
    others = [each for each in busy if each.facts.order.owner_id != first.id]
    chosen = [*own[:1], *others[:DECIDED]]
    return [
        Quarrel(
            line=each.facts.lines[0],
            seller=each.plot.terms.buyer.owner,
            manager=manager,
            at=now - OPEN_SINCE - timedelta(days=2 * days),
            is_decided=days > 0,
        )
        for days, each in enumerate(chosen)
    ]


def _is_in_production(told: Told) -> bool:
    begun = {node.node for node in told.facts.nodes if node.finished_at is None}
    return told.facts.order.state is OrderState.OPEN and bool(begun & {"N08", "N09", "N10"})


def _settle(connection: Connection, quarrel: Quarrel, rules: Rules) -> None:
    line = quarrel.line
    first = Hand(who=quarrel.manager, at=quarrel.at - timedelta(minutes=17), name="theirs")
    second = Hand(who=quarrel.seller, at=quarrel.at, name="mine")
    wanted = [(first, _cheaper(line, 1)), (second, _cheaper(line, 2))]
    seen = [
        _operation(connection, hand, "line.edit", _edit(line, price), rules=rules)
        for hand, price in wanted
    ]
    conflict = _judge(connection, seen, (first, second), rules)
    if quarrel.is_decided:
        third = Hand(who=quarrel.seller, at=quarrel.at + timedelta(minutes=25), name="decided")
        choice = DecideConflict(id=conflict, set={"unit_price": wanted[1][1]})
        deciding = _operation(connection, third, "conflict.decide", choice, rules=rules)
        _judge(connection, [deciding], (third,), rules)


def _judge(
    connection: Connection, operations: list[Operation], hands: tuple[Hand, ...], rules: Rules
) -> str:
    """Let head office judge operations as those of a push; return the conflict of the last."""
    bench = Bench(connection, feed.raise_head(connection))
    detail = ""
    for operation, hand in zip(operations, hands, strict=True):
        context = _context(hand, operation.op_id, rules, at_head_office=True)
        command = read_command(operation)
        detail = bench.judge(operation, command, context).detail
    bench.write()
    return msgspec.json.decode(detail, type=_Detail).facts.get("id", "") if detail else ""


def _operation(
    connection: Connection, hand: Hand, action: str, command: Edit | DecideConflict, *, rules: Rules
) -> Operation:
    """Return the operation as a desk makes it: with what its author saw."""
    op_id = row_id("sample", hand.name, command.id)
    work = Workspace(connection)
    deed = Deed(work, _context(hand, op_id, rules, at_head_office=False))
    work.begin()
    perform(deed, action, command)
    return Operation(
        seq=1,
        op_id=op_id,
        at=str(to_value(hand.at)),
        action=action,
        args=pack_args(command),
        base=deed.seen.noted,
        offline=hand.name == "mine",
    )


def _context(hand: Hand, op_id: str, rules: Rules, *, at_head_office: bool) -> Context:
    return Context(
        actor=actor_of(hand.who),
        operation_id=op_id,
        acted_at=hand.at,
        now=hand.at,
        rules=rules,
        at_head_office=at_head_office,
        offline=hand.name == "mine",
    )


def _edit(line: OrderLine, price: str) -> Edit:
    return Edit(id=line.id, set={"unit_price": price})


def _cheaper(line: OrderLine, steps: int) -> str:
    """Return the price some steps of about one percent lower."""
    step = max(Decimal("0.01"), (line.unit_price / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return plain(line.unit_price - steps * step)
