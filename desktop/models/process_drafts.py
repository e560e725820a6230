"""The order process as its owners see it: its versions, drafts of new ones, what may be done."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.process_times import LibraryLine, TimeSteps, read_library, steps_of
from sync.domain.changes import Changes
from sync.domain.ids import is_id
from sync.domain.people import Actor
from sync.domain.process import Node, Process, nodes_by_id
from sync.domain.process_changes import RACI, ProcessChange, as_said, value_in
from sync.domain.process_commands import DraftProcess, EndDraft, OfDraft
from sync.domain.process_drafts import BEING_WRITTEN, ProcessDraft, leads, may_change
from sync.domain.process_versions import ProcessVersion
from sync.domain.refusals import Refusal
from sync.domain.time_standards import may_refresh
from sync.store.process_export import bpmn_of
from sync.store.process_lists import Design, read_draft, read_drafts, read_version, read_versions
from sync.store.process_versions import versions
from sync.store.sentences import Language

__all__ = ["Design", "ProcessModel", "ProcessView", "as_said"]

_NOUNS = ("process_drafts", "process_changes", "process_versions", "time_standards", "users")
RUNNING = "running"
_SAID = "-"
"""Stands for the reason that a person will write, when only the right to end is asked for."""


class ProcessView(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows: which version or draft, and why each step cannot be taken now.

    `steps` has None for a step that can be taken. `begin` is why no draft can be begun.
    `time_steps` are those of the library's versions, by their ids.
    """

    key: str
    running: int
    versions: tuple[ProcessVersion, ...]
    drafts: tuple[ProcessDraft, ...]
    design: Design
    steps: dict[str, Refusal | None]
    begin: Refusal | None
    library: tuple[LibraryLine, ...] = ()
    time_steps: dict[str, TimeSteps] = {}

    @property
    def process(self) -> Process:
        """The version or draft that is shown."""
        return self.design.process

    @property
    def draft(self) -> ProcessDraft | None:
        """The draft that is shown, if it is one."""
        return self.design.draft


class ProcessModel(QObject):
    """Reads what the page shows; `loaded` carries a ProcessView."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.key = ""
        self.view: ProcessView | None = None
        desk.changed.connect(self._look_again)

    def choose(self, key: str) -> None:
        """Show the running version, a version by its number, or a draft by its id."""
        self.key = key
        self.reload()

    def reload(self) -> None:
        """Read it as it is now."""
        if self.desk.is_seated:
            self.desk.read(self._read, owner=self, done=self._take)

    def why_not_stage(self, node: str) -> Refusal | None:
        """Return why a stage's standard, checklist and paths cannot be changed here."""
        no = self._why_not_draft()
        if no is not None or self.view is None:
            return no
        running = nodes_by_id(self.view.design.base)[node]
        return may_change(self._actor(), running, self.desk.seat.rules.permissions)

    def why_not_owner(self) -> Refusal | None:
        """Return why who owns a stage cannot be changed here."""
        no = self._why_not_draft()
        if no is not None or leads(self._actor(), self.desk.seat.rules.permissions):
            return no
        return Refusal(code="process_leaders_only", kind="denied", facts={"roles": "GM,MGR"})

    def why_not_refresh(self) -> Refusal | None:
        """Return why own history cannot be asked for time standards here."""
        return may_refresh(self._actor(), self.desk.seat.rules.permissions)

    def may_take_back(self, line: "ChangeLine") -> bool:
        """Return whether a change of the draft is this person's to take back."""
        is_owning = not line.part and line.field in (*RACI, "owner")
        no = self.why_not_owner() if is_owning else self.why_not_stage(line.node.id)
        return no is None

    def export(
        self,
        path: Path,
        language: Language,
        *,
        done: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Write what is shown as a BPMN 2.0 file; tell how many bytes."""
        if self.view is None:
            return
        process, draft = self.view.process, self.view.draft
        title = "" if draft is None else draft.title

        def write() -> int:
            return path.write_bytes(bpmn_of(process, title=title, language=language))

        self.desk.background.network(write, owner=self, done=done, failed=failed)

    def _actor(self) -> Actor:
        return self.desk.seat.actor(self.desk.device_id)

    def _why_not_draft(self) -> Refusal | None:
        draft = None if self.view is None else self.view.draft
        if draft is None:
            return Refusal(code="process_draft_first")
        if draft.state not in BEING_WRITTEN:
            facts = {"title": draft.title, "state": f"process_{draft.state}"}
            return Refusal(code="process_draft_closed", facts={**facts})
        return None

    def _look_again(self, changes: Changes) -> None:
        if self.view is not None and (not changes.rows or changes.touches(*_NOUNS)):
            self.reload()

    def _take(self, view: ProcessView) -> None:
        self.view = view
        self.loaded.emit(view)

    def _read(self, connection: Connection) -> ProcessView:
        drafts = read_drafts(connection)
        key = self.key or next((d.id for d in drafts if d.state in BEING_WRITTEN), RUNNING)
        if is_id(key):
            design = read_draft(connection, key)
        else:
            design = read_version(connection, 0 if key == RUNNING else int(key))
        library = read_library(connection)
        return ProcessView(
            key=key,
            running=versions(connection).newest,
            versions=tuple(read_versions(connection)),
            drafts=tuple(drafts),
            design=design,
            steps=self._steps(connection, design),
            begin=self.desk.try_out(connection, "process.draft", DraftProcess(title=_SAID)),
            library=tuple(library),
            time_steps={**steps_of(self.desk, connection, library)},
        )

    def _steps(self, connection: Connection, design: Design) -> dict[str, Refusal | None]:
        draft = design.draft
        if draft is None:
            return {}
        of, end = OfDraft(id=draft.id), EndDraft(id=draft.id, reason=_SAID)
        asked = {
            "process.submit": of,
            "process.publish": of,
            "process.refuse": end,
            "process.renew": of,
            "process.drop": end,
        }
        return {
            name: self.desk.try_out(connection, name, command) for name, command in asked.items()
        }


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a draft: where, what it said and says."""

    id: str
    node: Node
    part: str
    field: str
    before: str
    after: str


def change_lines(design: Design, language: Language) -> list[ChangeLine]:
    """Return a draft's changes for people, by stage."""
    nodes = nodes_by_id(design.base)
    lines = [
        _line(design, change, nodes[change.node], language)
        for change in design.changes
        if change.node in nodes
    ]
    return sorted(lines, key=lambda line: (line.node.id, line.part, line.field))


def _line(design: Design, change: ProcessChange, node: Node, language: Language) -> ChangeLine:
    field = change.field.partition(".")[0]
    before = value_in(design.base, change.node, change.part, change.field)
    return ChangeLine(
        id=change.id,
        node=node,
        part=change.part,
        field=field,
        before=as_said(field, before),
        after=as_said(field, json.loads(change.value), language),
    )
