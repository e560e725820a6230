"""Keeps who sees what in step with the rows: an order's people, a firm's, a person's own scopes.

What an operation changed of owners, teams, nodes, tasks, buyers and roles is gathered while it is
judged; when all is written, the audiences that follow from it are noted under the same version.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from sync.actions.workspace import Effect, Fields, RowKey, Workspace
from sync.clock import today
from sync.domain import scopes
from sync.domain.handoffs import GIVES_SIGHT
from sync.domain.handovers import HandoverItem, gives_sight
from sync.domain.ids import Id
from sync.domain.people import User, roles_of
from sync.domain.projections import quoted
from sync.domain.records import record
from sync.domain.rights import Permissions
from sync.domain.scopes import Crew
from sync.store import audiences, grants
from sync.store.audiences import Change

_TELLING: dict[str, frozenset[str]] = {
    "orders": frozenset({"owner_id", "team", "buyer_id"}),
    "order_lines": frozenset({"supplier_id"}),
    "nodes": frozenset({"owner_id"}),
    "handoffs": frozenset({"to_id", "state"}),
    "handover_items": frozenset({"to_id", "state"}),
    "tasks": frozenset({"assignee_id", "created_by"}),
    "projects": frozenset({"owner_id"}),
    "partners": frozenset({"kinds", "owner_id", "readers"}),
    "duplicates": frozenset({"first_id", "survivor_id"}),
    "users": frozenset({"roles", "team", "active"}),
}
"""The fields that say who sees what."""


class Audiences:
    """What a batch of operations changed of who sees what, and its noting."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._orders: set[Id] = set()
        self._partners: set[Id] = set()
        self._firms: set[Id] = set()
        self._pairs: set[Id] = set()
        self._tasks: set[Id] = set()
        self._users: set[Id] = set()
        self._known: dict[RowKey, Id] = {}

    def gather(self) -> None:
        """Take in what the operation under way did; asked once for each, before the next begins."""
        for effect in self._work.effects:
            telling = _TELLING.get(effect.entity)
            is_told = telling is not None and not telling.isdisjoint(effect.fields)
            if is_told or (telling is not None and effect.kind == "remove"):
                self._take(effect)
            if effect.kind == "remove":
                self._remember(effect)

    def container_of(self, entity: str, row_id: Id, row: Fields | None) -> Id:
        """Return the container of a row; of one that is gone, the one in which it was."""
        if row is None:
            return self._known.get((entity, row_id), row_id)
        return container_in(self._work, entity, row)

    def settle(self, connection: Connection, ver: int, *, permissions: Permissions) -> None:
        """Note what follows from all that was gathered; the rows are written by now."""
        for user_id in sorted(self._users):
            self._settle_user(connection, user_id, ver, permissions)
        lost = self._settle_orders(connection, ver, permissions)
        self._settle_partners(connection, ver, lost)
        self._settle_pairs(connection, ver)
        self._settle_tasks(connection, ver)

    def _take(self, effect: Effect) -> None:
        before = self._work.before.get((effect.entity, effect.id)) or {}
        now = self._work.get(effect.entity, effect.id) or {}
        if effect.entity == "users":
            self._users.add(effect.id)
        elif effect.entity == "partners":
            self._partners.add(effect.id)
            self._firms.add(effect.id)
        elif effect.entity == "duplicates":
            self._pairs.add(effect.id)
            self._partners.update(filter(None, (str(now.get("survivor_id") or ""),)))
        elif effect.entity == "tasks" and not (now or before).get("order_id"):
            self._tasks.add(effect.id)
        else:
            of_order = effect.id if effect.entity == "orders" else (now or before).get("order_id")
            self._orders.add(str(of_order or ""))
        named = (before.get("buyer_id"), before.get("supplier_id"))
        self._partners.update(str(each) for each in named if each)

    def _remember(self, effect: Effect) -> None:
        before = self._work.before.get((effect.entity, effect.id))
        if before is not None:
            key = (effect.entity, effect.id)
            self._known[key] = container_in(self._work, effect.entity, before)

    def _settle_user(
        self, connection: Connection, user_id: Id, ver: int, permissions: Permissions
    ) -> None:
        row = self._work.get("users", user_id)
        user = None if row is None else record(User, row)
        held: frozenset[str] = frozenset()
        if user is not None and user.active:
            held = scopes.scopes_of(user_id, roles_of(user), user.team, permissions=permissions)
        grants.set_all(connection, user_id, held, since=ver)
        part = f"{scopes.PART}{user_id}"
        self._orders.update(audiences.containers_of(connection, part))

    def _settle_orders(
        self, connection: Connection, ver: int, permissions: Permissions
    ) -> dict[Id, set[str]]:
        """Note the orders' audiences; return the scopes that may no longer see a partner."""
        lost: dict[Id, set[str]] = {each: set() for each in self._partners}
        ids = sorted(self._orders - {""})
        stood = audiences.of_containers(connection, ids)
        for order_id in ids:
            row = self._work.get("orders", order_id)
            if row is None:
                continue
            wanted = scopes.audience_of_order(self._crew(row), permissions=permissions)
            before = stood.get(order_id, set())
            audiences.note(connection, ver, _changes(order_id, before, wanted))
            gone = scopes.follow_order(before - wanted)
            for partner in self._related(row):
                lost.setdefault(partner, set()).update(gone)
            for partner in self._partners:
                lost[partner] |= scopes.follow_order(before | wanted)
        return lost

    def _settle_partners(self, connection: Connection, ver: int, lost: dict[Id, set[str]]) -> None:
        stood = audiences.of_containers(connection, sorted(lost))
        for partner_id in sorted(lost):
            row = self._work.get("partners", partner_id)
            if row is None:
                continue
            before = stood.get(partner_id, set())
            wanted = set(scopes.audience_of_partner(row))
            for scope in scopes.follow_order(before | lost[partner_id] | self._following(row)):
                if scope not in wanted and self._is_followed(connection, partner_id, scope):
                    wanted.add(scope)
            audiences.note(connection, ver, _changes(partner_id, before, wanted))

    def _settle_pairs(self, connection: Connection, ver: int) -> None:
        """Note who sees what is said of two firms, where that or one of the firms changed."""
        for firm in sorted(self._firms):
            for column in ("first_id", "second_id", "survivor_id"):
                found = self._work.find("duplicates", column, firm)
                self._pairs.update(str(row["id"]) for row in found)
        stood = audiences.of_containers(connection, sorted(self._pairs))
        for identifier in sorted(self._pairs):
            row = self._work.get("duplicates", identifier)
            if row is None:
                continue
            survivor = str(row["survivor_id"] or "")
            named = (survivor,) if survivor else (str(row["first_id"]), str(row["second_id"]))
            firms = [self._work.get("partners", each) for each in named]
            known = [firm for firm in firms if firm is not None]
            wanted = scopes.audience_of_pair(known if len(known) == len(named) else ())
            before = stood.get(identifier, set())
            audiences.note(connection, ver, _changes(identifier, before, wanted))

    def _settle_tasks(self, connection: Connection, ver: int) -> None:
        ids = sorted(self._tasks)
        stood = audiences.of_containers(connection, ids)
        for task_id in ids:
            row = self._work.get("tasks", task_id)
            if row is not None:
                wanted = scopes.audience_of_task(row)
                before = stood.get(task_id, set())
                audiences.note(connection, ver, _changes(task_id, before, wanted))

    def _following(self, partner: Fields) -> set[str]:
        """Return the scopes of the people on orders of this batch that have to do with a firm."""
        found: set[str] = set()
        for order_id in self._orders - {""}:
            row = self._work.get("orders", order_id)
            if row is not None and partner["id"] in self._related(row):
                crew = self._crew(row)
                found |= {f"{scopes.PART}{person}" for person in crew.workers}
                found.add(f"{scopes.OWN}{crew.owner_id}")
        return found

    @staticmethod
    def _is_followed(connection: Connection, partner_id: Id, scope: str) -> bool:
        return bool(audiences.buyers_seen(connection, [partner_id], scope))

    def _related(self, order: Fields) -> set[Id]:
        lines = self._work.find("order_lines", "order_id", order["id"])
        named = {order["buyer_id"], *(line["supplier_id"] for line in lines)}
        return {str(each) for each in named if each}

    def _crew(self, order: Fields) -> Crew:
        nodes = self._work.find("nodes", "order_id", order["id"])
        tasks = self._work.find("tasks", "order_id", order["id"])
        projects = self._work.find("projects", "order_id", order["id"])
        named = [
            *(each["owner_id"] for each in (*nodes, *projects)),
            *(task["assignee_id"] for task in tasks),
        ]
        workers = {str(each) for each in named if each}
        handed = self._work.find("handoffs", "order_id", order["id"])
        asked = {str(each["to_id"]) for each in handed if each["state"] in GIVES_SIGHT}
        items = self._work.find_all(HandoverItem, "handover_items", "order_id", order["id"])
        asked |= {each.to_id for each in items if gives_sight(each, today())}
        people = [self._work.get("users", each) for each in sorted(workers)]
        held = (roles_of(record(User, row)) for row in people if row is not None)
        return Crew(
            owner_id=str(order["owner_id"]),
            team=str(order["team"] or ""),
            workers=frozenset(workers),
            deputies=frozenset(asked),
            roles=frozenset(role for roles in held for role in roles),
        )


def container_in(work: Workspace, entity: str, row: Fields) -> Id:
    """Return the container of a row, looking up where what it speaks of belongs.

    What speaks of something that cannot be found any more belongs to nobody: its own id.
    """
    found = scopes.container_of(entity, row)
    if found:
        return found
    noun, row_id = str(row["entity"]), str(row["row_id"])
    if noun not in (*scopes.HOLDERS, "contacts"):
        return scopes.EVERYBODY
    if noun != "contacts":
        return row_id
    contact = work.get(noun, row_id) or quoted(row.get("old"))
    return scopes.container_of(noun, contact) if contact else row_id


def _changes(container: Id, before: Iterable[str], wanted: Iterable[str]) -> list[Change]:
    stood, meant = set(before), set(wanted)
    return [
        *(Change(container, scope, is_gone=False) for scope in sorted(meant - stood)),
        *(Change(container, scope, is_gone=True) for scope in sorted(stood - meant)),
    ]
