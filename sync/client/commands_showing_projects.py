"""`gendan show project`: an order's sub-projects, what they wait for, what a slip would move."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.rules_of import load_rules
from sync.client import tables
from sync.client.commands_showing_order import one_order
from sync.client.desk_session import DeskSession
from sync.domain.dates import Calendars
from sync.domain.facts import OrderFacts
from sync.domain.process import Process
from sync.domain.project_baselines import Comparison, compared, newest
from sync.domain.project_names import piece_called
from sync.domain.project_plans import Network, PlannedProject
from sync.domain.project_slips import Effect, effect_of_slip
from sync.domain.projects import Project, ProjectBaseline, ProjectState, waited_for
from sync.domain.records import Value, record
from sync.domain.refusals import refuse
from sync.domain.scheduling import planned
from sync.domain.states import Board, board_of
from sync.store import rows
from sync.store.sentences import Language, name_of, words

_MARK = " → "


class _View(msgspec.Struct, frozen=True, kw_only=True):
    """All that is shown of one order's sub-projects."""

    facts: OrderFacts
    process: Process
    calendars: Calendars
    board: Board
    network: Network | None
    compared: Comparison | None
    effect: Effect | None


def show_project(session: DeskSession, connection: Connection) -> None:
    """Show an order's sub-projects (`--id`); with `--where project=NAME`, `slip=DAYS` an effect."""
    if not session.options.id:
        raise refuse("order_not_named")
    view = _view(session, connection)
    if session.console.is_json:
        session.console.json(_plainly(connection, view))
        return
    if view.network is None:
        session.console.say("project_none")
        return
    _tell_table(session, connection, view, view.network)
    _tell_ends(session, view, view.network)


def _view(session: DeskSession, connection: Connection) -> _View:
    facts = one_order(connection, session.options.id)
    rules = load_rules(connection)
    process = rules.process(facts.order.process_version)
    board, now = board_of(facts, process), clock.now()
    network = planned(facts, board, rules.calendars, now).network
    baseline = newest(_baselines(connection, facts))
    asked = dict(text.split("=", 1) for text in session.options.where if "=" in text)
    effect = None
    if "project" in asked:
        days = asked.get("slip", "1")
        effect = effect_of_slip(
            facts,
            board,
            rules.calendars,
            now=now,
            project_id=_named(facts, asked["project"]).id,
            days=int(days) if days.isdecimal() else 1,
        )
    company = rules.calendars.company
    return _View(
        facts=facts,
        process=process,
        calendars=rules.calendars,
        board=board,
        network=network,
        compared=compared(baseline, network, company) if baseline and network else None,
        effect=effect,
    )


def _baselines(connection: Connection, facts: OrderFacts) -> list[ProjectBaseline]:
    found = rows.find(connection, "project_baselines", "order_id", facts.order.id)
    return [record(ProjectBaseline, row) for row in found]


def _named(facts: OrderFacts, name: str) -> Project:
    for project in facts.projects:
        if name in (project.id, project.name):
            return project
    raise refuse("project_unknown", kind="gone", name=name[:80])


def _plainly(connection: Connection, view: _View) -> dict[str, object]:
    return {
        "projects": view.facts.projects,
        "links": view.facts.project_links,
        "network": view.network,
        "baselines": sorted(_baselines(connection, view.facts), key=lambda each: each.number),
        "compared": view.compared,
        "effect": view.effect,
    }


def _tell_table(
    session: DeskSession, connection: Connection, view: _View, network: Network
) -> None:
    language = session.console.language
    by_id = {project.id: project for project in view.facts.projects}
    owners: list[dict[str, Value]] = [{"owner_id": each.owner_id} for each in by_id.values()]
    names = tables.names_in(connection, owners, ("owner_id",), language=language)
    fields = ("name", "owner_id", "state", "planned_start", "planned_finish")
    heading = [name_of("field", name, language=language) for name in fields]
    heading += [
        words(f"project_column_{name}", {}, language=language)
        for name in ("room", "baseline", "waits")
    ]
    found = [
        _cells(view, by_id[each.id], each, names=names, language=language)
        for each in network.projects
    ]
    dropped = [p for p in view.facts.projects if p.state is ProjectState.DROPPED]
    found += [
        [p.name, names.get(p.owner_id, ""), name_of("state", p.state.value, language=language)]
        + [""] * (len(heading) - 3)
        for p in sorted(dropped, key=lambda each: each.id)
    ]
    session.console.table(heading, found)


def _cells(
    view: _View,
    project: Project,
    days: PlannedProject,
    *,
    names: Mapping[str, str],
    language: Language,
) -> list[str]:
    shift = None if view.compared is None else view.compared.of(project.id)
    return [
        project.name,
        names.get(project.owner_id, ""),
        name_of("state", project.state.value, language=language),
        days.start.isoformat(),
        days.finish.isoformat(),
        room_said(days, language),
        "" if shift is None else f"{shift.was.finish.isoformat()} {shift.days:+d}",
        (", " if language == "en" else "、").join(
            _called(view, piece, language)
            for piece in waited_for(project.id, view.facts.project_links)
        ),
    ]


def room_said(days: PlannedProject, language: Language) -> str:
    """Return a sub-project's room in words; before it, that a limit of the trade is missed."""
    if days.is_settled:
        return words("project_over", {}, language=language)
    if days.slack is not None and days.slack < 0:
        return words("project_misses", {"days": -days.slack}, language=language)
    if days.is_critical:
        return words("project_critical", {}, language=language)
    return words("project_room", {"days": days.room}, language=language)


def _called(view: _View, piece: str, language: Language) -> str:
    return piece_called(view.facts, view.process, piece)[0 if language == "zh" else 1]


def _tell_ends(session: DeskSession, view: _View, network: Network) -> None:
    """Write the end, the critical path, the baseline, loops, and what was asked about a slip."""
    console, language = session.console, session.console.language
    console.say("project_end", end=network.end.isoformat())
    path = _MARK.join(_called(view, piece, language) for piece in network.critical)
    if path:
        console.say("project_path", path=path)
    told = view.compared
    if told is not None and told.end_was is not None:
        said: dict[str, Value] = {"was": told.end_was.isoformat(), "end": told.end_now.isoformat()}
        console.say("project_end_was", number=told.number, days=told.days, **said)
    for each in network.left_out:
        loop = (*each.loop, each.loop[0])
        console.say("loop_left_out", loop=_MARK.join(_called(view, p, language) for p in loop))
    if view.effect is not None:
        _tell_effect(session, view, view.effect)


def _tell_effect(session: DeskSession, view: _View, effect: Effect) -> None:
    asked = dict(text.split("=", 1) for text in session.options.where if "=" in text)
    said: dict[str, Value] = {
        "name": _named(view.facts, asked["project"]).name,
        "slip": effect.slip,
        "was": effect.end_was.isoformat(),
        "end": effect.end_now.isoformat(),
        "days": effect.days,
    }
    session.console.say("project_slip" if effect.days else "project_slip_none", **said)


PROJECTS = {"project": show_project}
