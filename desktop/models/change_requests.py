"""Change requests: what each would do, how far it has come, and which step may be taken now."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import cast

import msgspec
from sqlalchemy import Connection
from typing_extensions import override

from desktop.models.views import ViewsModel
from sync import clock
from sync.domain import change_impact
from sync.domain.authority_commands import ChangeStep, HearChange
from sync.domain.change_impact import Effect, Wanted
from sync.domain.change_requests import KINDS, ChangeRequest, ChangeState, ChangeType
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.people import Role, roles_of
from sync.domain.products import Product
from sync.domain.records import Value, record, to_row, to_value
from sync.domain.refusals import Refusal
from sync.store import approval_lists, rows
from sync.store.facts import load_facts

_DAYS = 90
_NOUNS = ("change_requests", "approvals", "users", "config_items")
_STEPS: dict[ChangeState, tuple[str, ...]] = {
    ChangeState.DRAFT: ("change.withdraw", "change.submit"),
    ChangeState.ASSESSING: ("change.withdraw", "change.submit"),
    ChangeState.APPROVING: ("change.withdraw",),
    ChangeState.APPROVED: ("change.withdraw", "change.confirm", "change.apply"),
    ChangeState.URGENT: ("change.apply",),
    ChangeState.CONFIRMED: ("change.apply",),
    ChangeState.IMPLEMENTED: ("change.verify",),
}
_NOTED = ("change.confirm", "change.hear")
"""Steps that need a note; asked with one so that only what else is missing locks the button."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step that the state offers: the action, its role where one is meant, and why not."""

    action: str
    role: str = ""
    no: Refusal | None = None
    needs_note: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a role is to say, and whether it said it and acknowledged."""

    role: str
    heard: str
    acknowledged: str


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A change as the desk shows it."""

    change: ChangeRequest
    order_no: str
    author: str
    wanted: tuple[Wanted, ...]
    effects: tuple[Effect, ...]
    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    clash: tuple[Wanted, ...]
    urgent_by: str
    is_overdue: bool
    may_urge: bool

    @property
    def id(self) -> Id:
        """Return the id of what is shown."""
        return self.change.id

    @property
    def watched_order(self) -> Id:
        """Return the order whose changes change it too."""
        return self.change.order_id


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A field that a change could set: of which row, and what it is now."""

    entity: str
    id: Id
    field: str
    now: Value
    called: str


class ChangesModel(ViewsModel[ChangeView]):
    """The changes this person may see; `loaded` carries their views."""

    nouns = _NOUNS

    def look_up(self, number: str, done: Callable[[OrderFacts | None], None]) -> None:
        """Find an order by its number, and tell its facts; None where there is none."""

        def read(connection: Connection) -> OrderFacts | None:
            found = rows.find(connection, "orders", "order_no", number) if number else []
            return next(iter(load_facts(connection, [str(row["id"]) for row in found])), None)

        self.desk.read(read, owner=self, done=done)

    def authorisers(self) -> list[tuple[Id, str]]:
        """Return who may allow an urgent change: their ids and names."""
        me = self.desk.seat.user.id
        people = [p for p in self.desk.seat.people.values() if p.active and p.level >= 2]
        return [(p.id, self._name(p.id)) for p in people if p.id != me]

    @override
    def _read(self, connection: Connection) -> list[ChangeView]:
        since = str(to_value(clock.now() - timedelta(days=_DAYS)))
        found = approval_lists.changes_since(connection, since)
        changes = [record(ChangeRequest, row) for row in found]
        orders = sorted({change.order_id for change in changes})
        facts = {each.order.id: each for each in load_facts(connection, orders)}
        return [
            self._view(connection, change, facts[change.order_id])
            for change in changes
            if change.order_id in facts
        ]

    def _view(self, connection: Connection, change: ChangeRequest, facts: OrderFacts) -> ChangeView:
        now = clock.now()
        due = change.ratify_by
        is_open = change.ratified_at is None and change.state is not ChangeState.ROLL_BACK
        is_waiting = change.state in (ChangeState.DRAFT, ChangeState.ASSESSING)
        return ChangeView(
            change=change,
            order_no=facts.order.order_no,
            author=self._name(change.created_by),
            wanted=_sets(change),
            effects=effects_of(connection, change, facts),
            steps=tuple(self._steps(connection, change)),
            parts=tuple(_parts(change)),
            clash=_wanted(change.clash),
            urgent_by=self._name(change.urgent_by),
            is_overdue=due is not None and now > due and is_open,
            may_urge=is_waiting
            and change.urgent_cutoff_at is None
            and change.created_by == self.desk.seat.user.id,
        )

    def _steps(self, connection: Connection, change: ChangeRequest) -> list[Step]:
        """Ask the rules themselves about each step that the state offers."""
        found = [self._step(connection, change, name) for name in _STEPS.get(change.state, ())]
        if change.urgent_by == self.desk.seat.user.id and change.urgent_at is None:
            found.append(self._step(connection, change, "change.authorise"))
        is_done = change.state is ChangeState.APPLIED
        action = "change.acknowledge" if is_done else "change.hear"
        said = cast(
            "dict[str, object]", json.loads(change.acknowledged if is_done else change.heard)
        )
        held = roles_of(self.desk.seat.user)
        roles = [r for r in KINDS[change.change_type].consult if r in held and r not in said]
        if is_done or change.state in _STEPS:
            found += [self._step(connection, change, action, role) for role in roles]
        return [step for step in found if step.action != "change.hear" or step.no is None]

    def _step(
        self, connection: Connection, change: ChangeRequest, action: str, role: Role | None = None
    ) -> Step:
        plain = ChangeStep(id=change.id, note="-")
        command = plain if role is None else HearChange(id=change.id, role=role.value, note="-")
        no = self.desk.try_out(connection, action, command)
        return Step(action=action, role=role or "", no=no, needs_note=action in _NOTED)

    def _name(self, user_id: str) -> str:
        return self.desk.name_of(user_id, self._language)


def effects_of(
    connection: Connection, change: ChangeRequest, facts: OrderFacts
) -> tuple[Effect, ...]:
    """Return what head office computed, or, before that, what follows from what is here."""
    if change.impact:
        return msgspec.json.decode(change.impact, type=tuple[Effect, ...])
    wanted = _sets(change)
    after = change_impact.changed(facts, wanted)
    found = rows.get_many(connection, "products", {line.product_id for line in after.lines})
    products = {key: record(Product, row) for key, row in found.items()}
    return change_impact.effects(facts, wanted, change.change_type, products)


def choices_for(facts: OrderFacts, kind: ChangeType) -> list[Choice]:
    """Return the fields of an order that a type of change may set."""
    things = (
        ("orders", (facts.order,)),
        ("order_lines", facts.lines),
        ("shipments", facts.shipments),
        ("letters_of_credit", facts.letters_of_credit),
    )
    found: list[Choice] = []
    for name in sorted(KINDS[kind].fields):
        entity, _, field = name.partition(".")
        for item in dict(things)[entity]:
            row = to_row(item)
            called = str(row.get("description") or row.get("number") or "")
            found.append(
                Choice(entity=entity, id=item.id, field=field, now=row[field], called=called)
            )
    return found


def _sets(change: ChangeRequest) -> tuple[Wanted, ...]:
    texts = (change.wanted, change.wanted_money, change.wanted_supplier)
    return tuple(wish for text in texts for wish in _wanted(text))


def _wanted(text: str) -> tuple[Wanted, ...]:
    return msgspec.json.decode(text, type=tuple[Wanted, ...]) if text else ()


def _parts(change: ChangeRequest) -> list[Part]:
    heard = cast("dict[str, list[str]]", json.loads(change.heard))
    known = cast("dict[str, list[str]]", json.loads(change.acknowledged))
    return [
        Part(
            role=role.value,
            heard=heard[role][-1] if role in heard else "",
            acknowledged=known[role][1][:10] if role in known else "",
        )
        for role in KINDS[change.change_type].consult
    ]
