"""Who may hold which rows: containers of rows, scopes that see them, and what each role sees there.

An order with everything on it is one container, a partner with their contacts another; what belongs
to nobody in particular is the company's. An audience is a scope that sees a container; a person
holds the scopes that the row scopes of their roles give (domain.md 8.1).
"""

from collections.abc import Iterable

import msgspec

from sync.domain.entities import PARENTS
from sync.domain.ids import Id
from sync.domain.partners import PartnerKind
from sync.domain.people import Actor, Role
from sync.domain.records import Row, split
from sync.domain.rights import Permissions, grant

HOLDERS = ("orders", "partners", "tasks", "duplicates")
"""Nouns whose rows are containers."""
EVERYBODY = "company"
"""The scope, and the container, of everybody: people, calendars, settings, products."""
ALL_ORDERS = "orders"
TEAM = "team:"
OWN = "own:"
PART = "part:"
POOL = "pool:"
MINE = "mine:"
AS = "as:"
"""What a person sees of rows, not which: another one makes a desk copy everything anew."""
PARTNERS = "partners:"

_ROW_SCOPES = {
    ALL_ORDERS: frozenset({"company"}),
    TEAM: frozenset({"team"}),
    OWN: frozenset({"own", "team", "assigned"}),
    PART: frozenset({"assigned"}),
}
_PARTNER_THINGS = {
    PartnerKind.BUYER: "partner_buyer",
    PartnerKind.SUPPLIER: "partner_supplier",
    PartnerKind.FORWARDER: "shipment",
    PartnerKind.CARRIER: "shipment",
    PartnerKind.BROKER: "shipment",
    PartnerKind.BANK: "receipt",
    PartnerKind.INSURER: "receipt",
}


class Crew(msgspec.Struct, frozen=True, kw_only=True):
    """Who works on an order.

    `roles` are those of everybody who has a node or a task on it; `deputies` see it as its owner
    does, because work on it was handed to them.
    """

    owner_id: Id
    team: str
    workers: frozenset[Id] = frozenset()
    deputies: frozenset[Id] = frozenset()
    roles: frozenset[Role] = frozenset()


def container_of(entity: str, row: Row) -> Id:
    """Return the container of a row that says itself where it belongs.

    Lines of history and conflicts of what is on no order belong where the row they speak of does:
    that is for the caller to know, who gets an empty answer.
    """
    if entity in ("orders", "partners", "duplicates"):
        return str(row["id"])
    if entity == "contacts":
        return str(row.get("partner_id") or "") or EVERYBODY
    if entity in PARENTS and row.get("order_id"):
        return str(row["order_id"])
    if entity == "tasks":
        return str(row["id"])
    return "" if entity in ("history", "conflicts") else EVERYBODY


def audience_of_order(crew: Crew, *, permissions: Permissions) -> frozenset[str]:
    """Return the scopes that see an order.

    An order on which nobody of a department works yet waits in the department's pool, for all of
    its people to see; whoever takes it, or is given it, takes it out of there.
    """
    scopes = {ALL_ORDERS, f"{OWN}{crew.owner_id}"}
    if crew.team:
        scopes.add(f"{TEAM}{crew.team}")
    scopes |= {f"{PART}{person}" for person in crew.workers}
    scopes |= {f"{OWN}{person}" for person in crew.deputies}
    for role, scope in permissions.row_scopes.items():
        if scope == "assigned" and role not in crew.roles:
            scopes.add(f"{POOL}{role}")
    return frozenset(scopes)


def audience_of_partner(row: Row) -> frozenset[str]:
    """Return the scopes that see a firm whatever it has to do with: its kinds', its people's."""
    scopes = {f"{PARTNERS}{kind}" for kind in split(str(row.get("kinds") or ""))}
    people = (str(row.get("owner_id") or ""), *split(str(row.get("readers") or "")))
    return frozenset(scopes | {f"{OWN}{person}" for person in people if person})


def audience_of_pair(firms: Iterable[Row]) -> frozenset[str]:
    """Return the scopes that see what is said of firms: those that see each of them.

    Of two that became one only that one is given. Nobody learns of a firm that they may not see.
    """
    seen = [audience_of_partner(row) for row in firms]
    return seen[0].intersection(*seen[1:]) if seen else frozenset()


def audience_of_task(row: Row) -> frozenset[str]:
    """Return the scopes that see a task on no order: whose it is, and who gave it."""
    people = (row.get("assignee_id"), row.get("created_by"))
    return frozenset(f"{MINE}{person}" for person in people if person)


def follow_order(scopes: Iterable[str]) -> frozenset[str]:
    """Return the scopes of an order that see its buyer and suppliers too: people's own."""
    return frozenset(scope for scope in scopes if scope.startswith((OWN, PART)))


def scopes_of(
    person_id: Id, roles: frozenset[Role], team: str, *, permissions: Permissions
) -> frozenset[str]:
    """Return the scopes that a person with these roles holds."""
    held = {permissions.row_scopes.get(role, "none") for role in roles}
    named = "+".join(role for role in Role if role in roles)
    scopes = {EVERYBODY, f"{MINE}{person_id}", f"{AS}{permissions.version}:{named}"}
    if "company" in held:
        scopes.add(ALL_ORDERS)
    if "team" in held and team:
        scopes.add(f"{TEAM}{team}")
    if held & _ROW_SCOPES[OWN]:
        scopes.add(f"{OWN}{person_id}")
    if "assigned" in held:
        scopes.add(f"{PART}{person_id}")
    scopes |= {f"{POOL}{role}" for role in roles if permissions.row_scopes.get(role) == "assigned"}
    scopes |= {
        f"{PARTNERS}{kind}"
        for kind, thing in _PARTNER_THINGS.items()
        if any(_sees_all(role, thing, permissions) for role in roles)
    }
    return frozenset(scopes)


def orders_seen(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return which orders these scopes let a person see: "company", or their "own" and more.

    The others are "team", "assigned" and "pool", of what nobody of a department works on yet.
    """
    kinds = {scope[: scope.find(":") + 1] or scope for scope in scopes}
    if ALL_ORDERS in kinds:
        return ("company",)
    named = ((OWN, "own"), (TEAM, "team"), (PART, "assigned"), (POOL, "pool"))
    return tuple(name for kind, name in named if kind in kinds)


def roles_reaching(
    scopes: Iterable[str], roles: frozenset[Role], *, permissions: Permissions
) -> frozenset[Role]:
    """Return those of a person's roles that see a container through one of these scopes.

    Only they count for what is seen of it: who is in finance for all orders and a salesperson for
    some sees as a salesperson only those.
    """
    found: set[Role] = set()
    for scope in scopes:
        found |= _reaching(scope, roles, permissions)
    return frozenset(found)


def roles_on(actor: Actor, owner_id: Id, team: str, *, permissions: Permissions) -> frozenset[Role]:
    """Return those of a person's roles that see an order which is on their desk."""
    scopes = {ALL_ORDERS, f"{PART}{actor.id}"}
    if owner_id == actor.id:
        scopes.add(f"{OWN}{actor.id}")
    if team and team == actor.team:
        scopes.add(f"{TEAM}{team}")
    return roles_reaching(scopes, actor.roles, permissions=permissions)


def is_uniform(roles: frozenset[Role], *, permissions: Permissions) -> bool:
    """Return whether all of a person's roles see the same rows, so that all count everywhere."""
    return len({permissions.row_scopes.get(role, "none") for role in roles}) == 1


def _reaching(scope: str, roles: frozenset[Role], permissions: Permissions) -> frozenset[Role]:
    kind = scope[: scope.find(":") + 1] or scope
    if kind == POOL:
        return roles & {Role(scope.removeprefix(POOL))}
    if kind == PARTNERS:
        thing = _PARTNER_THINGS[PartnerKind(scope.removeprefix(PARTNERS))]
        return frozenset(role for role in roles if _sees_all(role, thing, permissions))
    rows = _ROW_SCOPES.get(kind)
    if rows is None:
        return roles
    return frozenset(role for role in roles if permissions.row_scopes.get(role, "none") in rows)


def _sees_all(role: Role, thing: str, permissions: Permissions) -> bool:
    """Return whether a role may read every such firm, not only those of its own orders."""
    texts = permissions.objects[thing].rights.get(role, ())
    rights = [grant(text) for text in texts]
    return any(r.letter == "R" and not r.scope and r.part != "on_order" for r in rights)
