"""Keeps what lists show in step with the rows: after each change, and when the day turns."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from sync.actions.context import Rules
from sync.clock import today
from sync.domain.early_warnings import WarningSettings, settings_of
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.records import record
from sync.domain.settings import ConfigItem
from sync.domain.summaries import Derived, Ground, derive
from sync.store import derived, rows
from sync.store.facts import load_facts
from sync.store.sights import hidden_here
from sync.store.warning_files import load_warning_settings

PORTION = 100
"""Orders that one transaction computes.

Short enough that a person's own action never waits long.
"""


def refresh(
    connection: Connection, order_ids: Sequence[Id], *, rules: Rules, now: datetime
) -> None:
    """Compute anew what lists show of these orders; those that are gone are let go of."""
    settings = _settings(connection)
    kept = load_facts(connection, order_ids, hidden_here(connection))
    found = [_derived(facts_of, rules, settings, now) for facts_of in kept]
    derived.put(connection, found, order_ids)


def refresh_stale(connection: Connection, *, rules: Rules, now: datetime) -> int:
    """Compute a portion of what is not of today. Return how many orders it was; 0 when all is."""
    stale = derived.stale(connection, today(now).isoformat())[:PORTION]
    refresh(connection, stale, rules=rules, now=now)
    return len(stale)


def _settings(connection: Connection) -> WarningSettings:
    items = [record(ConfigItem, row) for row in rows.all_rows(connection, "config_items")]
    return settings_of(items, defaults=load_warning_settings())


def _derived(facts: OrderFacts, rules: Rules, settings: WarningSettings, now: datetime) -> Derived:
    ground = Ground(
        process=rules.process(facts.order.process_version),
        calendars=rules.calendars,
        settings=settings,
        now=now,
        today=today(now),
    )
    return derive(facts, ground)
