"""Keeps what lists show in step with the rows: after each change, and when time goes by.

Warnings come first: they need less than lists do, and matter more.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.actions import company_alarms
from sync.actions.context import Rules
from sync.clock import today
from sync.domain.early_warnings import WarningSettings, settings_of
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.records import record
from sync.domain.settings import ConfigItem
from sync.domain.summaries import Alarmed, Derived, Ground, alarm, derive
from sync.domain.warning_case import case_of
from sync.domain.warning_papers import asks_for_papers
from sync.store import alarms, derived, rows
from sync.store.facts import load_facts, load_warned_of
from sync.store.sights import Hidden, hidden_here
from sync.store.warning_files import load_warning_settings

PORTION = 100
"""Orders that one transaction computes.

Short enough that a person's own action never waits long.
"""
WARNED_PORTION = 500
"""Orders whose warnings one transaction computes: as long as the lists of 100."""


def refresh(
    connection: Connection, order_ids: Sequence[Id], *, rules: Rules, now: datetime
) -> None:
    """Compute anew what lists show of these orders; those that are gone are let go of.

    And what is warned of with whom they have to do.
    """
    settings = settings_here(connection)
    kept = load_facts(connection, order_ids, hidden_here(connection))
    found = [_derived(facts_of, rules, settings, now) for facts_of in kept]
    before = company_alarms.people_at(connection, order_ids)
    derived.put(connection, found, order_ids)
    told = [each.alarmed for each in found]
    touched = alarms.put(connection, told, order_ids, today(now))
    people = before | {item.owner_id for part in found for item in part.work}
    ground = company_alarms.Ground(rules=rules, settings=settings, now=now)
    company_alarms.refresh_touched(connection, touched, people, ground)


def refresh_stale(connection: Connection, *, rules: Rules, now: datetime) -> int:
    """Compute a portion of what stands no longer. Return how much it was; 0 when all stands."""
    unwarned = alarms.stale(connection, now)[:WARNED_PORTION]
    if unwarned:
        refresh_warnings(connection, unwarned, rules=rules, now=now)
        return len(unwarned)
    ground = company_alarms.Ground(rules=rules, settings=settings_here(connection), now=now)
    about = company_alarms.refresh_stale(connection, ground)
    if about:
        return about
    stale = derived.stale(connection, today(now).isoformat())[:PORTION]
    if stale:
        refresh(connection, stale, rules=rules, now=now)
    return len(stale)


def refresh_warnings(
    connection: Connection, order_ids: Sequence[Id], *, rules: Rules, now: datetime
) -> None:
    """Compute the warnings of these orders anew, and nothing else.

    Most warn of nothing, and little of them is loaded; of those that do, all is: for who has it in
    hand, and for their papers.
    """
    settings, hidden = settings_here(connection), hidden_here(connection)
    found, warned = _screened(connection, order_ids, hidden, _Eye(rules, settings, now))
    full = load_facts(connection, warned, hidden)
    found += [alarm(each, ground_of(each, rules, settings, now)) for each in full]
    touched = alarms.put(connection, found, order_ids, today(now))
    alarms.tell_summaries(connection, found)
    company_alarms.mark(connection, touched)


class _Eye(msgspec.Struct, frozen=True):
    """By what, and when, orders are looked at."""

    rules: Rules
    settings: WarningSettings
    now: datetime


def _screened(
    connection: Connection, order_ids: Sequence[Id], hidden: Hidden, eye: _Eye
) -> tuple[list[Alarmed], list[Id]]:
    """Return the orders that warn of nothing, and the ids of those that do."""
    calm: list[Alarmed] = []
    warned: list[Id] = []
    for facts in load_warned_of(connection, order_ids, hidden):
        case = case_of(facts, calendars=eye.rules.calendars, now=eye.now, settings=eye.settings)
        if asks_for_papers(case):
            warned.append(facts.order.id)
            continue
        alarmed = alarm(facts, ground_of(facts, eye.rules, eye.settings, eye.now))
        if alarmed.warnings:
            warned.append(facts.order.id)
        else:
            calm.append(alarmed)
    return calm, warned


def settings_here(connection: Connection) -> WarningSettings:
    """Return the lines as head office has them."""
    items = [record(ConfigItem, row) for row in rows.all_rows(connection, "config_items")]
    return settings_of(items, defaults=load_warning_settings())


def _derived(facts: OrderFacts, rules: Rules, settings: WarningSettings, now: datetime) -> Derived:
    return derive(facts, ground_of(facts, rules, settings, now))


def ground_of(facts: OrderFacts, rules: Rules, settings: WarningSettings, now: datetime) -> Ground:
    """Return what an order is judged on, beside its facts."""
    return Ground(
        process=rules.process(facts.order.process_version),
        calendars=rules.calendars,
        settings=settings,
        now=now,
        today=today(now),
    )
