"""Handing one's desk over: what the person has in hand, the packets under way, what asks them."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.domain.handing_commands import HandedItem
from sync.domain.handovers import HandoverItem, Packet
from sync.domain.ids import Id, order_name
from sync.domain.nodes import NodeInstance
from sync.domain.records import record
from sync.domain.states import SETTLED
from sync.domain.tasks import TaskState
from sync.store import handover_lists, rows


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work by its name: "SO26-0031 · Booking"."""

    entity: str
    row_id: Id
    name: str
    due_on: date | None = None

    @property
    def handed(self) -> HandedItem:
        """Return it as a packet holds it."""
        return HandedItem(entity=self.entity, row_id=self.row_id)


class Handing(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows, read at one moment."""

    own: tuple[Piece, ...]
    packets: tuple[Packet, ...]
    waiting: tuple[HandoverItem, ...]
    names: dict[tuple[str, Id], str]
    today: date


class HandoverModel(QObject):
    """Reads the page; `loaded` carries a Handing."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wording = wording
        desk.changed.connect(self._look_again)

    def reload(self) -> None:
        """Read what there is now."""
        if self.desk.is_seated:
            self.desk.read(self._read, owner=self, done=self.loaded.emit)

    def _look_again(self, changes: Changes) -> None:
        if not changes.rows or changes.touches("handovers", "handover_items", "tasks", "nodes"):
            self.reload()

    def _read(self, connection: Connection) -> Handing:
        me, today = self.desk.seat.user.id, self.desk.today()
        packets = handover_lists.packets(connection, today)
        waiting = handover_lists.waiting_for(connection, me, today)
        items = [*waiting, *(item for packet in packets for item in packet.items)]
        return Handing(
            own=tuple(self._own(connection, me)),
            packets=tuple(packets),
            waiting=tuple(waiting),
            names=self._names(connection, ((each.entity, each.row_id) for each in items)),
            today=today,
        )

    def _own(self, connection: Connection, me: Id) -> Iterator[Piece]:
        orders = rows.find(connection, "orders", "owner_id", me)
        wanted = [("orders", str(row["id"])) for row in orders if row["state"] == "open"]
        nodes = (
            record(NodeInstance, row) for row in rows.find(connection, "nodes", "owner_id", me)
        )
        wanted += [("nodes", node.id) for node in nodes if node.state not in SETTLED]
        tasks = rows.find(connection, "tasks", "assignee_id", me)
        open_tasks = [row for row in tasks if row["state"] == TaskState.OPEN.value]
        wanted += [("tasks", str(row["id"])) for row in open_tasks if row["order_id"]]
        due = {str(row["id"]): row["due_on"] for row in open_tasks}
        for (entity, row_id), name in self._names(connection, wanted).items():
            day = due.get(row_id)
            due_on = date.fromisoformat(str(day)) if day else None
            yield Piece(entity=entity, row_id=row_id, name=name, due_on=due_on)

    def _names(
        self, connection: Connection, wanted: Iterable[tuple[str, Id]]
    ) -> dict[tuple[str, Id], str]:
        """Return what each piece of work is called; one that is not here has no name."""
        ids: dict[str, list[Id]] = {}
        for entity, row_id in wanted:
            ids.setdefault(entity, []).append(row_id)
        found = {entity: rows.get_many(connection, entity, each) for entity, each in ids.items()}
        named = {
            (entity, row_id): row for entity, each in found.items() for row_id, row in each.items()
        }
        on = {str(row["id" if key[0] == "orders" else "order_id"]) for key, row in named.items()}
        orders = rows.get_many(connection, "orders", sorted(on))
        process = self.desk.process(self.desk.seat.rules.newest_process)
        called: dict[tuple[str, Id], str] = {}
        for key, row in sorted(named.items()):
            order_id = str(row["id"] if key[0] == "orders" else row["order_id"])
            order = orders.get(order_id, {})
            number = order_name(order_id, str(order.get("order_no") or ""))
            what = {
                "orders": str(order.get("goods") or ""),
                "nodes": self._wording.node(process, str(row.get("node") or ""), short=True),
                "tasks": str(row.get("title") or ""),
            }[key[0]]
            called[key] = f"{number} · {what}" if what else number
        return called
