"""Two companies that differ only in what a role may not see send its desk the same bytes.

In the pulls, the first copy's segments, the comparisons, and in what is said of operations; with
prices that two seniors quarrel about, rows that are removed, and a person who tries what they may
not.
"""

import random
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync import clock
from sync.client.transport import Answer, Call
from sync.domain.commands import ACTIONS
from sync.domain.entities import ENTITIES
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.people import Role, User
from sync.domain.projections import Projection, projection_of
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.records import Record, field_types
from sync.store import permission_files, rows
from sync.store.blobs import blobs_in
from sync.wire import codec
from sync.wire.messages import Operation, Push
from tests.amounts import SEED, amount
from tests.builders import (
    a_line,
    a_partner,
    a_shipment,
    a_user,
    an_id,
    an_order,
    noun_of,
    prepare_office,
    seed_office,
)
from tests.offices import Desk, OfficeHere, Wire
from tests.simulation import disks
from tests.simulation.fate import Fate
from tests.simulation.world import injected

PAIRS = amount(1)
"""Pairs of worlds for each role."""
ORDER, LINE, OTHER_LINE = an_id("order"), an_id("line"), an_id("other line")
SENIORS = (a_user("wei", "GM", "MGR", "SSR", "FIN", level=4), a_user("hua", "GM", "SSR", level=4))
_SAME = frozenset({"id", "kinds", "state", "team", "position", "code", "currency", "order_no"})
"""What decides who sees a row, or whether an edit is one, is the same in both worlds."""


class Heard(Wire):
    """A way to head office that writes down every answer."""

    def __init__(self, office: OfficeHere) -> None:
        super().__init__(office)
        self.answers: list[tuple[str, int, bytes]] = []

    def call(self, call: Call) -> Answer:
        answer = super().call(call)
        self.answers.append((call.path, answer.status, answer.body))
        return answer


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_not_see_changes_no_byte_that_it_is_sent(role: Role, tmp_path: Path):
    for seed in range(1_000 * SEED, 1_000 * SEED + PAIRS):
        one, other = (_heard(role, seed, salt, tmp_path) for salt in (1, 2))
        differing = [
            place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]
        ]
        told = [one[place][0] for place in differing]
        assert (len(one), told) == (len(other), []), f"seed {seed}"


def test_the_worlds_do_differ(tmp_path: Path):
    """A senior, from whom little is hidden, hears different things in worlds of a packer's kind."""
    hidden = _hidden(frozenset({Role.LOG}))
    first, second = (_records(random.Random(salt), hidden) for salt in (1, 2))
    changed = [noun_of(a) for a, b in zip(first, second, strict=True) if a != b]
    assert {"order_lines", "receipts"} <= set(changed)
    assert [item.id for item in first] == [item.id for item in second]


def _heard(role: Role, seed: int, salt: int, tmp_path: Path) -> list[tuple[object, ...]]:
    """Return all that the desk of a role hears in a world, and what its replica then holds."""
    folder = tmp_path / "world"  # the same for both: devices are named by it
    folder.mkdir()
    watcher = a_user("ning", str(role), level=1)
    secret = random.Random(f"{seed} {salt}")
    with injected(Fate(seed)):
        office = _company(folder, watcher, secret)
        heard = Heard(office)
        desk = Desk(folder / "watcher", office, watcher, wire=heard)
        seniors = [Desk(folder / user.login, office, user) for user in SENIORS]
        for step in (_quarrel, _remove, _try_what_is_not_allowed):
            desk.sync()
            step(seniors, desk, secret, _hidden(frozenset({role})))
        office.build_snapshots()
        fresh = Desk(folder / "fresh", office, watcher, "fresh", wire=heard)
        fresh.sync()
        held = [(entity, *map(repr, fresh.rows(entity))) for entity in ENTITIES]
        for each in (desk, fresh, *seniors):
            each.close()
        office.database.close()
    shutil.rmtree(folder)
    return [*heard.answers, *held]


def _company(folder: Path, watcher: User, secret: random.Random) -> OfficeHere:
    database = disks.opened(folder / "office.db")
    prepare_office(database)
    hidden = _hidden(frozenset(Role(each) for each in watcher.roles.split(",")))
    seed_office(database, *SENIORS, watcher, *_records(secret, hidden))
    return OfficeHere(database, files=blobs_in(folder / "files", b"k" * 32))


def _hidden(roles: frozenset[Role]) -> Projection:
    return projection_of(roles, permission_files.load_permissions())


def _records(secret: random.Random, hidden: Projection) -> list[Record]:
    """Return a company's rows; what is hidden is drawn anew."""
    order = an_order(id=ORDER, order_no="SO26-0001", owner_id=SENIORS[0].id)
    plain: list[Record] = [
        a_partner(id=an_id("buyer"), owner_id=SENIORS[0].id, name="Nordlicht GmbH"),
        a_partner(id=an_id("maker"), kinds="supplier", name="Lan Feng", code="S1"),
        order,
        a_line(id=LINE, order_id=ORDER, position="1"),
        a_line(id=OTHER_LINE, order_id=ORDER, position="2"),
        a_shipment(id=an_id("shipment"), order_id=ORDER),
        LetterOfCredit(id=an_id("lc"), order_id=ORDER, number="LC1"),
        Receipt(id=an_id("receipt"), order_id=ORDER, amount=Decimal(9), currency="USD"),
        ReceiptAllocation(
            id=an_id("allocation"),
            order_id=ORDER,
            receipt_id=an_id("receipt"),
            amount=Decimal(9),
        ),
    ]
    return [_drawn(item, secret, hidden) for item in plain]


def _drawn(item: Record, secret: random.Random, hidden: Projection) -> Record:
    noun, row = noun_of(item), msgspec.structs.asdict(item)
    names = set(row) if hidden.hides(noun, row) else set(hidden.hidden(noun, row))
    blank = {each.name: each.default for each in msgspec.structs.fields(item)}
    fields: dict[str, object] = {}
    for name, kind in field_types(type(item)).items():
        if name in names - _SAME and not name.endswith("_id"):
            fields[name] = _value(kind, secret, blank[name])
    found = {name: value for name, value in fields.items() if value is not msgspec.NODEFAULT}
    return msgspec.structs.replace(item, **found)


def _value(kind: object, secret: random.Random, blank: object) -> object:
    """Return a value of a column's kind; now and then what one who may not see it is shown."""
    number = secret.randrange(1, 10_000)
    if number % 3 == 0:
        return blank
    if kind in (Decimal, Decimal | None):
        return Decimal(number) / 100
    if kind == date | None:
        return date(2026, 1 + number % 12, 1 + number % 28)
    return f"secret {number}" if kind is str else blank


def _quarrel(seniors: list[Desk], watcher: Desk, secret: random.Random, hidden: Projection) -> None:
    """Two seniors change the same price, each to another."""
    price = "unit_price" in hidden.fields.get("order_lines", ())
    for number, senior in enumerate(seniors):
        senior.pull()
        wanted = secret.randrange(100, 99_999) if price else 700 + number
        senior.do("line.edit", id=LINE, set={"unit_price": f"{wanted}.{number}7"})
    for senior in seniors:
        senior.sync()


def _remove(seniors: list[Desk], watcher: Desk, secret: random.Random, hidden: Projection) -> None:
    """A senior says something, gives the watcher a task, and removes a line."""
    seniors[0].sync()
    seniors[0].do("comment.add", order_id=ORDER, text="Steel is dearer")
    task = {"order_id": ORDER, "title": "Book", "assignee_id": watcher.user.id}
    seniors[0].do("task.add", set=task)
    seniors[0].do("line.remove", id=OTHER_LINE, reason="not wanted")
    seniors[0].sync()


def _try_what_is_not_allowed(
    seniors: list[Desk], watcher: Desk, secret: random.Random, hidden: Projection
) -> None:
    """The watcher asks for what a role may or may not do, past the rules of their own desk."""
    with seniors[0].replica.read() as connection:
        known = [str(row["id"]) for row in rows.all_rows(connection, "conflicts")]
    attempts = [
        ("line.edit", {"id": LINE, "set": {"unit_price": "1.11"}}),
        ("line.edit", {"id": LINE, "set": {"description": "Cup"}}),
        ("order.edit", {"id": ORDER, "set": {"goods": "Cups"}}),
        ("lc.edit", {"id": an_id("lc"), "set": {"amount": "3"}}),
        ("receipt.edit", {"id": an_id("receipt"), "set": {"amount": "3"}}),
        ("line.remove", {"id": LINE}),
        *(("conflict.decide", {"id": each, "set": {"unit_price": "1.11"}}) for each in known),
    ]
    for name, arguments in attempts:
        _ask(watcher, name, arguments)


def _ask(desk: Desk, name: str, arguments: dict[str, object]) -> None:
    """Say an operation to head office as an altered desk does; what comes back is heard."""
    action = ACTIONS[name]
    row = desk.row(action.entity, str(arguments["id"])) or {}
    given = arguments.get("set")
    seen = {field: row.get(field) for field in given} if isinstance(given, dict) else {}
    operation = Operation(
        seq=1,
        op_id=clock.new_id(),
        at="2026-11-20T08:00:00Z",
        action=name,
        args=codec.pack_args(action.kind(**arguments)),
        base={f"{action.entity}/{arguments['id']}": seen},
    )
    message = Push(incarnation=clock.new_id(), operations=[operation])
    desk.office.push(message, desk.replica.standing().badge)
