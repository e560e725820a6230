"""The time-standard library: history proposes, who answers for the stage decides, versions stay."""

from collections.abc import Callable, Iterator
from typing import Any

from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow, require_create
from sync.domain import time_standards as rules
from sync.domain.ids import Id
from sync.domain.process import Node, nodes_by_id
from sync.domain.process_drafts import may_change
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.time_commands import AcceptStandard, EndStandard, RefreshStandards
from sync.domain.time_standards import Key, Spread, StandardState, TimeStandard
from sync.domain.values import check_fields
from sync.store.node_times import read_pasts

_NOUN = "time_standards"


def refresh(deed: Deed, command: RefreshStandards) -> None:
    """Write what history says as proposals; an older proposal for the same is brought up to date.

    Only who sees every order may: from a part of them the days would come out wrong.
    """
    context = deed.context
    allow(rules.may_refresh(context.actor, context.rules.permissions))
    known = [record(TimeStandard, row) for row in deed.work.all_of(_NOUN)]
    written = [
        _propose(deed, node, spread, known)
        for node in _nodes(deed, command.node)
        for spread in _spreads(deed, node)
    ]
    if not any(written):
        raise refuse("standards_nothing_new", count=rules.SAMPLES_MIN)


def accept(deed: Deed, command: AcceptStandard) -> None:
    """Follow a proposal for orders that are made from now on."""
    standard = _decided(deed, command.id)
    if not 0 <= command.days <= rules.DAYS_MAX:
        days = str(command.days)
        raise refuse("value_not_valid", entity=_NOUN, field="days", value=days)
    said: Fields = {"days": command.days or standard.p80}
    deed.set(_NOUN, standard.id, {**said, **_decision(deed, StandardState.ACCEPTED)})


def turn_down(deed: Deed, command: EndStandard) -> None:
    """Refuse a proposal; the same days are not proposed again."""
    standard = _decided(deed, command.id)
    said = _reason(command, "standard.refuse")
    deed.set(_NOUN, standard.id, {**said, **_decision(deed, StandardState.REFUSED)})


def retire(deed: Deed, command: EndStandard) -> None:
    """Let a stage's own standard stand again for orders that are made from now on."""
    standard = _owned(deed, command.id)
    if standard.state is not StandardState.ACCEPTED:
        raise refuse("standard_not_followed", node=standard.node)
    said = _reason(command, "standard.retire")
    ended: Fields = {
        "state": StandardState.RETIRED.value,
        "ended_at": to_value(deed.context.acted_at),
    }
    deed.set(_NOUN, standard.id, {**said, **ended})


def _nodes(deed: Deed, wanted: str) -> Iterator[Node]:
    known = _running(deed)
    if wanted and wanted not in known:
        raise refuse("node_unknown", kind="gone", node=wanted[:20])
    yield from (node for node in known.values() if node.standards and wanted in ("", node.id))


def _running(deed: Deed) -> dict[str, Node]:
    return nodes_by_id(deed.context.rules.process(deed.context.rules.newest_process))


def _spreads(deed: Deed, node: Node) -> list[Spread]:
    pasts = read_pasts(deed.work.connection, node.id)
    calendar = deed.context.rules.calendars.company
    return rules.spreads(pasts, node.standards[-1].unit, calendar)


def _propose(deed: Deed, node: Node, spread: Spread, known: list[TimeStandard]) -> bool:
    """Write a proposal, or bring the one that waits up to date; tell whether anything changed."""
    versions = rules.versions_of(known, spread.key)
    days_now = _days_now(node, spread.key, known)
    waiting = rules.waiting(versions)
    fields = _said(deed, spread, days_now)
    if waiting is not None:
        news = {name: fields[name] for name in ("days", "p50", "p80", "samples", "days_before")}
        if all(getattr(waiting, name) == value for name, value in news.items()):
            return False
        deed.set(_NOUN, waiting.id, fields)
        return True
    if not rules.says_something_new(spread, versions, days_now):
        return False
    number = 1 + max((each.number for each in versions), default=0)
    identifier = rules.standard_id(spread.key, number)
    require_create(deed, _NOUN, {"id": identifier})
    deed.add(_NOUN, {**fields, "id": identifier, "number": number})
    return True


def _days_now(node: Node, key: Key, known: list[TimeStandard]) -> int:
    """Return the days that new orders of a key follow now."""
    for each in (key, Key(key.node)):
        standing = rules.accepted(rules.versions_of(known, each))
        if standing is not None:
            return standing.days
    return node.standards[-1].days


def _said(deed: Deed, spread: Spread, days_now: int) -> Fields:
    key = spread.key
    return {
        "node": key.node,
        "family": key.family,
        "lane": key.lane,
        "payment_term": key.payment_term,
        "days": spread.p80,
        "unit": spread.unit,
        "p50": spread.p50,
        "p80": spread.p80,
        "samples": spread.samples,
        "days_before": days_now,
        "proposed_by": deed.context.actor.id,
        "proposed_at": to_value(deed.context.acted_at),
    }


def _owned(deed: Deed, standard_id: Id) -> TimeStandard:
    """Return a standard of a stage that the actor answers for, or refuse."""
    standard = deed.work.load(TimeStandard, _NOUN, standard_id)
    node = _running(deed).get(standard.node)
    if node is None:
        raise refuse("node_unknown", kind="gone", node=standard.node)
    allow(may_change(deed.context.actor, node, deed.context.rules.permissions))
    return standard


def _decided(deed: Deed, standard_id: Id) -> TimeStandard:
    standard = _owned(deed, standard_id)
    if standard.state is not StandardState.PROPOSED:
        state = f"standard_{standard.state.value}"
        raise refuse("standard_decided", node=standard.node, state=state)
    return standard


def _reason(command: EndStandard, action: str) -> Fields:
    fields = check_fields(_NOUN, {"reason": command.reason.strip()})
    if not fields["reason"]:
        raise refuse("reason_missing", action=action)
    return fields


def _decision(deed: Deed, state: StandardState) -> Fields:
    context = deed.context
    return {
        "state": state.value,
        "decided_by": context.actor.id,
        "decided_at": to_value(context.acted_at),
    }


HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "standard.refresh": refresh,
    "standard.accept": accept,
    "standard.refuse": turn_down,
    "standard.retire": retire,
}
