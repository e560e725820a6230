"""Beginning a draft of the order process, asking for it, and putting it in force, or not."""

import msgspec

from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow, require_create
from sync.domain.ids import Id
from sync.domain.process import Process, nodes_by_id
from sync.domain.process_changes import Applied, ProcessChange, applied, differs
from sync.domain.process_commands import DraftProcess, EndDraft, OfDraft
from sync.domain.process_coverage import may_be_published
from sync.domain.process_drafts import (
    BEING_WRITTEN,
    DraftState,
    ProcessDraft,
    leads,
    may_publish,
)
from sync.domain.process_versions import digest_of, version_id, written
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that is being written, the version it stands on, and how it reads by now."""

    draft: ProcessDraft
    base: Process
    changes: tuple[ProcessChange, ...]
    whole: Applied

    @property
    def process(self) -> Process:
        """The draft as a process."""
        return self.whole.process


def place_of(deed: Deed, draft_id: Id) -> Place:
    """Return the draft that a command names, or refuse where it is written no longer."""
    require_create(deed, "process_drafts", {"id": draft_id})
    draft = deed.work.load(ProcessDraft, "process_drafts", draft_id)
    if draft.state not in BEING_WRITTEN:
        raise refuse("process_draft_closed", title=draft.title, state=f"process_{draft.state}")
    base = deed.context.rules.process(draft.based_on)
    changes = deed.work.find_all(ProcessChange, "process_changes", "draft_id", draft_id)
    return Place(draft=draft, base=base, changes=changes, whole=applied(base, changes))


def begin(deed: Deed, command: DraftProcess) -> None:
    """Begin a draft of the version that runs."""
    require_create(deed, "process_drafts", {"id": command.id})
    newest = deed.context.rules.newest_process
    process = deed.context.rules.process(newest)
    _require_owner(deed, process)
    fields = check_fields("process_drafts", {"title": command.title.strip()})
    if not fields["title"]:
        raise refuse("field_empty", entity="process_drafts", field="title")
    made: Fields = {
        **fields,
        "id": command.id,
        "based_on": newest,
        "digest": digest_of(process),
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("process_drafts", made)


def submit(deed: Deed, command: OfDraft) -> None:
    """Ask that a draft be put in force; it goes to somebody else who decides about the rules."""
    place = place_of(deed, command.id)
    _require_owner(deed, place.base)
    if place.draft.state is DraftState.ASKED:
        raise refuse("process_asked_already", title=place.draft.title)
    _require_ready(deed, place)
    asked: Fields = {
        "state": DraftState.ASKED.value,
        "asked_by": deed.context.actor.id,
        "asked_at": to_value(deed.context.acted_at),
        "reason": "",
    }
    deed.set("process_drafts", command.id, asked)


def publish(deed: Deed, command: OfDraft) -> None:
    """Put a draft in force as a new version; orders that run keep theirs.

    It is in force once head office says so: two desks cannot give one number to two versions.
    """
    place = place_of(deed, command.id)
    allow(may_publish(deed.context.actor, place.draft, deed.context.rules.permissions))
    _require_ready(deed, place)
    _require_seen(deed, place)
    decided: Fields = {"state": DraftState.PUBLISHING.value, **_decided(deed)}
    if deed.context.at_head_office:
        number = _next_number(deed)
        decided |= {"state": DraftState.PUBLISHED.value, "version": number}
        deed.add("process_versions", _version(deed, place, number))
    deed.set("process_drafts", command.id, decided)


def turn_down(deed: Deed, command: EndDraft) -> None:
    """Refuse a draft that was asked for, with the reason; its authors may mend it and ask again."""
    place = place_of(deed, command.id)
    allow(may_publish(deed.context.actor, place.draft, deed.context.rules.permissions))
    _end(deed, command, DraftState.OPEN, "process.refuse")


def drop(deed: Deed, command: EndDraft) -> None:
    """Give a draft up, as who began it or decides about the rules; it stays readable."""
    place = place_of(deed, command.id)
    actor = deed.context.actor
    if actor.id != place.draft.created_by and not leads(actor, deed.context.rules.permissions):
        raise refuse("process_leaders_only", kind="denied", roles="GM,MGR")
    _end(deed, command, DraftState.DROPPED, "process.drop")


def renew(deed: Deed, command: OfDraft) -> None:
    """Take a draft on to the version that runs by now; its changes stay."""
    place = place_of(deed, command.id)
    _require_owner(deed, place.base)
    newest = deed.context.rules.newest_process
    if place.draft.based_on == newest:
        raise refuse("process_draft_current", title=place.draft.title, version=newest)
    deed.set("process_drafts", command.id, {"based_on": newest})
    written_over(deed, command.id)


def written_over(deed: Deed, draft_id: Id) -> None:
    """Note that a draft reads differently now; what was asked for it is asked no longer."""
    place = place_of(deed, draft_id)
    fields: Fields = {"digest": digest_of(place.process)}
    if place.draft.state is DraftState.ASKED:
        fields |= {"state": DraftState.OPEN.value, "asked_by": "", "asked_at": None}
    deed.work.patch("process_drafts", draft_id, fields)


def _require_owner(deed: Deed, process: Process) -> None:
    """Raise Refused unless the actor answers for a stage, or decides about the rules."""
    actor, permissions = deed.context.actor, deed.context.rules.permissions
    owned = any(actor.holds(*node.raci.accountable) for node in nodes_by_id(process).values())
    if not owned and not leads(actor, permissions):
        raise refuse("process_owners_only", kind="denied")


def _require_ready(deed: Deed, place: Place) -> None:
    newest = deed.context.rules.newest_process
    if place.draft.based_on != newest:
        based = place.draft.based_on
        raise refuse("process_draft_outdated", based_on=based, newest=newest)
    if not any(differs(place.base, change) for change in place.changes):
        raise refuse("process_nothing_changed", title=place.draft.title)
    if place.whole.misplaced:
        lost = place.whole.misplaced[0]
        raise refuse("process_change_misplaced", node=lost.node, part=lost.part or lost.field)
    allow(may_be_published(place.process))


def _require_seen(deed: Deed, place: Place) -> None:
    """Raise Refused where the draft reads differently from what its publisher had on the screen."""
    row = deed.work.require("process_drafts", place.draft.id)
    seen = deed.seen.of("process_drafts", row, frozenset({"digest"}))
    if seen.get("digest") != digest_of(place.process):
        raise refuse("process_draft_moved", title=place.draft.title)


def _next_number(deed: Deed) -> int:
    number = deed.context.rules.newest_process + 1
    while deed.work.get("process_versions", version_id(number)) is not None:
        number += 1
    return number


def _version(deed: Deed, place: Place, number: int) -> Fields:
    process = msgspec.structs.replace(place.process, version=number)
    return {
        "id": version_id(number),
        "number": number,
        "title": place.draft.title,
        "body": written(process),
        "digest": digest_of(process),
        "based_on": place.draft.based_on,
        "draft_id": place.draft.id,
        "published_by": deed.context.actor.id,
        "published_at": to_value(deed.context.acted_at),
    }


def _end(deed: Deed, command: EndDraft, state: DraftState, action: str) -> None:
    fields = check_fields("process_drafts", {"reason": command.reason.strip()})
    if not fields["reason"]:
        raise refuse("reason_missing", action=action)
    cleared: Fields = {"asked_by": "", "asked_at": None} if state is DraftState.OPEN else {}
    deed.set(
        "process_drafts", command.id, {**fields, **cleared, "state": state.value, **_decided(deed)}
    )


def _decided(deed: Deed) -> Fields:
    context = deed.context
    return {"decided_by": context.actor.id, "decided_at": to_value(context.acted_at)}
