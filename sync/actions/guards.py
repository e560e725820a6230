"""Asks the permission tables about a row, and turns a no into a refusal."""

from sync.actions.deed import Deed
from sync.actions.deputies import acts_for, sees_as_owner
from sync.actions.keeping import order_of
from sync.domain.ids import Id
from sync.domain.permissions import may_create, may_do, may_edit_fields
from sync.domain.records import Value, split
from sync.domain.refusals import Refusal, Refused
from sync.domain.rights import Letter

Fields = dict[str, Value]


def require_create(deed: Deed, entity: str, fields: Fields) -> None:
    """Raise Refused unless the actor may make such a row."""
    owner_id, team = _owner_of(deed, entity, fields)
    allow(
        may_create(
            deed.context.actor,
            _noun(deed, entity, fields),
            fields,
            permissions=deed.context.rules.permissions,
            owner_id=owner_id,
            team=team,
        )
    )


def require_edit(deed: Deed, entity: str, row: Fields, names: "Fields | frozenset[str]") -> None:
    """Raise Refused unless the actor may change these fields of the row."""
    owner_id, team = _owner_of(deed, entity, row)
    allow(
        may_edit_fields(
            deed.context.actor,
            _noun(deed, entity, row),
            names,
            permissions=deed.context.rules.permissions,
            owner_id=owner_id,
            team=team,
        )
    )


def require_right(deed: Deed, thing: str, letter: Letter, order_id: Id) -> None:
    """Raise Refused unless the actor has this right on a thing of the order."""
    owner_id, team = _owner_of(deed, "orders", deed.work.require("orders", order_id))
    actor_id = deed.context.actor.id
    if letter == "R" and sees_as_owner(deed.work, order_id, actor_id):
        owner_id = actor_id
    allow(
        may_do(
            deed.context.actor,
            thing,
            letter,
            permissions=deed.context.rules.permissions,
            owner_id=owner_id,
            team=team,
        )
    )


def allow(refusal: Refusal | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal is not None:
        raise Refused(refusal)


def _noun(deed: Deed, entity: str, row: Fields) -> str:
    """Return the noun as the tables know it: a firm, and who is there, by the firm's kinds."""
    firm = _firm_of(deed, entity, row)
    kinds = str(firm.get("kinds") or "")
    return f"{entity}:{kinds}" if kinds else entity


def _firm_of(deed: Deed, entity: str, row: Fields) -> Fields:
    if entity == "contacts":
        return deed.work.get("partners", str(row.get("partner_id") or "")) or {}
    return row if entity == "partners" else {}


def _owner_of_firm(deed: Deed, firm: Fields, *, has_come: bool) -> str:
    """Return whose a firm is: of what was done with a record that became one with it, its owner.

    Who had that record goes on seeing the firm; what names the record that is gone is theirs, and
    so are its contacts, who have come with it.
    """
    me = deed.context.actor.id
    is_landed = str(firm.get("id") or "") in deed.landed.values()
    if (is_landed or has_come) and me in split(str(firm.get("readers") or "")):
        return me
    return str(firm.get("owner_id") or "")


def _has_come(deed: Deed, contact_id: str) -> bool:
    """Return whether a contact was another record's before two became one."""
    told = deed.work.find("history", "row_id", contact_id) if contact_id else ()
    return any(entry["field"] == "partner_id" for entry in told)


def _owner_of(deed: Deed, entity: str, row: Fields) -> tuple[str, str]:
    if entity in ("contacts", "partners"):
        has_come = entity == "contacts" and _has_come(deed, str(row.get("id") or ""))
        return _owner_of_firm(deed, _firm_of(deed, entity, row), has_come=has_come), ""
    order_id = order_of(entity, row) if "id" in row else str(row.get("order_id") or "")
    order = deed.work.get("orders", order_id) if order_id and entity != "orders" else row
    source = order or row
    if order_id or entity == "orders":
        person = deed.context.actor.id
        whole = str(order_id or row.get("id") or "")
        owner = str(source.get("owner_id") or "")
        if whole and acts_for(deed.work, person, "orders", whole, whole) == owner != "":
            return person, str(source.get("team") or "")
    return str(source.get("owner_id") or ""), str(source.get("team") or "")
