"""What this person may do with an order's rows: found out by trying, not by a second rule."""

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.order_names import Choices, firms_for, goods
from desktop.models.order_page import OrderPicture
from desktop.models.order_parts import Part, row_by_id, rows_of
from sync.domain.commands import Add, Edit, Fields, Remove
from sync.domain.ids import Id
from sync.domain.refusals import Refusal


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row may not be added, changed or removed now; `fields` names single fields."""

    part: Part
    row_id: Id
    add: Refusal | None
    edit: Refusal | None
    remove: Refusal | None
    fields: dict[str, Refusal]


class RightsModel(QObject):
    """Tries what may be done with a row; `loaded` carries Rights."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def ask(self, picture: OrderPicture, part: Part, *, row_id: Id, parent_id: Id = "") -> None:
        """Find out what may be done with a row of a part, or with none chosen."""

        def read(connection: Connection) -> Rights:
            trial = _Trial(connection, self.desk, picture, part)
            fields = trial.fields(row_id) if row_id else {}
            refused = len(fields) == len(part.fields)
            return Rights(
                part=part,
                row_id=row_id,
                add=trial.add(parent_id),
                edit=next(iter(fields.values()), None) if refused else None,
                remove=trial.remove(row_id) if row_id else None,
                fields=fields,
            )

        self.desk.read(read, owner=self, done=self.loaded.emit)


class ChoicesModel(QObject):
    """Reads what a form offers to choose from; `loaded` carries a dict by field."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._language = language

    def ask(self, picture: OrderPicture, part: Part) -> None:
        """Read the choices of every field of a part that names another row."""

        def read(connection: Connection) -> dict[str, Choices]:
            linked = [name for name in part.fields if name.endswith("_id")]
            return {name: self._choices(connection, picture, name) for name in linked}

        self.desk.read(read, owner=self, done=self.loaded.emit)

    def _choices(self, connection: Connection, picture: OrderPicture, name: str) -> Choices:
        if name == "product_id":
            return goods(connection)
        if name == "line_id":
            return [(line.id, picture.names[line.id]) for line in picture.facts.lines]
        if name == "owner_id":
            return people(self.desk, self._language)
        return firms_for(connection, name)


def people(desk: Desk, language: str) -> Choices:
    """Return the people who still work here, by name."""
    found = [
        (user.id, desk.name_of(user.id, language))
        for user in desk.seat.people.values()
        if user.active
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


class _Trial(msgspec.Struct, frozen=True):
    connection: Connection
    desk: Desk
    picture: OrderPicture
    part: Part

    def add(self, parent_id: Id) -> Refusal | None:
        if self.part.entity == "orders":
            return None
        set_: Fields = {"order_id": self.picture.facts.order.id}
        if self.part.parent:
            set_[self.part.parent] = parent_id
        if "line_id" in self.part.fields and self.picture.facts.lines:
            set_["line_id"] = self.picture.facts.lines[0].id
        name = f"{self.part.noun}.add"
        return self.desk.try_out(self.connection, name, Add(set=set_))

    def fields(self, row_id: Id) -> dict[str, Refusal]:
        """Return the fields of a row that the person may not write, each with the reason."""
        row = row_by_id(self.picture, self.part, row_id) or {}
        name = f"{self.part.noun}.edit"
        found: dict[str, Refusal] = {}
        for field in self.part.fields:
            command = Edit(id=row_id, set={field: row.get(field)})
            refusal = self.desk.try_out(self.connection, name, command)
            if refusal is not None:
                found[field] = refusal
        return found

    def remove(self, row_id: Id) -> Refusal | None:
        if self.part.entity == "orders" or not rows_of(self.picture.facts, self.part):
            return None
        return self.desk.try_out(self.connection, f"{self.part.noun}.remove", Remove(id=row_id))
