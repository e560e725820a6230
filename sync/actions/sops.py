"""Publishing how a step is done, changing it, and saying that one has read it."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create
from sync.domain.commands import Add, Edit
from sync.domain.people import Role
from sync.domain.process import nodes_by_id
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.sops import Sop, SopReading, reading_id
from sync.domain.team_commands import OfSop
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR)
_SAID = frozenset({"title_zh", "title_en", "text_zh", "text_en"})
_SETTABLE = _SAID | {"node"}


def publish(deed: Deed, command: Add) -> None:
    """Publish a procedure of a step, in its first edition."""
    fields = check_fields("sops", command.set)
    _require_settable(fields)
    node = str(fields.get("node") or "")
    _require_owner(deed, node)
    _require_words(fields)
    deed.add("sops", {**fields, "id": command.id, "edition": 1, **_stamp(deed)})


def change(deed: Deed, command: Edit) -> None:
    """Change what a procedure says: a new edition, which all whom it concerns read again."""
    sop = deed.work.load(Sop, "sops", command.id)
    fields = check_fields("sops", command.set)
    _require_settable(fields)
    _require_owner(deed, sop.node)
    if "node" in fields:
        _require_owner(deed, str(fields["node"] or ""))
    changed = {name: value for name, value in fields.items() if value != getattr(sop, name)}
    if not changed:
        raise refuse("nothing_to_change", entity="sops")
    _require_words({name: changed.get(name, getattr(sop, name)) for name in _SAID})
    deed.edit("sops", command.id, changed)
    if _SAID & changed.keys():
        before: Fields = {"before_zh": sop.text_zh, "before_en": sop.text_en}
        deed.set("sops", command.id, {**before, "edition": sop.edition + 1, **_stamp(deed)})


def _require_words(said: Fields) -> None:
    """Refuse a procedure without a title or a text in either language."""
    for name in ("title", "text"):
        if not (said.get(f"{name}_zh") or said.get(f"{name}_en")):
            raise refuse("field_empty", entity="sops", field=f"{name}_zh")


def retire(deed: Deed, command: OfSop) -> None:
    """Take a procedure out of use; it stays readable."""
    sop = deed.work.load(Sop, "sops", command.id)
    _require_owner(deed, sop.node)
    if sop.is_retired:
        raise refuse("sop_retired", title=sop.title_en or sop.title_zh)
    deed.set("sops", command.id, {"is_retired": 1, **_stamp(deed)})


def acknowledge(deed: Deed, command: OfSop) -> None:
    """Say that one has read a procedure in its present edition."""
    sop = deed.work.load(Sop, "sops", command.id)
    if sop.is_retired:
        raise refuse("sop_retired", title=sop.title_en or sop.title_zh)
    require_create(deed, "sop_readings", {"id": command.id})
    actor = deed.context.actor
    identifier = reading_id(command.id, actor.id)
    read: Fields = {
        "edition": _edition_seen(deed, sop),
        "read_at": to_value(deed.context.acted_at),
    }
    if deed.work.get("sop_readings", identifier) is None:
        whose: Fields = {"id": identifier, "sop_id": command.id, "user_id": actor.id}
        deed.add("sop_readings", {**whose, **read}, is_noted=False)
        return
    known = deed.work.load(SopReading, "sop_readings", identifier)
    if known.edition >= int(str(read["edition"])):
        raise refuse("sop_read_already", title=sop.title_en or sop.title_zh)
    deed.work.patch("sop_readings", identifier, read)


def _edition_seen(deed: Deed, sop: Sop) -> int:
    """Return the edition that the author had before them, which may be older than the newest."""
    row = deed.work.require("sops", sop.id)
    seen = deed.seen.of("sops", row, frozenset({"edition"}))
    return min(sop.edition, int(str(seen.get("edition") or sop.edition)))


def _require_settable(fields: Fields) -> None:
    for name in fields.keys() - _SETTABLE:
        raise refuse("field_fixed", entity="sops", field=name)


def _require_owner(deed: Deed, node: str) -> None:
    """Raise Refused unless the actor leads, or answers for the step (RACI: A)."""
    process = deed.context.rules.process(deed.context.rules.newest_process)
    known = nodes_by_id(process).get(node)
    if known is None:
        raise refuse("value_not_valid", entity="sops", field="node", value=node[:40])
    actor = deed.context.actor
    if not actor.holds(*_LEADERS, *known.raci.accountable):
        raise refuse("sop_not_yours", kind="denied", node=node)


def _stamp(deed: Deed) -> Fields:
    context = deed.context
    return {"changed_by": context.actor.id, "changed_at": to_value(context.acted_at)}
