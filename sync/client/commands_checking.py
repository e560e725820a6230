"""`gendan warnings`, `gendan check`, `gendan repair`."""

import msgspec

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client.commands_showing import bring_up_to_date
from sync.client.commands_showing_order import one_order
from sync.client.desk_session import DeskSession, open_desk, password_of, rings
from sync.client.naming import order_named
from sync.client.repairing import repair as repair_replica
from sync.client.replica import Replica, needs_password
from sync.domain.firings import Rate
from sync.domain.ids import order_name
from sync.domain.people import User
from sync.domain.progress import may_finish, node_states
from sync.domain.records import Value, record
from sync.domain.refusals import Refusal, refuse
from sync.domain.summaries import WORKABLE, WarningRow
from sync.store import derived, firings, rows
from sync.store.sentences import Language, sentence, words


def warnings(session: DeskSession) -> int:
    """Show what is late, missing or contradictory, the most pressing first."""
    with open_desk(session) as replica:
        bring_up_to_date(replica)
        if session.options.rates:
            return _show_rates(session, replica)
        with replica.read() as connection:
            found = derived.everything(connection, WarningRow)
            people = {
                str(row["id"]): record(User, row) for row in rows.all_rows(connection, "users")
            }
            if session.options.order:
                order_id = order_named(connection, session.options.order)
                found = [row for row in found if row.order_id == order_id]
    ranks = {"urgent": 0, "warning": 1, "watch": 2}
    found.sort(key=lambda row: (ranks[row.level.value], row.warning, row.order_no, row.id))
    if session.console.is_json:
        session.console.json(found)
        return 0
    session.console.table(("", "", "", ""), [_cells(session, row, people) for row in found])
    return 0


def _show_rates(session: DeskSession, replica: Replica) -> int:
    """Show how often each warning came true on this device, and since when that is known."""
    with replica.read() as connection:
        rates, since = firings.rates(connection), firings.since(connection)
    if session.console.is_json:
        session.console.json({"since": since, "rates": rates})
        return 0
    language = session.console.language
    heading = [words(f"rates_{name}", {}, language=language) for name in _RATE_COLUMNS]
    session.console.table(heading, [_rate_cells(rate, language) for rate in rates])
    if since is not None:
        session.console.say("rates_since", since=since.isoformat())
    return 0


_RATE_COLUMNS = (
    *("warning", "fired", "came_true", "did_not", "told_late", "open", "percent", "misses"),
)


def _rate_cells(rate: Rate, language: Language) -> tuple[str, ...]:
    title = words(f"{rate.warning}_title", {}, language=language)
    counts = (rate.fired, rate.came_true, rate.did_not, rate.told_late, rate.open)
    share = "–" if rate.percent is None else f"{rate.percent} %"
    return (f"{rate.warning} {title}", *map(str, counts), share, ", ".join(rate.misses))


def check(session: DeskSession) -> int:
    """Check the whole replica, or what keeps an order's open nodes from being finished."""
    with open_desk(session) as replica:
        if session.options.order:
            return _check_order(session, replica)
        damage = replica.damage(quick=False)
        if damage:
            raise refuse("replica_damaged", folder=str(session.folder))
        status = replica.standing()
    session.console.say("replica_whole", cursor=status.cursor)
    if session.console.is_json:
        session.console.json({"damage": "", "cursor": status.cursor})
    return 0


def repair(session: DeskSession) -> int:
    """Set a damaged replica aside and begin anew, with what waits in its queue."""
    needed = needs_password(session.folder)
    password = password_of(session, is_needed=needed) if needed else None
    done = repair_replica(session.folder, password=password, rings=rings(), now=clock.now())
    session.console.say("repaired", aside=done.aside, rescued=done.rescued)
    if not done.is_known:
        session.console.say("sign_in_again")
    if session.console.is_json:
        session.console.json(done)
    return 0


def _cells(session: DeskSession, row: WarningRow, people: dict[str, User]) -> tuple[str, ...]:
    language = session.console.language
    facts = row_facts(row)
    level = words(f"level_{row.level.value}", {}, language=language)
    name = order_name(row.order_id, row.order_no) if row.order_id else row.buyer
    person = people.get(row.row_id)
    if person is not None:
        name = person.name_zh if language == "zh" else person.name_en
    title = words(row.title, facts, language=language)
    return level, name, title, words(row.next_step, facts, language=language)


def row_facts(row: WarningRow) -> dict[str, Value]:
    """Return a warning's facts, as its sentences take them."""
    return msgspec.json.decode(row.facts, type=dict[str, Value])


def _check_order(session: DeskSession, replica: Replica) -> int:
    """Tell for each node that is open why it cannot be finished; nothing when it can."""
    with replica.read() as connection:
        facts = one_order(connection, session.options.order)
        process = load_rules(connection).process(facts.order.process_version)
    today = clock.today()
    found: list[tuple[str, Refusal]] = []
    for view in node_states(facts, process, today=today):
        if view.state in WORKABLE and view.subject_id:
            refusal = may_finish(facts, process, view.subject_id, view.node, today=today)
            if refusal is not None:
                found.append((view.node, refusal))
    if session.console.is_json:
        session.console.json([{"node": node, "refusal": refusal} for node, refusal in found])
        return 0
    for _, refusal in found:
        session.console.text(sentence(refusal, session.console.language))
    return 0
