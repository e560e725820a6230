"""What waits for what among sub-projects and steps, and the baselines that were set."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.projects import require_planner
from sync.domain.facts import OrderFacts
from sync.domain.ids import is_id
from sync.domain.process import Process, Scope, nodes_by_id
from sync.domain.project_baselines import days_noted
from sync.domain.project_commands import LinkPieces, SetBaseline, UnlinkPieces
from sync.domain.project_names import piece_called
from sync.domain.project_ties import loop_with
from sync.domain.projects import (
    LAG_DAYS_MAX,
    ProjectBaseline,
    ProjectLink,
    ProjectState,
    link_id,
    place_of,
    step_named,
)
from sync.domain.records import to_value
from sync.domain.refusals import Refused, refuse
from sync.domain.scheduling import planned
from sync.domain.states import board_of
from sync.domain.values import check_fields

_LINKS_MAX = 400
_MARK = " → "


def link(deed: Deed, command: LinkPieces) -> None:
    """Let a piece wait for another; said again, it only changes the days between them."""
    order = require_planner(deed, command.order_id)
    facts = load_facts(deed.work, order.id, deed.context)
    process = deed.context.rules.process(order.process_version)
    before, after = (_piece(facts, process, each) for each in (command.before, command.after))
    if step_named(before) and step_named(after):
        raise refuse("link_of_steps")
    if not 0 <= command.lag_days <= LAG_DAYS_MAX:
        raise refuse("link_lag_not_valid", days=command.lag_days, limit_days=LAG_DAYS_MAX)
    identifier = link_id(before, after)
    if deed.work.get("project_links", identifier) is not None:
        deed.set("project_links", identifier, {"lag_days": command.lag_days})
        return
    if len(facts.project_links) >= _LINKS_MAX:
        raise refuse("links_too_many", count=_LINKS_MAX)
    _require_no_loop(facts, process, before, after)
    fields: Fields = {
        "order_id": order.id,
        "before": before,
        "after": after,
        "lag_days": command.lag_days,
        "made_by": deed.context.actor.id,
        "made_at": to_value(deed.context.acted_at),
    }
    deed.add("project_links", {**check_fields("project_links", fields), "id": identifier})


def unlink(deed: Deed, command: UnlinkPieces) -> None:
    """Let a piece no longer wait for another."""
    found = deed.work.load(ProjectLink, "project_links", command.id)
    require_planner(deed, found.order_id)
    deed.remove("project_links", found.id)


def set_baseline(deed: Deed, command: SetBaseline) -> None:
    """Set the days of now as what was agreed: once the order is signed, and again with a reason."""
    order = require_planner(deed, command.order_id)
    if order.signed_on is None:
        raise refuse("baseline_before_signing")
    facts = load_facts(deed.work, order.id, deed.context)
    process = deed.context.rules.process(order.process_version)
    calendars = deed.context.rules.calendars
    plan = planned(facts, board_of(facts, process), calendars, deed.context.acted_at)
    if plan.network is None:
        raise refuse("baseline_of_nothing")
    known = deed.work.find_all(ProjectBaseline, "project_baselines", "order_id", order.id)
    number = 1 + max((each.number for each in known), default=0)
    if known and not command.reason.strip():
        raise refuse("baseline_stands", number=number - 1)
    said = check_fields("project_baselines", {"reason": command.reason})
    fields: Fields = {
        "id": command.id,
        "order_id": order.id,
        "number": number,
        "days": days_noted(plan.network),
        "end_on": to_value(plan.network.end),
        "set_by": deed.context.actor.id,
        "set_at": to_value(deed.context.acted_at),
    }
    deed.add("project_baselines", {**fields, **said})


def _piece(facts: OrderFacts, process: Process, said: str) -> str:
    """Return how a link names what was said, or refuse what is no piece of this order."""
    if is_id(said):
        if any(p.id == said and p.state is not ProjectState.DROPPED for p in facts.projects):
            return said
        raise refuse("piece_unknown", piece=said)
    subject_id, node_id = step_named(said) or (facts.order.id, said)
    node = nodes_by_id(process).get(node_id)
    of_order = node is not None and node.scope is Scope.ORDER and subject_id == facts.order.id
    shipped = any(each.id == subject_id for each in facts.shipments)
    of_shipment = node is not None and node.scope is Scope.SHIPMENT and shipped
    if not of_order and not of_shipment:
        raise refuse("piece_unknown", piece=said[:80])
    return place_of(subject_id, node_id)


def _require_no_loop(facts: OrderFacts, process: Process, before: str, after: str) -> None:
    loop = loop_with(facts, board_of(facts, process), before, after)
    if before == after:
        loop = (before,)
    if loop:
        raise loop_refused(facts, process, loop)


def loop_refused(facts: OrderFacts, process: Process, loop: tuple[str, ...]) -> Refused:
    """Return the refusal of a link that would make pieces wait for each other, naming the loop."""
    zh, en = zip(*(piece_called(facts, process, each) for each in (*loop, loop[0])), strict=True)
    return refuse("link_closes_loop", loop_zh=_MARK.join(zh), loop_en=_MARK.join(en))
