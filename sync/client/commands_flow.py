"""`gendan show flow`: where all open orders stand, and which orders those are."""

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client.desk_session import DeskSession
from sync.client.silences import holder_of, holders, silence_said
from sync.domain.ids import Id, order_name
from sync.domain.process import nodes_by_id
from sync.domain.refusals import refuse
from sync.domain.summaries import OrderSummary
from sync.store import derived, order_lists, rows
from sync.store.flow_lists import Standing, read_flow
from sync.store.order_lists import Asking
from sync.store.sentences import Language, name_of, words

_FILTERS = {
    "team": "teams",
    "owner": "owners",
    "incoterm": "incoterms",
    "payment_term": "payment_terms",
    "node": "nodes",
    "trouble": "troubles",
}
"""What `--where` may say, with the field of the orders list that it narrows."""
_COLUMNS = ("node", "orders", "overdue", "silent", "median_days", "oldest_days")
_LISTED = ("order_no", "buyer_id", "node", "owner_id")


def show_flow(session: DeskSession, connection: Connection) -> None:
    """Show each stage with its orders, overdue, silent and ages; `--where node=N12` lists them.

    `team=`, `owner=` (a login), `incoterm=`, `payment_term=` and `trouble=overdue` narrow both.
    """
    asking = _asked(session, connection)
    if asking.nodes or asking.troubles:
        _list_orders(session, connection, asking)
        return
    counts = read_flow(connection, asking)
    if session.console.is_json:
        session.console.json(counts)
        return
    language = session.console.language
    standing = {each.node: each for each in counts.stages}
    rules = load_rules(connection)
    known = rules.process(rules.newest_process).nodes
    table = [_cells(standing.get(n.id, Standing(node=n.id)), language) for n in known]
    heading = [words(f"flow_{name}", {}, language=language) for name in _COLUMNS]
    session.console.table(heading, table)
    facts = {name: getattr(counts, name) for name in ("count", "overdue", "silent", "idle")}
    session.console.text(words("flow_total", facts, language=language))


def _cells(each: Standing, language: Language) -> list[str]:
    figures = (each.count, each.overdue, each.silent, each.median_days, each.oldest_days)
    said = ["" if figure is None or not each.count else str(figure) for figure in figures]
    return [name_of("node", each.node, language=language), *said]


def _asked(session: DeskSession, connection: Connection) -> Asking:
    """Return what was asked for; several conditions of one field let through any of them."""
    found: dict[str, tuple[str, ...]] = {}
    rules = load_rules(connection)
    nodes = frozenset(nodes_by_id(rules.process(rules.newest_process)))
    for condition in session.options.where:
        name, sign, value = condition.partition("=")
        field = _FILTERS.get(name)
        if not sign or field is None or not _is_known(name, value, nodes):
            raise refuse("condition_not_valid", condition=condition[:80])
        held = _person(connection, value) if name == "owner" else value
        found[field] = (*found.get(field, ()), held)
    plain: dict[str, object] = {"today": clock.today().isoformat(), "view": "open", **found}
    return msgspec.convert(plain, Asking)


def _is_known(name: str, value: str, nodes: frozenset[str]) -> bool:
    if name == "node":
        return value in nodes
    return name != "trouble" or value in order_lists.TROUBLES


def _person(connection: Connection, login: str) -> Id:
    found = rows.find(connection, "users", "login", login)
    return str(found[0]["id"]) if found else login


def _list_orders(session: DeskSession, connection: Connection, asking: Asking) -> None:
    """Show the orders themselves, in the order of the orders list."""
    ids = order_lists.find_orders(connection, asking)
    if session.options.limit > 0:
        ids = ids[: session.options.limit]
    kept = derived.get_many(connection, OrderSummary, ids)
    found = [kept[order_id] for order_id in ids if order_id in kept]
    if session.console.is_json:
        session.console.json(found)
        return
    language = session.console.language
    names = holders(connection, found, language)
    heading = [
        *(name_of("field", name, language=language) for name in _LISTED),
        *(words(f"flow_{name}", {}, language=language) for name in ("days", "standing")),
    ]
    session.console.table(heading, [_order_cells(each, names, language) for each in found])


def _order_cells(row: OrderSummary, names: dict[Id, str], language: Language) -> list[str]:
    since = row.node_since
    return [
        order_name(row.id, row.order_no),
        row.buyer,
        name_of("node", row.node, language=language),
        holder_of(row, names, language),
        "" if since is None else str((clock.today() - since).days),
        _standing_said(row, language),
    ]


def _standing_said(row: OrderSummary, language: Language) -> str:
    """Return what is wrong with an order at its stage, as words."""
    said = [words("flow_is_overdue", {}, language=language)] if row.ball_overdue else []
    if row.silent_days:
        said.append(silence_said(row, language))
    return " · ".join(said)
