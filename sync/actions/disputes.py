"""Disputes between people: opened, mediated within a limit, decided, appealed once."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.domain.commands import Add
from sync.domain.disputes import UNDECIDED, Dispute, DisputeState
from sync.domain.ids import Id
from sync.domain.people import Role
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.trouble_commands import DisputeStep, MediateDispute
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR, Role.SSR)
_SAID = frozenset({"order_id", "exception_id", "title", "other_id", "position"})


def open_one(deed: Deed, command: Add) -> None:
    """Say that two people do not agree about an order, and one's own position."""
    fields = check_fields("disputes", command.set)
    for name in fields:
        if name not in _SAID:
            raise refuse("field_fixed", entity="disputes", field=name)
    for name in ("order_id", "title", "other_id", "position"):
        if not str(fields.get(name) or "").strip():
            raise refuse("field_empty", entity="disputes", field=name)
    order_id = str(fields["order_id"])
    require_right(deed, "order", "R", order_id)
    require_right(deed, "exception", "R", order_id)
    deed.work.require("users", str(fields["other_id"]))
    if fields.get("exception_id"):
        deed.work.require("exceptions", str(fields["exception_id"]))
    if fields["other_id"] == deed.context.actor.id:
        raise refuse("dispute_with_oneself")
    fields |= {
        "id": command.id,
        "party_id": deed.context.actor.id,
        "state": DisputeState.OPEN.value,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("disputes", fields)


def say(deed: Deed, command: DisputeStep) -> None:
    """Say one's position, as one of the two."""
    dispute = _load(deed, command.id)
    _require_undecided(dispute)
    _require_text(command, "position")
    _require_party(deed, dispute)
    name = "position" if deed.context.actor.id == dispute.party_id else "other_position"
    deed.set("disputes", command.id, check_fields("disputes", {name: command.text}))


def mediate(deed: Deed, command: MediateDispute) -> None:
    """Name who mediates and by when: a leader does, and not one of the two."""
    dispute = _load(deed, command.id)
    _require_undecided(dispute)
    if not deed.context.actor.holds(*_LEADERS):
        raise refuse("dispute_for_leaders", kind="denied", title=dispute.title)
    deed.work.require("users", command.mediator_id)
    if command.mediator_id in (dispute.party_id, dispute.other_id):
        raise refuse("dispute_mediator_party", title=dispute.title)
    if dispute.state is DisputeState.APPEALED and command.mediator_id == dispute.decided_by:
        raise refuse("dispute_mediator_same", title=dispute.title)
    fields: Fields = {
        "mediator_id": command.mediator_id,
        "limit_on": to_value(command.limit_on),
    }
    if dispute.state is DisputeState.OPEN:
        fields["state"] = DisputeState.MEDIATED.value
    deed.set("disputes", command.id, check_fields("disputes", fields))


def decide(deed: Deed, command: DisputeStep) -> None:
    """Decide a dispute, as its mediator, with the reasons."""
    dispute = _load(deed, command.id)
    _require_undecided(dispute)
    _require_text(command, "decision")
    if deed.context.actor.id != dispute.mediator_id:
        raise refuse("dispute_for_mediator", kind="denied", title=dispute.title)
    is_last = dispute.state is DisputeState.APPEALED
    fields: Fields = {
        "decision": command.text,
        "state": (DisputeState.SETTLED if is_last else DisputeState.DECIDED).value,
    }
    own: Fields = {
        "decided_by": deed.context.actor.id,
        "decided_at": to_value(deed.context.acted_at),
    }
    deed.set("disputes", command.id, {**check_fields("disputes", fields), **own})


def appeal(deed: Deed, command: DisputeStep) -> None:
    """Appeal against a decision, once, as one of the two: somebody else mediates then."""
    dispute = _load(deed, command.id)
    _require_party(deed, dispute)
    _require_text(command, "appeal")
    if dispute.state is not DisputeState.DECIDED:
        raise refuse("dispute_not_decided", title=dispute.title, state=dispute.state.value)
    fields: Fields = {
        "appeal": command.text,
        "state": DisputeState.APPEALED.value,
        "mediator_id": "",
        "limit_on": None,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.set("disputes", command.id, check_fields("disputes", fields))


def settle(deed: Deed, command: DisputeStep) -> None:
    """Say that both have settled it between themselves, or accept what was decided."""
    dispute = _load(deed, command.id)
    _require_party(deed, dispute)
    if dispute.state is DisputeState.SETTLED:
        raise refuse("dispute_decided", title=dispute.title, state=dispute.state.value)
    fields: Fields = {"state": DisputeState.SETTLED.value}
    if not dispute.decision:
        _require_text(command, "decision")
        fields["decision"] = command.text
    deed.set("disputes", command.id, check_fields("disputes", fields))


def _load(deed: Deed, dispute_id: Id) -> Dispute:
    dispute = deed.work.load(Dispute, "disputes", dispute_id)
    require_right(deed, "exception", "R", dispute.order_id)
    return dispute


def _require_undecided(dispute: Dispute) -> None:
    if dispute.state not in UNDECIDED:
        raise refuse("dispute_decided", title=dispute.title, state=dispute.state.value)


def _require_party(deed: Deed, dispute: Dispute) -> None:
    if deed.context.actor.id not in (dispute.party_id, dispute.other_id):
        raise refuse("dispute_of_others", kind="denied", title=dispute.title)


def _require_text(command: DisputeStep, field: str) -> None:
    if not command.text.strip():
        raise refuse("field_empty", entity="disputes", field=field)
