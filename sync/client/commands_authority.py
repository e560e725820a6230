"""`gendan show authority`: the decision table, its drafts, and what it says of given facts."""

from sqlalchemy import Connection

from sync import clock
from sync.actions.authority import setting_of
from sync.actions.workspace import Workspace
from sync.client.desk_session import DeskSession
from sync.domain.approval_flow import Verdict, verdict_of
from sync.domain.authority import Table, facts_known, is_readable
from sync.domain.authority_checks import Finding
from sync.domain.ids import is_id
from sync.domain.refusals import refuse
from sync.store import authority_words as told
from sync.store.authority_lists import Able, Sheet, able, read_draft, read_version
from sync.store.sentences import Language, sentence, words

_NOT_FACTS = ("topic", "currency")


def show_authority(session: DeskSession, connection: Connection) -> None:
    """Show a version (`--id 2`) or a draft (its id) of the table: rows, findings, changes.

    With `--where margin_percent=7.22` it says which level decides such a case, by which rows, and
    who could fill its seats. `topic=price` counts the topic's own setting, `currency=EUR` says in
    what amounts are.
    """
    sheet = _sheet(connection, session.options.id)
    asked = _asked(session.options.where, sheet.table)
    if asked:
        _explain(session, connection, sheet.table, asked)
    elif session.console.is_json:
        _answer(session, sheet)
    else:
        _tell(session, sheet)


def _sheet(connection: Connection, name: str) -> Sheet:
    if is_id(name):
        return read_draft(connection, name, today=clock.today())
    if name and not name.isdecimal():
        raise refuse("row_gone", kind="gone", entity="authority_drafts", id=name[:40])
    return read_version(connection, int(name[:6] or 0), today=clock.today())


def _asked(conditions: list[str], table: Table) -> dict[str, str]:
    """Return the facts that were given, with topic and currency; refuse what no row asks for."""
    known = facts_known(table)
    found: dict[str, str] = {}
    for condition in conditions:
        name, sign, value = condition.partition("=")
        if not sign:
            raise refuse("condition_not_valid", condition=condition[:80])
        if name not in (*known, *_NOT_FACTS):
            raise refuse("case_fact_unknown", fact=name[:40], known=", ".join(sorted(known)))
        if name in known and not is_readable(table, name, value):
            raise refuse("case_value_not_valid", fact=name, value=value[:40])
        found[name] = value
    return found


def _explain(
    session: DeskSession, connection: Connection, table: Table, asked: dict[str, str]
) -> None:
    case = {name: value for name, value in asked.items() if name not in _NOT_FACTS}
    setting: int | None = None
    if "topic" in asked:
        setting, _ = setting_of(Workspace(connection), asked["topic"])
    currency = asked.get("currency", table.currency)
    verdict = verdict_of(table, case, currency=currency, setting=setting)
    seats = able(connection, verdict.flow, clock.today()) if verdict.level else ()
    if session.console.is_json:
        session.console.json(
            {
                "version": table.version,
                "level": verdict.level,
                "matches": verdict.ruling.matches,
                "consults": verdict.ruling.consults,
                "flow": verdict.flow,
                "seats": [_seat(each) for each in seats],
            }
        )
        return
    _tell_verdict(session, table, verdict, seats)


def _tell_verdict(
    session: DeskSession, table: Table, verdict: Verdict, seats: tuple[Able, ...]
) -> None:
    console, language = session.console, session.console.language
    console.text(told.verdict_words(table, verdict, language))
    rows = {row.id: told.title_of(row, language) for row in table.rows}
    matches = [
        [f"L{match.level}", match.row, rows[match.row], told.measured(match, language)]
        for match in verdict.ruling.matches
    ]
    if matches:
        console.table(_heading(("level", "row", "name", "value"), language), matches)
    people = [[each.seat.name, str(each.seat.needed), *_people(each)] for each in seats]
    if people:
        heading = [*_heading(("seats",), language), told.field_name("needed", language)]
        console.table([*heading, *_heading(("people",), language)], people)


def _people(each: Able) -> list[str]:
    names = [person.login for person in each.people]
    names += [f"{deputy.login} ← {person.login}" for deputy, person in each.deputies]
    return [", ".join(names) or "–"]


def _seat(each: Able) -> dict[str, object]:
    return {
        "seat": each.seat.name,
        "needed": each.seat.needed,
        "people": [person.login for person in each.people],
        "deputies": [[deputy.login, person.login] for deputy, person in each.deputies],
    }


def _answer(session: DeskSession, sheet: Sheet) -> None:
    """Answer a program: the table, what is wrong with it and what changes."""
    session.console.json(
        {
            "version": sheet.table.version,
            "published": sheet.version,
            "draft": sheet.draft,
            "table": sheet.table,
            "findings": [_finding(each) for each in sheet.findings],
            "changes": sheet.changes,
            "misplaced": sheet.misplaced,
        }
    )


def _finding(each: Finding) -> dict[str, object]:
    return {
        "flaw": each.flaw,
        "row": each.row,
        "what": each.what,
        "is_blocking": each.is_blocking,
        **each.facts,
    }


def _tell(session: DeskSession, sheet: Sheet) -> None:
    console, language, table = session.console, session.console.language, sheet.table
    draft = sheet.draft
    if draft is None:
        console.say("authority_shown", version=table.version, currency=table.currency)
    else:
        facts = {"title": draft.title, "state": f"process_{draft.state}"}
        console.say("authority_draft_shown", based_on=draft.based_on, **facts)
    heading = [*_heading(("row", "name"), language), *(f"L{level}" for level in told.LEVELS)]
    heading.append(told.field_name("consults", language))
    lines = [
        [
            row.id,
            told.title_of(row, language),
            *(told.cell(row, level, language) or "-" for level in told.LEVELS),
            told.heard_name(row, language),
        ]
        for row in table.rows
    ]
    console.table(heading, lines)
    _tell_levels(session, table)
    for finding in sheet.findings:
        console.text(sentence(finding.refusal, language))
    if not sheet.findings:
        console.say("authority_findings_none")
    for change in sheet.changes:
        line = told.change_line(sheet.base, change, language)
        facts = {"row": line.row, "place": line.place}
        facts |= {"before": line.before, "after": line.after}
        console.text(words("authority_changed_line", {**facts}, language=language).strip())


def _tell_levels(session: DeskSession, table: Table) -> None:
    """Write how levels decide, within which hours, and how many of each must say yes."""
    language = session.console.language
    session.console.text(told.mode_name(table.mode, language))
    lines = [
        [f"L{level}", str(table.decide_hours.get(str(level), "-")), str(_needed(table, level))]
        for level in told.LEVELS[1:]
    ]
    named = [told.field_name(name, language) for name in ("hours", "needed")]
    session.console.table([*_heading(("level",), language), *named], lines)


def _needed(table: Table, level: int) -> int:
    return table.needed.get(str(level), 1)


def _heading(names: tuple[str, ...], language: Language) -> list[str]:
    return [words(f"authority_count_{name}", {}, language=language) for name in names]
