"""`gendan show ball`, `buyer_status`, `digest`, `unread`: who has what, and who owes an answer."""

from sqlalchemy import Connection

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client import standing, tables
from sync.client.commands_showing_order import one_order
from sync.client.desk_session import DeskSession
from sync.domain.ball import Ball, ball_of
from sync.domain.buyer_status import Standing, status_text
from sync.domain.duties import (
    Acknowledgement,
    Statement,
    acknowledgement_id,
    has_changed,
    statement_of,
)
from sync.domain.facts import OrderFacts
from sync.domain.ids import order_name
from sync.domain.people import Role, User, roles_of
from sync.domain.phases import Summary, summarise
from sync.domain.progress import node_states
from sync.domain.records import Value, record
from sync.domain.refusals import refuse
from sync.store import asks, nudge_lists, passport_lists, rows
from sync.store.sentences import name_of, words


def show_ball(session: DeskSession, connection: Connection) -> None:
    """Show who has the ball of an order, since when, what is promised and what comes next."""
    facts = _order(session, connection)
    process = load_rules(connection).process(facts.order.process_version)
    views = node_states(facts, process, today=clock.today())
    ball = ball_of(facts, _summary(connection, facts).current, views)
    if session.console.is_json:
        session.console.json({"ball": ball})
        return
    if ball is None:
        session.console.text(
            name_of("state", facts.order.state.value, language=session.console.language)
        )
        return
    session.console.table(("", ""), _ball_lines(session, connection, ball))


def _ball_lines(session: DeskSession, connection: Connection, ball: Ball) -> list[tuple[str, str]]:
    language = session.console.language
    row: dict[str, Value] = {"owner_id": ball.holder_id}
    names = tables.names_in(connection, [row], ("owner_id",), language=language)
    handoff = ball.handoff
    said = {
        "node": name_of("node", ball.node, language=language),
        "holder": names.get(ball.holder_id, "") or name_of("role", ball.role, language=language),
        "since": "" if ball.since is None else clock.today(ball.since).isoformat(),
        "day": str(ball.day) if ball.day else "",
        "limit": "" if ball.limit_on is None else ball.limit_on.isoformat(),
        "promised": "" if ball.promised_on is None else ball.promised_on.isoformat(),
        "next": name_of("nodes", ",".join(ball.next), language=language) if ball.next else "",
        "handoff": ""
        if handoff is None
        else name_of("state", f"handoff_{handoff.state}", language=language),
        "reason": "" if handoff is None else handoff.reason,
    }
    return [(words(f"ball_{name}", {}, language=language), text) for name, text in said.items()]


def show_buyer_status(session: DeskSession, connection: Connection) -> None:
    """Show the English text about an order that may be sent to its buyer."""
    facts = _order(session, connection)
    process = load_rules(connection).process(facts.order.process_version)
    standing_ = Standing(
        facts=facts,
        process=process,
        current=_summary(connection, facts).current,
        today=clock.today(),
    )
    people = [record(User, row) for row in rows.all_rows(connection, "users")]
    text = status_text(standing_, people)
    if session.console.is_json:
        session.console.json({"text": text})
    else:
        session.console.text(text)


def show_digest(session: DeskSession, connection: Connection) -> None:
    """Show what I was nudged about and still have in hand, as one digest."""
    me = standing.load(connection).user_id
    company = load_rules(connection).calendars.company
    digest = nudge_lists.read_digest(connection, me, now=clock.now(), company=company)
    if session.console.is_json:
        session.console.json({"digest": digest})
        return
    language = session.console.language
    if digest is None:
        session.console.text(words("digest_empty", {}, language=language))
        return
    heading = [words(f"digest_{name}", {}, language=language) for name in _DIGEST_COLUMNS]
    table: list[tuple[str, ...]] = []
    for each in digest.reminders:
        order = rows.get(connection, "orders", each.order_id) or {}
        number = order_name(each.order_id, str(order.get("order_no") or ""))
        node = name_of("node", each.node, language=language)
        table.append((number, node, str(each.count), each.text))
    session.console.table(heading, table)


def show_unread(session: DeskSession, connection: Connection) -> None:
    """Show wishes that nobody of a department has read back, on orders that ship in 14 days."""
    found = passport_lists.unread_soon(connection, clock.today())
    if session.console.is_json:
        session.console.json(found)
        return
    language = session.console.language
    heading = [name_of("field", name, language=language) for name in _UNREAD_COLUMNS]
    table = [
        (
            order_name(each.order_id, each.order_no),
            "" if each.etd is None else each.etd.isoformat(),
            each.text,
            name_of("roles", ",".join(each.departments), language=language),
        )
        for each in found
    ]
    session.console.table(heading, table)


_UNREAD_COLUMNS = ("order_no", "etd", "text", "departments")
_DIGEST_COLUMNS = ("order", "node", "count", "text")


def _order(session: DeskSession, connection: Connection) -> OrderFacts:
    if not session.options.id:
        raise refuse("order_not_named")
    return one_order(connection, session.options.id)


def _summary(connection: Connection, facts: OrderFacts) -> Summary:
    rules = load_rules(connection)
    process = rules.process(facts.order.process_version)
    return summarise(facts, process, calendars=rules.calendars, today=clock.today())


def show_asks(session: DeskSession, connection: Connection) -> None:
    """Show what waits for my word: opinions, read-backs, handoffs, handed over items; and news."""
    me = standing.load(connection).user_id
    row = rows.get(connection, "users", me)
    roles = () if row is None else sorted(roles_of(record(User, row)))
    found = asks.read_asks(connection, me, roles, today=clock.today())
    if session.console.is_json:
        session.console.json(found)
        return
    language = session.console.language
    table: list[tuple[str, ...]] = []
    for each in found:
        facts: dict[str, Value] = {"node": each.node, "text": each.text}
        due = "" if each.due_on is None else each.due_on.isoformat()
        what = words(f"ask_{each.kind}", facts, language=language)
        table.append((order_name(each.order_id, each.order_no), what, due, each.id))
    heading = [name_of("field", name, language=language) for name in _ASK_COLUMNS]
    session.console.table(heading, table)


_ASK_COLUMNS = ("order_no", "text", "due_on", "id")


def show_duties(session: DeskSession, connection: Connection) -> None:
    """Show the duties of a role, or of each role of a person; without an id my own."""
    me = standing.load(connection).user_id
    rules = load_rules(connection)
    process = rules.process(rules.newest_process)
    found: list[dict[str, object]] = []
    for role in _roles_asked(connection, session.options.id or me):
        statement = statement_of(process, role)
        row = rows.get(connection, "acknowledgements", acknowledgement_id(me, role))
        known = None if row is None else record(Acknowledgement, row)
        found.append({"statement": statement, "acknowledged": known})
        if not session.console.is_json:
            _tell_duties(session, statement, known)
    if session.console.is_json:
        session.console.json(found)
    elif not found:
        raise refuse("role_unknown", role=session.options.id[:40], roles=",".join(Role))


def _roles_asked(connection: Connection, name: str) -> tuple[Role, ...]:
    """Return the role that is named, or the roles of the person whose login or id this is."""
    if name.upper() in tuple(Role):
        return (Role(name.upper()),)
    for row in rows.all_rows(connection, "users"):
        if name in (row["id"], row["login"]):
            held = roles_of(record(User, row))
            return tuple(role for role in Role if role in held)
    return ()


def _tell_duties(session: DeskSession, statement: Statement, known: Acknowledgement | None) -> None:
    language, console = session.console.language, session.console
    console.text(words("duties_heading", {"roles": statement.role.value}, language=language))
    code = "duties_new" if known is None else "duties_current"
    facts: dict[str, Value] = {}
    if known is not None and has_changed(statement, known):
        code = "duties_moved"
        facts["at"] = clock.today(known.acknowledged_at).isoformat()
    console.text(words(code, facts, language=language))
    for duty in statement.duties:
        letter = words(f"duties_{duty.letter}", {}, language=language)
        console.text(f"{letter}  {name_of('node', duty.node, language=language)}")
        for item, zh, en in duty.items:
            console.text(f"    {item} {zh if language == 'zh' else en}")


HANDS = {
    "ball": show_ball,
    "buyer_status": show_buyer_status,
    "digest": show_digest,
    "unread": show_unread,
    "duties": show_duties,
    "asks": show_asks,
}
