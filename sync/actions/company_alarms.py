"""Warnings about many orders, people and this device: computed for whom a change concerns."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.actions.context import Rules
from sync.clock import today
from sync.domain.early_warnings import EarlyWarning, WarningSettings
from sync.domain.ids import Id
from sync.domain.partners import Partner
from sync.domain.records import record
from sync.domain.summaries import Named, WarningRow, warning_row
from sync.domain.tallies import Kind
from sync.domain.warning_company import share_warnings, subject_warnings
from sync.domain.warning_people import find_device_warnings, no_delegate, overload
from sync.domain.warning_rules import next_hour, next_midnight
from sync.store import alarms, people_alarms, rows, staleness
from sync.store.alarms import Subject
from sync.store.people_alarms import PERSON, NodeInHand, Span

SHARE = "share"
"""What the share of each buyer in all that is owed is about: W34 looks at all of them at once."""
PORTION = 200


class Ground(msgspec.Struct, frozen=True):
    """By what, and when, warnings are computed."""

    rules: Rules
    settings: WarningSettings
    now: datetime


def mark(connection: Connection, touched: Iterable[Subject]) -> None:
    """Have the warnings about these computed anew with the next portion."""
    found = sorted(touched)
    about = [about_of(each) for each in found]
    staleness.mark_unwarned(connection, [*about, *_shares(found)])


def about_of(subject: Subject) -> str:
    """Return the key by which warnings about a subject are kept."""
    return f"{subject[0].value}:{subject[1]}"


def people_at(connection: Connection, order_ids: Sequence[Id]) -> frozenset[Id]:
    """Return who has work on these orders by what lists show."""
    return people_alarms.at_work(connection, order_ids)


def refresh_touched(
    connection: Connection, touched: Iterable[Subject], people: Iterable[Id], ground: Ground
) -> None:
    """Compute at once what a change of orders touches.

    A person's load and the share of each buyer are thousands of rows, and no hurry: they come with
    the next portion.
    """
    found = sorted(touched)
    if found and people_alarms.sees_all_orders(connection):
        _refresh_subjects(connection, found, ground)
    seen = people_alarms.seen(connection, people)
    later = [*(f"{PERSON}{each}" for each in seen), *_shares(found)]
    staleness.mark_unwarned(connection, later)


def refresh_stale(connection: Connection, ground: Ground) -> int:
    """Compute a portion of what stands no longer; return how many it was."""
    done = 0
    if people_alarms.sees_all_orders(connection):
        subjects = {about_of(each): each for each in alarms.all_subjects(connection)}
        left = _not_standing(connection, [*subjects, SHARE], ground.now)
        _refresh_subjects(connection, [subjects[key] for key in left if key in subjects], ground)
        if SHARE in left:
            _refresh_shares(connection, ground)
        done += len(left)
    people = people_alarms.everybody_seen(connection)
    keys = [f"{PERSON}{each}" for each in people]
    left = _not_standing(connection, keys, ground.now)
    _refresh_people(connection, [key.removeprefix(PERSON) for key in left], ground)
    return done + len(left)


def _not_standing(connection: Connection, about: Sequence[str], now: datetime) -> list[str]:
    standing = alarms.stands(connection, about, now)
    return [key for key in about if key not in standing][:PORTION]


def _shares(touched: Iterable[Subject]) -> list[str]:
    return [SHARE] if any(kind is Kind.INVOICE for kind, _ in touched) else []


def _refresh_subjects(connection: Connection, subjects: Sequence[Subject], ground: Ground) -> None:
    day, found = today(ground.now), list[WarningRow]()
    firms = rows.get_many(connection, "partners", {subject for _, subject in subjects})
    for (kind, subject), theirs in alarms.tallies_for(connection, subjects).items():
        row = firms.get(subject)
        told = subject_warnings(
            kind,
            subject,
            theirs,
            buyer=None if row is None else record(Partner, row),
            today=day,
            settings=ground.settings,
        )
        found += _named(connection, told, about_of((kind, subject)))
    _put(connection, [about_of(each) for each in subjects], found, ground)


def _refresh_shares(connection: Connection, ground: Ground) -> None:
    told = share_warnings(alarms.owed(connection), settings=ground.settings)
    _put(connection, [SHARE], _named(connection, told, SHARE), ground)


def _refresh_people(connection: Connection, people: Iterable[Id], ground: Ground) -> None:
    asked = sorted(set(people) - {""})
    nodes = people_alarms.nodes_in_hand(connection, asked)
    found: list[WarningRow] = []
    for person, told in people_warnings(connection, asked, nodes, ground).items():
        found += _named(connection, told, f"{PERSON}{person}")
    _put(connection, [f"{PERSON}{each}" for each in asked], found, ground)


def people_warnings(
    connection: Connection, people: Sequence[Id], nodes: Sequence[NodeInHand], ground: Ground
) -> dict[Id, list[EarlyWarning]]:
    """Return what is told about each of some people, who have these nodes in hand."""
    day, settings = today(ground.now), ground.settings
    span = Span(day, ground.rules.calendars.company, settings.load_wd)
    state = people_alarms.read(connection, people, nodes, span)
    found: dict[Id, list[EarlyWarning]] = {}
    for person in people:
        told = list(overload(state.load(person), settings))
        for absence in state.absences(person):
            told += no_delegate(absence, today=day, settings=settings)
        for device in state.devices(person):
            told += find_device_warnings(
                device.id,
                user_id=person,
                synced_at=device.synced_at,
                has_open_tasks=state.has_open_work(person),
                now=ground.now,
                settings=settings,
            )
        found[person] = _worst_each(told)
    return found


def _worst_each(told: Iterable[EarlyWarning]) -> list[EarlyWarning]:
    """Return one warning for each rule and row: a person may be away twice."""
    ranks = {"urgent": 0, "warning": 1, "watch": 2}
    kept: dict[tuple[str, Id], EarlyWarning] = {}
    for each in sorted(told, key=lambda each: ranks[each.level.value]):
        kept.setdefault((each.id, each.row_id), each)
    return list(kept.values())


def _put(
    connection: Connection, about: Sequence[str], found: Sequence[WarningRow], ground: Ground
) -> None:
    """Replace what is told; about people it stands for an hour, about others until the day ends."""
    alarms.put_about(connection, about, found, today(ground.now))
    day, hour = next_midnight(ground.now), next_hour(ground.now)
    standing = [(key, hour if key.startswith(PERSON) else day) for key in about]
    alarms.put_until(connection, standing)


def _named(connection: Connection, told: Sequence[EarlyWarning], about: str) -> list[WarningRow]:
    orders = rows.get_many(connection, "orders", {each.order_id for each in told if each.order_id})
    firms = {each.row_id for each in told if each.entity == "partners"}
    firms |= {str(row["buyer_id"]) for row in orders.values()}
    partners = rows.get_many(connection, "partners", firms)
    found: list[WarningRow] = []
    for each in told:
        order = orders.get(each.order_id)
        firm = partners.get(str(order["buyer_id"]) if order else each.row_id)
        named = Named(
            order_no=str(order["order_no"]) if order else "",
            buyer=str(firm["name"]) if firm else _plain_name(each),
            about=about,
        )
        found.append(warning_row(named, each))
    return found


def _plain_name(warning: EarlyWarning) -> str:
    """Return what a warning on no order is about, where it is no firm and no person."""
    facts = warning.facts
    if warning.entity == "lanes":
        return f"{facts['load']} – {facts['discharge']} · {facts['carrier']}"
    return str(facts.get("currency") or "")
