"""RACI carried out: asking the consulted, waiting for who signs, telling who is informed."""

from collections.abc import Iterable

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.workspace import Workspace
from sync.domain.dates import add_working_days
from sync.domain.handing_commands import GiveOpinion, SeeNotice, WaiveOpinion
from sync.domain.ids import Id, row_id
from sync.domain.opinions import (
    ASKING_KEY,
    ASKING_NODES,
    LIMIT_DAYS,
    SIGNED_KEY,
    SIGNED_NODES,
    WAIVER_LEVEL,
    Opinion,
    OpinionState,
    notice_id,
    opinion_id,
)
from sync.domain.people import Role, User, roles_of
from sync.domain.process import Node
from sync.domain.records import record, split, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_SIGNERS = (Role.GM, Role.MGR)


def asks_by_itself(work: Workspace, node: Node) -> bool:
    """Return whether starting a node asks those who are consulted on it."""
    return node.id in _setting(work, ASKING_KEY, ASKING_NODES)


def waits_for_signature(deed: Deed, node: Node) -> bool:
    """Return whether the node is one that the accountable role signs, and the actor is not it."""
    signers = (*node.raci.accountable, *_SIGNERS)
    if node.id not in _setting(deed.work, SIGNED_KEY, SIGNED_NODES):
        return False
    return not deed.context.actor.holds(*signers) and bool(_staffed(deed, signers))


def to_be_asked(deed: Deed, node: Node) -> tuple[Role, ...]:
    """Return the consulted roles that somebody holds and the actor does not speak for."""
    actor = deed.context.actor
    wanted = [role for role in node.raci.consulted if not actor.holds(role)]
    staffed = _staffed(deed, wanted)
    return tuple(role for role in wanted if role in staffed)


def ask(deed: Deed, order_id: Id, subject_id: Id, node: Node) -> int:
    """Ask every consulted role that was not asked yet; return how many were."""
    calendar = deed.context.rules.calendars.company
    due = add_working_days(deed.context.today, LIMIT_DAYS, calendar)
    count = 0
    for role in to_be_asked(deed, node):
        identifier = opinion_id(subject_id, node.id, role)
        if deed.work.get("opinions", identifier) is None:
            fields: Fields = {
                "id": identifier,
                "order_id": order_id,
                "subject_id": subject_id,
                "node": node.id,
                "role": role.value,
                "asked_by": deed.context.actor.id,
                "asked_at": to_value(deed.context.acted_at),
                "due_on": due.isoformat(),
                "state": OpinionState.ASKED.value,
            }
            deed.add("opinions", fields)
            count += 1
    return count


def require_asked(deed: Deed, subject_id: Id, node: Node) -> None:
    """Refuse to finish a node that asks by itself, where nobody was asked because none began it."""
    if not asks_by_itself(deed.work, node):
        return
    roles = to_be_asked(deed, node)
    known = (deed.work.get("opinions", opinion_id(subject_id, node.id, role)) for role in roles)
    if roles and not any(known):
        raise refuse("opinions_not_asked", node=node.id, roles=",".join(roles))


def give(deed: Deed, command: GiveOpinion) -> None:
    """Say what a consulted role thinks; whoever holds the role can."""
    opinion = _asked(deed, command.id)
    if not deed.context.actor.holds(opinion.role):
        raise refuse("opinion_other_role", kind="denied", roles=opinion.role.value)
    if not command.opinion.strip():
        raise refuse("field_empty", entity="opinions", field="opinion")
    _answer(deed, opinion, OpinionState.GIVEN, command.opinion)


def waive(deed: Deed, command: WaiveOpinion) -> None:
    """Go on without an opinion, with the reason, from level 2 on."""
    opinion = _asked(deed, command.id)
    if deed.context.actor.level < WAIVER_LEVEL:
        raise refuse("opinion_waiver_level", kind="denied", level=WAIVER_LEVEL)
    if not command.reason.strip():
        raise refuse("reason_missing", action="opinion.waive")
    _answer(deed, opinion, OpinionState.WAIVED, command.reason)


def tell(deed: Deed, order_id: Id, subject_id: Id, node: Node) -> None:
    """Tell every informed role once that the node was finished; nobody gets a task from it."""
    moment = str(to_value(deed.context.acted_at))
    for role in _staffed(deed, node.raci.informed):
        identifier = notice_id(subject_id, node.id, role, moment)
        if deed.work.get("notices", identifier) is None:
            fields: Fields = {
                "id": identifier,
                "order_id": order_id,
                "subject_id": subject_id,
                "node": node.id,
                "role": role.value,
                "told_by": deed.context.actor.id,
                "told_at": moment,
            }
            deed.add("notices", fields, is_noted=False)


def see(deed: Deed, command: SeeNotice) -> None:
    """Note that a person has seen what their role was told."""
    row = deed.work.require("notices", command.id)
    require_right(deed, "order", "R", str(row["order_id"]))
    if not deed.context.actor.holds(Role(str(row["role"]))):
        raise refuse("opinion_other_role", kind="denied", roles=str(row["role"]))
    seen = {*split(str(row["seen_by"] or "")), deed.context.actor.id}
    deed.work.patch("notices", command.id, {"seen_by": ",".join(sorted(seen))})


def _asked(deed: Deed, opinion_id_: Id) -> Opinion:
    opinion = deed.work.load(Opinion, "opinions", opinion_id_)
    require_right(deed, "order", "R", opinion.order_id)
    if opinion.state is not OpinionState.ASKED:
        raise refuse("opinion_answered", node=opinion.node, roles=opinion.role.value)
    return opinion


def _answer(deed: Deed, opinion: Opinion, state: OpinionState, text: str) -> None:
    fields = check_fields("opinions", {"opinion": text}) | {
        "state": state.value,
        "answered_by": deed.context.actor.id,
        "answered_at": to_value(deed.context.acted_at),
    }
    deed.set("opinions", opinion.id, fields)


def _staffed(deed: Deed, roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return those of the roles that somebody who works here holds, in the order given."""
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    held = frozenset(role for user in people for role in roles_of(user))
    return tuple(dict.fromkeys(role for role in roles if role in held))


def _setting(work: Workspace, key: str, default: str) -> frozenset[str]:
    row = work.get("config_items", row_id("config", key))
    return frozenset(split(default if row is None else str(row["value"])))
