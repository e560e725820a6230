"""`gendan show partner`: a firm's facts with source and day, its people, orders and lessons."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sync.client import tables
from sync.client.desk_session import DeskSession
from sync.domain.ids import Id, is_id
from sync.domain.likeness import name_core
from sync.domain.records import Row
from sync.domain.refusals import refuse
from sync.store import partner_pages, rows
from sync.store.partner_pages import Fact, PartnerPage
from sync.store.sentences import name_of

_FACT_COLUMNS = ("field", "value", "said_by", "said_at", "source")


def show_partner(session: DeskSession, connection: Connection) -> None:
    """Show one firm, named by its id, its code or its name."""
    page = partner_pages.read_partner(connection, _named(connection, session.options.id))
    if page is None:
        raise refuse("partner_unknown", kind="gone", partner=session.options.id[:40])
    if session.console.is_json:
        session.console.json(page)
        return
    session.console.text(str(page.row["name"]))
    _tell_facts(session, connection, page.facts)
    for entity, found in _parts(page):
        _tell_rows(session, connection, entity, found)


def _named(connection: Connection, asked: str) -> Id:
    if not asked:
        raise refuse("partner_not_named")
    if is_id(asked):
        return asked
    by_code = rows.find(connection, "partners", "code", asked)
    wanted = name_core(asked)
    found = by_code or [
        row
        for row in rows.all_rows(connection, "partners")
        if asked in (row["name"], row["name_zh"]) or name_core(str(row["name"])) == wanted
    ]
    if len(found) > 1:
        ids = ", ".join(str(row["id"]) for row in found)
        raise refuse("partner_several", partner=asked[:40], ids=ids)
    return str(found[0]["id"]) if found else ""


def _parts(page: PartnerPage) -> Iterable[tuple[str, tuple[Row, ...]]]:
    yield "contacts", page.contacts
    yield "orders", (*page.orders, *page.supplied)
    yield "articles", page.lessons
    yield "duplicates", page.duplicates


def _tell_facts(session: DeskSession, connection: Connection, facts: tuple[Fact, ...]) -> None:
    language = session.console.language
    names = tables.names_in(
        connection, [{"actor_id": f.said_by} for f in facts], ["actor_id"], language=language
    )
    heading = [name_of("field", name, language=language) for name in _FACT_COLUMNS]
    told = [
        (
            name_of("field", fact.field, language=language),
            tables.word(fact.field, str(fact.value), language),
            names.get(fact.said_by, fact.said_by),
            tables.word("said_at", fact.said_at, language),
            fact.source,
        )
        for fact in facts
    ]
    session.console.table(heading, told)


def _tell_rows(
    session: DeskSession, connection: Connection, entity: str, found: tuple[Row, ...]
) -> None:
    if not found:
        return
    language = session.console.language
    session.console.text(name_of("entity", entity, language=language))
    shown = tables.columns_shown(entity)
    names = tables.names_in(connection, found, shown, language=language)
    heading = [name_of("field", name, language=language) for name in shown]
    table = [tables.cells(entity, row, names, language=language) for row in found]
    session.console.table(heading, table)
