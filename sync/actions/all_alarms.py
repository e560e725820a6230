"""Every warning from nothing, as head office judges them: by the rules that desks use.

A desk keeps what it computed; here nothing is kept, so that the two can be compared.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from sync.actions.company_alarms import Ground, people_warnings
from sync.actions.context import Rules
from sync.actions.derived import ground_of, settings_here
from sync.clock import today
from sync.domain.early_warnings import EarlyWarning
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.orders import OrderState
from sync.domain.partners import Partner
from sync.domain.records import to_value
from sync.domain.summaries import derive
from sync.domain.tallies import Tally, tallies_of
from sync.domain.warning_company import company_warnings, sorted_warnings
from sync.domain.warning_rules import find_warnings
from sync.store import people_alarms
from sync.store.facts import load_facts
from sync.store.people_alarms import NodeInHand
from sync.store.rows import portions
from sync.store.tables import TABLES

_PORTION = 200


class _Gathered(msgspec.Struct):
    """What is learnt of orders one after another."""

    told: list[EarlyWarning]
    tallies: list[Tally]
    buyers: dict[Id, Partner]
    nodes: list[NodeInHand]


def find_all(connection: Connection, *, rules: Rules, now: datetime) -> tuple[EarlyWarning, ...]:
    """Return all warnings as things stand: of orders, of many orders, of people and devices."""
    around = Ground(rules=rules, settings=settings_here(connection), now=now)
    gathered = _Gathered([], [], {}, [])
    orders = TABLES["orders"]
    chosen = select(orders.c.id).order_by(orders.c.id)
    ids = [str(each) for each in connection.execute(chosen).scalars()]
    for part in portions(ids, _PORTION):
        for facts in load_facts(connection, [str(each) for each in part]):
            _gather(gathered, facts, around)
    people = people_alarms.everybody_seen(connection)
    known = set(people)
    nodes = [each for each in gathered.nodes if each.owner_id in known]
    of_people = people_warnings(connection, people, nodes, around)
    of_company = company_warnings(
        gathered.tallies, gathered.buyers, today=today(now), settings=around.settings
    )
    return sorted_warnings(
        (*gathered.told, *of_company, *(each for told in of_people.values() for each in told))
    )


def _gather(gathered: _Gathered, facts: OrderFacts, around: Ground) -> None:
    gathered.tallies += tallies_of(facts, around.rules.calendars)
    if facts.buyer is not None:
        gathered.buyers[facts.buyer.id] = facts.buyer
    ground = ground_of(facts, around.rules, around.settings, around.now)
    gathered.told += find_warnings(
        facts,
        calendars=ground.calendars,
        now=ground.now,
        settings=ground.settings,
        process=ground.process,
    )
    if facts.order.state is OrderState.OPEN:
        gathered.nodes += (
            NodeInHand(item.owner_id, item.subject_id, item.node, item.order_id, _text(item.due_on))
            for item in derive(facts, ground).work
        )


def _text(day: object) -> str | None:
    said = to_value(day)
    return None if said is None else str(said)
