"""`gendan show allocation`, `workload`, `gaps`, `baseline`: who might take what; what slipped."""

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client.commands_showing_order import one_order
from sync.client.desk_session import DeskSession
from sync.client.replica import Replica
from sync.domain.allocation import Candidate, Need, Proposal, Reason, Shortfall, suggest
from sync.domain.baselines import compare
from sync.domain.capabilities import SKILLS
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.domain.order_templates import Setup
from sync.domain.people import Role
from sync.domain.records import Value, record
from sync.domain.refusals import refuse
from sync.domain.scheduling import plan
from sync.domain.tasks import Task
from sync.store import crews, rows
from sync.store.sentences import Language, name_of, words


def show_allocation(session: DeskSession, connection: Connection) -> None:
    """Show who might take a task (`--id`), or work of a role, skill and level, and why."""
    people = _people(connection)
    found = suggest(_need(session, connection), people)
    if session.console.is_json:
        session.console.json([_with_login(each, people) for each in found])
        return
    language = session.console.language
    names = names_of(people, language)
    for each in found:
        session.console.text(f"{names[each.user_id]}  {reasons_said(each, names, language)}")


def show_workload(session: DeskSession, connection: Connection) -> None:
    """Show everybody's load, the heaviest first, as far as this desk knows of their work."""
    people = sorted(_people(connection), key=lambda each: (-each.load, each.user.login))
    if session.console.is_json:
        found = [{"login": p.user.login, "load": p.load, "is_away": p.is_away} for p in people]
        session.console.json(found)
        return
    language = session.console.language
    names = names_of(people, language)
    heading = [name_of("field", name, language=language) for name in ("user_id", "roles", "load")]
    table = [
        (
            names[each.user.id],
            name_of("roles", each.user.roles, language=language),
            f"{each.load} %",
        )
        for each in people
    ]
    session.console.table(heading, table)


def show_gaps(session: DeskSession, connection: Connection) -> None:
    """Show open tasks that ask for more than their owner can, with two who are up to each."""
    people = _people(connection)
    found = crews.gaps(connection, people)
    if session.console.is_json:
        session.console.json(found)
        return
    language = session.console.language
    names = names_of(people, language)
    for gap in found:
        said = shortfall_said(gap.shortfall, names, language)
        session.console.text(f"{gap.task.title}  {said}")


def names_of(people: list[Candidate], language: Language) -> dict[Id, str]:
    """Return everybody's name in a language."""
    return {p.user.id: p.user.name_zh if language == "zh" else p.user.name_en for p in people}


def reasons_said(proposal: Proposal, names: dict[Id, str], language: Language) -> str:
    """Return the reasons for a person as one line."""
    between = "，" if language == "zh" else ", "
    return between.join(_reason_said(each, names, language) for each in proposal.reasons)


def shortfall_said(short: Shortfall, names: dict[Id, str], language: Language) -> str:
    """Return that somebody is not up to their work, with the names of who is."""
    others = "、" if language == "zh" else ", "
    facts: dict[str, Value] = {
        "name": names.get(short.user_id, ""),
        "skill": short.skill,
        "level": short.level,
        "needed": short.needed,
        "others": others.join(names.get(each, "") for each in short.qualified),
    }
    code = "shortfall_warning" if short.qualified else "shortfall_nobody"
    return words(code, facts, language=language)


def warned(session: DeskSession, replica: Replica, changes: Changes) -> dict[str, list[str]]:
    """Return as `warnings` that tasks which were just given ask for more than their owner can."""
    given = changes.ids("tasks")
    if not given:
        return {}
    language = session.console.language
    with replica.read() as connection:
        people = _people(connection)
        found = [gap for gap in crews.gaps(connection, people) if gap.task.id in given]
    names = names_of(people, language)
    said = [shortfall_said(gap.shortfall, names, language) for gap in found]
    return {"warnings": said} if said else {}


def _reason_said(reason: Reason, names: dict[Id, str], language: Language) -> str:
    name = names.get(str(reason.facts.get("user_id") or ""), "")
    return words(f"reason_{reason.code}", {**reason.facts, "name": name}, language=language)


def _people(connection: Connection) -> list[Candidate]:
    calendar = load_rules(connection).calendars.company
    return crews.candidates(connection, today=clock.today(), calendar=calendar)


def _need(session: DeskSession, connection: Connection) -> Need:
    task_id = session.options.id
    if task_id:
        row = rows.get(connection, "tasks", task_id)
        if row is None:
            raise refuse("row_gone", kind="gone", entity="tasks", id=task_id[:40])
        return crews.need_of(record(Task, row))
    asked: dict[str, str] = {}
    for text in session.options.where:
        name, sign, value = text.partition("=")
        if not sign or name not in ("role", "skill", "level", "language"):
            raise refuse("condition_not_valid", condition=text[:80])
        asked[name] = value
    return _need_said(asked)


def _need_said(asked: dict[str, str]) -> Need:
    role, skill, level = asked.get("role", ""), asked.get("skill", ""), asked.get("level", "0")
    if role and role not in tuple(Role):
        raise refuse("role_unknown", role=role[:40], roles=",".join(Role))
    for said in (skill, asked.get("language", "")):
        if said and said not in SKILLS:
            raise refuse("value_not_valid", entity="capabilities", field="skill", value=said[:40])
    if not level.isdecimal() or len(level) > 1:
        raise refuse(
            "value_not_valid", entity="capabilities", field="skill_level", value=level[:40]
        )
    return Need(
        role=Role(role) if role else None,
        skill=skill,
        level=int(level),
        language=asked.get("language", ""),
    )


def _with_login(proposal: Proposal, people: list[Candidate]) -> dict[str, object]:
    login = next(each.user.login for each in people if each.user.id == proposal.user_id)
    return {"login": login, **msgspec.structs.asdict(proposal)}


def show_baseline(session: DeskSession, connection: Connection) -> None:
    """Show how an order's plan of now differs from that of the day when it was set up."""
    if not session.options.id:
        raise refuse("order_not_named")
    facts = one_order(connection, session.options.id)
    found = [
        record(Setup, row)
        for row in rows.find(connection, "setups", "order_id", facts.order.id)
        if row["undone_at"] is None
    ]
    rules = load_rules(connection)
    process = rules.process(facts.order.process_version)
    planned = plan(facts, process, rules.calendars, clock.now())
    told = compare(found[0].baseline if found else "", planned, rules.calendars.company)
    if session.console.is_json:
        session.console.json(told)
        return
    language = session.console.language
    if told is None:
        session.console.text(words("baseline_none", {}, language=language))
        return
    facts_said: dict[str, Value] = {
        "was": told.end_was.isoformat(),
        "now": told.end_now.isoformat(),
        "days": told.days,
    }
    session.console.text(words("baseline_end", facts_said, language=language))
    for slip in told.slips:
        session.console.text(f"{name_of('node', slip.node, language=language)}  +{slip.days}")


PEOPLE = {
    "baseline": show_baseline,
    "allocation": show_allocation,
    "workload": show_workload,
    "gaps": show_gaps,
}
