"""The requirement passport: noting a buyer's wishes, changing them, reading them back."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.actions.plain import checked_edit
from sync.domain.commands import Add, Edit, Remove
from sync.domain.handing_commands import ReadBack
from sync.domain.ids import Id, row_id
from sync.domain.people import Role, User, roles_of
from sync.domain.process import nodes_by_id
from sync.domain.records import record, split, to_row, to_value
from sync.domain.refusals import Refusal, refuse
from sync.domain.requirements import (
    DEPARTMENTS,
    Requirement,
    RequirementState,
    copy_of,
    is_own_words,
)
from sync.domain.values import check_fields

_NAMED_MAX = 3


def add(deed: Deed, command: Add) -> None:
    """Note a wish of the buyer, with the departments that it affects."""
    fields = check_fields("requirements", command.set)
    order_id = str(fields.get("order_id") or "")
    deed.work.require("orders", order_id)
    require_right(deed, "order", "U", order_id)
    if not str(fields.get("text") or "").strip():
        raise refuse("field_empty", entity="requirements", field="text")
    _require_places(deed, order_id, fields, is_new=True)
    fields |= {
        "id": command.id,
        "state": RequirementState.OPEN.value,
        "copied_from": "",
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("requirements", fields)


def edit(deed: Deed, command: Edit) -> None:
    """Change a wish; where its text changes, every department is asked again."""
    requirement = _own(deed, command.id)
    fields = checked_edit("requirements", command.set)
    if "text" in fields and not str(fields["text"] or "").strip():
        raise refuse("field_empty", entity="requirements", field="text")
    _require_places(deed, requirement.order_id, fields, is_new=False)
    deed.edit("requirements", command.id, fields)


def drop(deed: Deed, command: Remove) -> None:
    """Say that a wish no longer holds, and why; what was read back stays."""
    _own(deed, command.id)
    if not command.reason.strip():
        raise refuse("reason_missing", action="requirement.drop")
    fields = check_fields("requirements", {"reason": command.reason})
    deed.set("requirements", command.id, {"state": RequirementState.DROPPED.value, **fields})


def read_back(deed: Deed, command: ReadBack) -> None:
    """Say in a department's own words what it understood of the wish, as its author saw it."""
    row = deed.work.require("requirements", command.requirement_id)
    order_id = str(row["order_id"])
    require_right(deed, "order", "R", order_id)
    department = _department(deed, str(row["departments"]), command.department)
    if row["state"] != RequirementState.OPEN.value:
        raise refuse("requirement_dropped", requirement=str(row["text"])[:80])
    about = str(deed.seen.of("requirements", row, frozenset({"text"}))["text"])
    if not command.words.strip():
        raise refuse("field_empty", entity="readbacks", field="words")
    if not is_own_words(command.words, about):
        raise refuse("readback_copied", requirement=about[:80])
    said: Fields = {
        "order_id": order_id,
        "requirement_id": command.requirement_id,
        "department": department,
        "about": about,
        "words": command.words,
    }
    fields = check_fields("readbacks", said) | {
        "id": command.id,
        "confirmed_by": deed.context.actor.id,
        "confirmed_at": to_value(deed.context.acted_at),
    }
    deed.add("readbacks", fields)


def carry_over(deed: Deed, order_id: Id) -> None:
    """Begin a new order with the standing wishes of the buyer's last one of the same owner."""
    order = deed.work.require("orders", order_id)
    earlier = [
        row
        for row in deed.work.find("orders", "buyer_id", order["buyer_id"])
        if row["id"] != order_id and row["owner_id"] == order["owner_id"]
    ]
    for row in sorted(earlier, key=_made, reverse=True):
        found = deed.work.find_all(Requirement, "requirements", "order_id", row["id"])
        standing = [each for each in found if each.is_standing]
        for each in standing:
            if each.state is RequirementState.OPEN:
                made = copy_of(
                    each, order_id=order_id, new_id=row_id("requirement", order_id, each.id)
                )
                fields = to_row(made) | {
                    "created_by": deed.context.actor.id,
                    "created_at": to_value(deed.context.acted_at),
                }
                deed.add("requirements", fields)
        if standing:
            return


def named(deed: Deed, refusal: Refusal | None) -> Refusal | None:
    """Return a gate's refusal with the people by whom it can be opened."""
    if refusal is None or refusal.code not in ("gate_readback", "gate_opinion"):
        return refusal
    roles = {Role(each) for each in split(str(refusal.facts["roles"]))}
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    able = [user for user in people if not roles.isdisjoint(roles_of(user))][:_NAMED_MAX]
    facts = {
        **refusal.facts,
        "people_zh": "、".join(user.name_zh for user in able),
        "people_en": ", ".join(user.name_en for user in able),
    }
    return Refusal(code=refusal.code, facts=facts, kind=refusal.kind)


def _made(row: Fields) -> tuple[str, str]:
    return str(row.get("created_at") or ""), str(row["id"])


def _own(deed: Deed, requirement_id: Id) -> Requirement:
    requirement = deed.work.load(Requirement, "requirements", requirement_id)
    require_right(deed, "order", "U", requirement.order_id)
    if requirement.state is not RequirementState.OPEN:
        raise refuse("requirement_dropped", requirement=requirement.text[:80])
    return requirement


def _department(deed: Deed, affected: str, wanted: str) -> str:
    """Return the department for which the actor speaks: the one named, or the first of theirs."""
    own = [each for each in split(affected) if deed.context.actor.holds(Role(each))]
    if wanted and wanted not in own:
        raise refuse("readback_other_role", kind="denied", roles=wanted)
    if not own:
        raise refuse("readback_other_role", kind="denied", roles=affected)
    return wanted or own[0]


def _require_places(deed: Deed, order_id: Id, fields: Fields, *, is_new: bool) -> None:
    """Refuse departments and nodes that nobody knows; a wish affects at least one department."""
    if is_new or "departments" in fields:
        named_roles = split(str(fields.get("departments") or ""))
        unknown = [each for each in named_roles if each not in DEPARTMENTS]
        if unknown or not named_roles:
            raise refuse("departments_unknown", roles=",".join(DEPARTMENTS))
    version = deed.work.require("orders", order_id)["process_version"]
    process = deed.context.rules.process(int(version or 0))
    for node in split(str(fields.get("nodes") or "")):
        if node not in nodes_by_id(process):
            raise refuse("node_unknown", kind="gone", node=node[:20])
