"""7: what an approver was shown is what stood when it was accepted; they might; all is kept."""

from sync.actions.rules_of import load_rules
from sync.domain.people import User, roles_of
from sync.domain.projections import projection_of
from sync.domain.records import record
from sync.server.deciding import decisions_amiss
from sync.store import rows
from sync.store.outbox import OutboxItem
from tests.offices import OfficeHere, Row
from tests.simulation.oracle import require
from tests.simulation.station import Station, effects_of

_COUNTING = {
    "orders": ("buyer_id", "currency", "incoterm", "payment_term", "goods", "destination"),
    "order_lines": ("unit_price", "quantity", "unit", "description"),
    "attachments": ("name", "sha256"),
}
"""Some of what a decision is about, named here once more."""
_RANKS = {"GM", "MGR"}
Shown = dict[tuple[str, str], Row]


class Decisions:
    """What approvers were shown, and how requests were closed."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown] = {}
        self._closed: dict[str, Row] = {}

    def note(self, station: Station, item: OutboxItem) -> None:
        """Remember what somebody saw who has just decided."""
        for effect in effects_of(item):
            if effect.entity == "decisions" and effect.id not in self._shown:
                order_id = str(effect.fields["order_id"])
                here = {noun: station.rows(noun) for noun in _COUNTING}
                hidden = _hidden_from(station)
                self._shown[effect.id] = _content(here, order_id, hidden)

    def forget_closed(self) -> None:
        """Let requests be decided anew: head office was put back."""
        self._closed.clear()

    def check(self, office: OfficeHere) -> None:
        """Look at what the last push decided: within the version that it made."""
        head = office.head()
        with office.database.read() as connection:
            made = rows.find(connection, "decisions", "ver", head)
            moved = rows.find(connection, "approvals", "ver", head)
        for row in made:
            if row["outcome"] == "accepted":
                approval = office.row("approvals", str(row["approval_id"])) or {}
                _check_right(row, approval, office)
                self._check_content(row, office)
        for row in moved:
            before = self._closed.get(str(row["id"]), row)
            stays = (row["state"], row["decision_id"]) == (before["state"], before["decision_id"])
            require(stays, "what was decided first did not count", was=before, now=row)
            if row["state"] != "open":
                self._closed[str(row["id"])] = row

    def check_kept(self, stations: list[Station], office: OfficeHere) -> None:
        """Each decision is kept whatever became of it, signed as its author's device signed it."""
        ledger, kept = office.ledger(), {row["id"] for row in office.rows("decisions")}
        for station in stations:
            for op_id, (name, command) in station.issued.items():
                if name == "approval.decide" and ledger.get(op_id) in ("applied", "stale_approval"):
                    require(command.id in kept, "a decision was not kept", id=command.id)
        with office.database.read() as connection:
            amiss = decisions_amiss(connection)
        require(not amiss, "decisions are not as they were signed", amiss=amiss)

    def _check_content(self, row: Row, office: OfficeHere) -> None:
        shown = self._shown.get(str(row["id"]))
        order_id, head = str(row["order_id"]), office.head()
        if shown is None or _is_in_one_push(office, order_id, head):
            return
        names = {key: frozenset(fields) for key, fields in shown.items()}
        nouns = {noun: [dict(each) for each in office.rows(noun)] for noun in _COUNTING}
        stands = _content(nouns, order_id, {})
        same = {
            key: {name: value for name, value in fields.items() if name in names.get(key, fields)}
            for key, fields in stands.items()
        }
        require(same == shown, "approved what was not shown", row=row, shown=shown, stands=same)


def _check_right(row: Row, approval: Row, office: OfficeHere) -> None:
    author = office.row("users", str(row["author_id"])) or {}
    require(row["author_id"] != approval["requested_by"], "approved their own", row=row)
    setting = [each for each in office.rows("config_items") if each["key"] == "approval.level"]
    level = max([int(approval["level"] or 0), *(int(str(each["value"])) for each in setting)])
    roles = set(str(author["roles"]).split(","))
    if str(row["seat"]).startswith("L"):
        is_high = int(author["level"] or 0) >= level
        may = roles & _RANKS or ("SSR" in roles and level <= 1)
        require(bool(is_high and may), "approved beyond their limit", row=row, author=author)


def _is_in_one_push(office: OfficeHere, order_id: str, ver: int) -> bool:
    """Return whether the same push changed the order too, before the decision or after it."""
    return any(
        row["ver"] == ver and row["order_id"] == order_id and row["entity"] in _COUNTING
        for row in office.rows("history")
    ) or any(
        row["ver"] == ver and (row.get("order_id") or row["id"]) == order_id
        for noun in _COUNTING
        for row in office.rows(noun)
    )


def _hidden_from(station: Station) -> dict[str, frozenset[str]]:
    """Return the fields that this person's roles do not show: on their desk these stand empty."""
    row = station.row("users", station.user.id)
    with station.replica.read() as connection:
        permissions = load_rules(connection).permissions
    view = projection_of(roles_of(record(User, row or {})), permissions)
    return {noun: view.fields.get(noun, frozenset()) for noun in _COUNTING}


def _content(
    given: dict[str, list[Row]], order_id: str, hidden: dict[str, frozenset[str]]
) -> Shown:
    """Return what counts of an order, by row."""
    return {
        (noun, str(row["id"])): {
            name: row[name] for name in names if name not in hidden.get(noun, ())
        }
        for noun, names in _COUNTING.items()
        for row in given[noun]
        if (row["id"] if noun == "orders" else row["order_id"]) == order_id
    }
