"""Which orders have been silent for too long: for how many days, and who owes the update."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from sync.client import tables
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.domain.summaries import OrderSummary
from sync.store import derived
from sync.store.sentences import Language, name_of, words

Row = dict[str, Value]
Silent = Mapping[Id, OrderSummary]
_IDS_MAX = 500


def of_orders(connection: Connection, found: Sequence[Row]) -> dict[Id, OrderSummary]:
    """Return the summaries of those orders that have been silent for too long."""
    ids = [str(row["id"]) for row in found]
    silent: dict[Id, OrderSummary] = {}
    for start in range(0, len(ids), _IDS_MAX):
        part = derived.get_many(connection, OrderSummary, ids[start : start + _IDS_MAX])
        silent |= {key: row for key, row in part.items() if row.silent_days}
    return silent


def told(found: Sequence[Row], silent: Silent) -> list[Row]:
    """Return the orders' rows for programs, each with its silence; 0 days within the limit."""
    return [{**row, **_told(silent.get(str(row["id"])))} for row in found]


def _told(known: OrderSummary | None) -> Row:
    return {
        "silent_days": known.silent_days if known else 0,
        "silent_node": known.node if known else "",
        "owes_id": known.ball_id if known else "",
        "owes_role": known.ball_role if known else "",
    }


def heading(language: Language) -> list[str]:
    """Return the headings of what `cells` says."""
    return [words(f"flow_{name}", {}, language=language) for name in ("standing", "owes")]


def cells(
    connection: Connection, found: Sequence[Row], silent: Silent, *, language: Language
) -> list[tuple[str, str]]:
    """Return for each order that it is silent, and who owes the update."""
    names = holders(connection, list(silent.values()), language)
    known = (silent.get(str(row["id"])) for row in found)
    return [
        (silence_said(each, language), holder_of(each, names, language)) if each else ("", "")
        for each in known
    ]


def holders(
    connection: Connection, found: Sequence[OrderSummary], language: Language
) -> dict[Id, str]:
    """Return the names of the people who have these orders' balls."""
    held: list[Row] = [{"owner_id": each.ball_id} for each in found]
    return tables.names_in(connection, held, ("owner_id",), language=language)


def holder_of(row: OrderSummary, names: Mapping[Id, str], language: Language) -> str:
    """Return who has the ball: a person, else the role whose it is."""
    return names.get(row.ball_id, "") or name_of("role", row.ball_role, language=language)


def silence_said(row: OrderSummary, language: Language) -> str:
    """Return for how long an order has been silent."""
    return words("silent_for", {"days": row.silent_days}, language=language)
