"""10: what an author had not seen is not lost unseen: history says what each author saw."""

import json
from collections.abc import Iterable

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.field_rules import review_fields
from sync.domain.history import ChangeKind
from sync.domain.records import Value, defaults
from sync.wire.messages import Operation
from tests.offices import OfficeHere, Row
from tests.simulation.oracle import require
from tests.simulation.station import Station

_operation = msgspec.msgpack.Decoder(Operation)


def check_unseen(stations: Iterable[Station], office: OfficeHere) -> None:
    """Compare history with what the operations themselves say that their authors saw."""
    bodies = (item.body for station in stations for item in station.queue())
    made = {operation.op_id: operation for operation in map(_operation.decode, bodies)}
    for line in office.rows("history"):
        operation = made.get(str(line["operation_id"]))
        if operation is None:
            continue
        seen = operation.base.get(f"{line['entity']}/{line['row_id']}", {})
        if line["kind"] == ChangeKind.OVERWROTE:
            said = seen.get(str(line["field"]))
            is_true = line["base"] == (None if said is None else str(said))
            require(is_true, "history says another saw it", line=line, seen=said)
        elif line["kind"] == ChangeKind.REMOVED and operation.action == "line.remove":
            _check_removed(line, seen)


def _check_removed(line: Row, seen: dict[str, Value]) -> None:
    """What is hidden from an author stands in their copy as in an empty row, and counts as seen."""
    entity = str(line["entity"])
    stood = json.loads(str(line["old"]))
    empty = defaults(ENTITIES[entity])
    for name in review_fields(entity):
        is_as_seen = seen.get(name) in (stood.get(name), empty.get(name))
        require(is_as_seen, "removed what its author had not seen", line=line, field=name)
