"""Whether every stored decision is what its author's device signed, and closed what it says."""

import msgspec
from sqlalchemy import Connection

from sync.domain.approvals import Choice, Outcome
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store import accounts, rows
from sync.wire import decisions

_STATES = {Choice.APPROVE.value: "approved", Choice.REFUSE.value: "refused"}
Row = dict[str, Value]


class Amiss(msgspec.Struct, frozen=True):
    """Something that does not hold: of a decision, or of the approval that it should have closed.

    `what`: signature, key_unknown, key_of_another, state.
    """

    entity: str
    id: Id
    what: str


def decisions_amiss(connection: Connection) -> list[Amiss]:
    """Return what does not hold of decisions and approvals, by their order."""
    found: list[Amiss] = []
    kept: dict[str, Row] = {}
    for row in rows.all_rows(connection, "decisions"):
        kept[str(row["id"])] = dict(row)
        what = _amiss_of(connection, dict(row))
        if what:
            found.append(Amiss("decisions", str(row["id"]), what))
    found += [
        Amiss("approvals", str(row["id"]), "state")
        for row in rows.all_rows(connection, "approvals")
        if not _is_closed_rightly(dict(row), kept)
    ]
    return found


def _amiss_of(connection: Connection, decision: Row) -> str:
    if not decisions.is_sound(decision):
        return "signature"
    owner = accounts.owner_of_key(connection, str(decision["public_key"]))
    if not owner:
        return "key_unknown"
    return "" if owner == decision["author_id"] else "key_of_another"


def _is_closed_rightly(approval: Row, kept: dict[str, Row]) -> bool:
    if approval["state"] in ("open", "withdrawn"):
        return not approval["decision_id"]
    decision = kept.get(str(approval["decision_id"]))
    if decision is None or decision["outcome"] != Outcome.ACCEPTED.value:
        return False
    said = (decision["approval_id"], decision["author_id"], _STATES.get(str(decision["choice"])))
    return said == (approval["id"], approval["decided_by"], approval["state"])
