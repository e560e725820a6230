"""What the people of a simulated company do: one random action on what their desk shows."""

import random

from sync.domain.commands import ACTIONS, Command
from tests.builders import an_id
from tests.offices import Row

Action = tuple[str, Command]
CURRENCIES = ("USD", "EUR", "CNY", "GBP")
UNITS = ("PCS", "SET", "KG")
TEAMS = ("north", "south")


class Deeds:
    """Draws actions. Every price, text and name it draws is new, so that it can be found again."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._drawn = 0

    def draw(self, seen: dict[str, list[Row]]) -> Action | None:
        """Return an action on what a desk shows, or None where there is nothing to do it on."""
        deed = self._chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        arguments = getattr(self, "_" + deed.replace(".", "_"))(seen)
        name = _ACTION_OF.get(deed, deed)
        return None if arguments is None else (name, ACTIONS[name].kind(**arguments))

    def _new(self) -> int:
        self._drawn += 1
        return self._drawn

    def _id(self) -> str:
        return an_id(f"drawn {self._new()}")

    def _one(self, seen: dict[str, list[Row]], noun: str) -> Row | None:
        return self._chance.choice(seen[noun]) if seen[noun] else None

    def _price(self) -> str:
        return f"{self._new()}.{self._chance.randrange(100):02d}"

    def _order_edit(self, seen):
        order = self._one(seen, "orders")
        change = self._chance.choice(
            [
                {"currency": self._chance.choice(CURRENCIES)},
                {"currency": self._chance.choice(CURRENCIES), "incoterm": "CIF"},
                {"goods": f"goods {self._new()}"},
                {"note": f"{order['note']}\nline {self._new()}" if order else ""},
                {"note": f"text {self._new()}"},
                {"payment_term": self._chance.choice(["OA", "DP", "TT_100"])},
            ]
        )
        return order and {"id": order["id"], "set": change}

    def _order_move(self, seen):
        order, person = self._one(seen, "orders"), self._one(seen, "users")
        team = {"team": self._chance.choice(TEAMS)} if self._chance.randrange(2) else {}
        return order and person and {"id": order["id"], "set": {"owner_id": person["id"], **team}}

    def _line_edit(self, seen):
        line = self._one(seen, "order_lines")
        change = self._chance.choice(
            [
                {"unit_price": self._price()},
                {"unit_price": self._price(), "unit": self._chance.choice(UNITS)},
                {"quantity": str(self._new())},
                {"quantity": str(self._new()), "unit": self._chance.choice(UNITS)},
                {"description": f"thing {self._new()}"},
                {"unit_price": self._price(), "quantity": str(self._new())},
            ]
        )
        return line and {"id": line["id"], "set": change}

    def _line_add(self, seen):
        order = self._one(seen, "orders")
        fields = {"unit_price": self._price(), "quantity": str(self._new())}
        return order and {"id": self._id(), "set": {"order_id": order["id"], **fields}}

    def _line_remove(self, seen):
        line = self._one(seen, "order_lines")
        return line and {"id": line["id"]}

    def _order_create(self, seen):
        buyer = self._one(seen, "partners")
        return buyer and {"id": self._id(), "set": {"buyer_id": buyer["id"]}}

    def _partner_edit(self, seen):
        partner = self._one(seen, "partners")
        kinds = self._chance.sample(["buyer", "bank", "carrier", "broker"], 2)
        return partner and {"id": partner["id"], "set": {"kinds": ",".join(kinds)}}

    def _comment_add(self, seen):
        order = self._one(seen, "orders")
        return order and {"id": self._id(), "order_id": order["id"], "text": f"said {self._new()}"}

    def _task_add(self, seen):
        person = self._one(seen, "users")
        fields = {"title": f"task {self._new()}", "assignee_id": person["id"]}
        return {"id": self._id(), "set": fields}

    def _task_finish(self, seen):
        task = self._one(seen, "tasks")
        return task and {"id": task["id"]}

    def _item_answer(self, seen):
        order = self._one(seen, "orders")
        item = self._chance.choice(["N01-01", "N01-02", "N01-03"])
        ticked = bool(self._chance.randrange(3))
        return order and {"order_id": order["id"], "item": item, "ticked": ticked}

    def _node_start(self, seen):
        order = self._one(seen, "orders")
        return order and {"order_id": order["id"], "node": "N01"}

    def _order_close(self, seen):
        order = self._one(seen, "orders")
        return order and {"id": order["id"], "state": "lost", "reason": f"reason {self._new()}"}

    def _order_reopen(self, seen):
        order = self._one(seen, "orders")
        return order and {"id": order["id"], "reason": f"again {self._new()}"}

    def _order_import(self, _seen):
        made = an_id(f"imported {self._chance.randrange(6)}")
        line = {
            "id": an_id(f"line of {made}"),
            "order_id": made,
            "position": "1",
            "unit_price": "7",
        }
        order = {"id": made, "buyer_id": an_id("buyer")}
        return {
            "id": self._id(),
            "source": "book.xlsx",
            "rows": {"orders": [order], "order_lines": [line]},
        }

    def _conflict_decide(self, seen):
        conflict = self._one(seen, "open conflicts")
        if conflict is None:
            return None
        mine = seen["sides"][0].get(str(conflict["id"])) if self._chance.randrange(2) else {}
        wants_removal = conflict["note"] == "removed" and bool(self._chance.randrange(2))
        chosen = {} if wants_removal or conflict["note"] == "removed" else mine or {}
        return {"id": conflict["id"], "set": chosen, "remove": wants_removal}

    def _conflict_undo(self, seen):
        conflict = self._one(seen, "decided conflicts")
        return conflict and {"id": conflict["id"]}

    def _approval_request(self, seen):
        order = self._one(seen, "orders")
        return order and {"id": self._id(), "order_id": order["id"], "title": f"ask {self._new()}"}

    def _approval_decide(self, seen):
        approval = self._one(seen, "open approvals")
        choice = self._chance.choice(["approve", "approve", "refuse"])
        return approval and {"approval_id": approval["id"], "decision": choice}

    def _approval_withdraw(self, seen):
        approval = self._one(seen, "open approvals")
        return approval and {"id": approval["id"]}

    def _row_restore(self, seen):
        entry = self._one(seen, "removals")
        return entry and {"id": entry["id"]}


_WEIGHTS = {
    "line.edit": 30,
    "order.edit": 22,
    "order.move": 3,
    "line.add": 10,
    "line.remove": 5,
    "order.create": 3,
    "partner.edit": 4,
    "comment.add": 6,
    "task.add": 3,
    "task.finish": 3,
    "item.answer": 5,
    "node.start": 3,
    "order.close": 1,
    "order.reopen": 2,
    "order.import": 3,
    "conflict.decide": 8,
    "conflict.undo": 2,
    "row.restore": 2,
    "approval.request": 4,
    "approval.decide": 7,
    "approval.withdraw": 1,
}
_ACTION_OF = {"order.move": "order.edit"}
"""Deeds that are actions under another name."""
