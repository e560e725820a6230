"""`gendan show process`, `gendan export process`: versions, drafts, who owns what, a diagram."""

import json
from pathlib import Path

from sqlalchemy import Connection

from sync.client.desk_session import DeskSession, open_desk
from sync.domain.ids import is_id
from sync.domain.process import Node, nodes_by_id
from sync.domain.process_changes import ProcessChange, as_said, value_in
from sync.domain.refusals import refuse
from sync.store.process_export import bpmn_of
from sync.store.process_lists import Design, read_draft, read_version
from sync.store.safe_files import write_private_file
from sync.store.sentences import Language, name_of, sentence, words

_COLUMNS = ("node", "owner", "responsible", "accountable", "consulted", "informed")
_STAGE = "node="


def show_process(session: DeskSession, connection: Connection) -> None:
    """Show a version (`--id 2`) or a draft (its id) of the process: stages, gaps, changes.

    Without an id the version that runs; `--where node=N12` shows one stage whole.
    """
    design = _design(connection, session.options.id)
    stage = _stage_asked(session, design)
    if session.console.is_json:
        _answer(session, design, stage)
        return
    _tell_heading(session, design)
    if stage is not None:
        _tell_stage(session, stage)
        return
    _tell_stages(session, design)
    _tell_findings(session, design)
    for change in design.changes:
        session.console.text(_changed(design, change, session.console.language))


def export(session: DeskSession) -> int:
    """Write a version or draft of the process as a BPMN 2.0 file."""
    if not session.options.file:
        raise refuse("export_to_missing")
    with open_desk(session) as replica, replica.read() as connection:
        design = _design(connection, session.options.id)
    language = session.console.language
    title = "" if design.draft is None else design.draft.title
    content = bpmn_of(design.process, title=title, language=language)
    path = Path(session.options.file)
    try:
        write_private_file(path, content)
    except OSError as error:
        raise refuse("file_not_written", name=str(path), reason=error.strerror or "") from None
    if session.console.is_json:
        session.console.json({"file": str(path), "size_bytes": len(content)})
    session.console.say("process_exported", file=str(path), size=len(content))
    return 0


def _design(connection: Connection, name: str) -> Design:
    if is_id(name):
        return read_draft(connection, name)
    if name and not name.isdigit():
        raise refuse("row_gone", kind="gone", entity="process_drafts", id=name[:40])
    return read_version(connection, int(name[:6] or 0))


def _stage_asked(session: DeskSession, design: Design) -> Node | None:
    for condition in session.options.where:
        name = condition.removeprefix(_STAGE)
        found = nodes_by_id(design.process).get(name)
        if not condition.startswith(_STAGE) or found is None:
            raise refuse("condition_not_valid", condition=condition[:80])
        return found
    return None


def _answer(session: DeskSession, design: Design, stage: Node | None) -> None:
    """Answer a program: the process, or one stage of it, with what is wrong and what changes."""
    findings = [
        {"gap": each.gap, "node": each.node, "item": each.item, "roles": each.roles}
        for each in design.findings
    ]
    session.console.json(
        {
            "version": design.process.version,
            "draft": design.draft,
            "stages": design.process.nodes if stage is None else (stage,),
            "findings": findings,
            "changes": design.changes,
            "misplaced": design.misplaced,
        }
    )


def _tell_heading(session: DeskSession, design: Design) -> None:
    draft = design.draft
    if draft is None:
        session.console.say("process_shown", version=design.process.version)
        return
    facts = {"title": draft.title, "state": f"process_{draft.state}"}
    session.console.say("process_draft_shown", based_on=draft.based_on, **facts)


def _tell_stages(session: DeskSession, design: Design) -> None:
    language = session.console.language
    counted = [words(f"process_count_{name}", {}, language=language) for name in ("items", "paths")]
    heading = [name_of("field", name, language=language) for name in _COLUMNS] + counted
    table = [_stage_cells(node, language) for node in design.process.nodes]
    session.console.table(heading, table)


def _stage_cells(node: Node, language: Language) -> list[str]:
    raci = node.raci
    levels = (raci.responsible, raci.accountable, raci.consulted, raci.informed)
    return [
        name_of("node", node.id, language=language),
        node.owner.value,
        *(",".join(roles) for roles in levels),
        str(len(node.items)),
        str(len(node.exceptions)),
    ]


def _tell_stage(session: DeskSession, node: Node) -> None:
    """Write one stage whole: its standard, checklist and exception paths."""
    language, console = session.console.language, session.console
    heading = [name_of("field", name, language=language) for name in _COLUMNS]
    console.table(heading, [_stage_cells(node, language)[: len(heading)]])
    console.text(f"{node.standard_text} · {node.applies_text}")
    for item in node.items:
        marks = [name for name in ("blocking", "mandatory") if getattr(item, f"is_{name}")]
        said = [name_of("field", f"is_{name}", language=language) for name in marks]
        text = item.zh if language == "zh" else item.en
        console.text("  ".join((item.id, text, ",".join(item.by), " ".join(said))).rstrip())
    for way in node.exceptions:
        text = way.zh if language == "zh" else way.en
        console.text(f"{way.id}  {text}: {way.path} → {way.to}")


def _tell_findings(session: DeskSession, design: Design) -> None:
    for finding in design.findings:
        session.console.text(sentence(finding.refusal, session.console.language))
    if not design.findings:
        session.console.say("process_findings_none")


def _changed(design: Design, change: ProcessChange, language: Language) -> str:
    """Return a change as a line: where, which field, from what to what."""
    before = value_in(design.base, change.node, change.part, change.field)
    field = change.field.partition(".")[0]
    place = f"{change.part} {name_of('field', field, language=language)}"
    facts = {
        "node": change.node,
        "place": place.strip(),
        "before": as_said(field, before) or "–",
        "after": as_said(field, json.loads(change.value)) or "–",
    }
    return words("process_changed_line", {**facts}, language=language)
