"""Beginning a draft of the decision table, asking for it, and putting it in force, or not."""

import msgspec

from sync.actions.authority import table_of
from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow, require_create
from sync.domain.authority import Table
from sync.domain.authority_changes import (
    Applied,
    AuthorityChange,
    applied,
    differs,
    digest_of,
    standing,
    written,
)
from sync.domain.authority_checks import may_be_published
from sync.domain.authority_drafts import AuthorityDraft, may_publish, may_write, version_id
from sync.domain.authority_table_commands import DraftTable
from sync.domain.ids import Id, row_id
from sync.domain.process_commands import EndDraft, OfDraft
from sync.domain.process_drafts import BEING_WRITTEN, DraftState
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields
from sync.store import authority_files
from sync.store.authority_lists import POINTER

_DRAFTS = "authority_drafts"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that is being written, the version it stands on, and how it reads by now."""

    draft: AuthorityDraft
    base: Table
    changes: tuple[AuthorityChange, ...]
    whole: Applied

    @property
    def table(self) -> Table:
        """The draft as a table."""
        return self.whole.table


def place_of(deed: Deed, draft_id: Id) -> Place:
    """Return the draft that a command names, or refuse where it is not this person's to write."""
    require_create(deed, _DRAFTS, {"id": draft_id})
    allow(may_write(deed.context.actor, deed.context.rules.permissions))
    draft = deed.work.load(AuthorityDraft, _DRAFTS, draft_id)
    if draft.state not in BEING_WRITTEN:
        raise refuse("authority_draft_closed", title=draft.title, state=f"process_{draft.state}")
    base, _ = table_of(deed.work, draft.based_on)
    found = deed.work.find_all(AuthorityChange, "authority_changes", "draft_id", draft_id)
    changes = standing(found)
    return Place(draft=draft, base=base, changes=changes, whole=applied(base, changes))


def begin(deed: Deed, command: DraftTable) -> None:
    """Begin a draft of the table that is in force."""
    require_create(deed, _DRAFTS, {"id": command.id})
    allow(may_write(deed.context.actor, deed.context.rules.permissions))
    table, _ = table_of(deed.work)
    fields = check_fields(_DRAFTS, {"title": command.title.strip()})
    if not fields["title"]:
        raise refuse("field_empty", entity=_DRAFTS, field="title")
    made: Fields = {
        **fields,
        "id": command.id,
        "based_on": table.version,
        "digest": digest_of(table),
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add(_DRAFTS, made)


def submit(deed: Deed, command: OfDraft) -> None:
    """Ask that a draft be put in force; it goes to somebody who wrote nothing in it."""
    place = place_of(deed, command.id)
    if place.draft.state is DraftState.ASKED:
        raise refuse("authority_asked_already", title=place.draft.title)
    _require_ready(deed, place)
    asked: Fields = {
        "state": DraftState.ASKED.value,
        "asked_by": deed.context.actor.id,
        "asked_at": to_value(deed.context.acted_at),
        "reason": "",
    }
    deed.set(_DRAFTS, command.id, asked)


def publish(deed: Deed, command: OfDraft) -> None:
    """Put a draft in force as a newer table; requests keep the one they were asked under.

    It is in force once head office says so: two desks cannot give one number to two tables.
    """
    place = place_of(deed, command.id)
    permissions = deed.context.rules.permissions
    allow(may_publish(deed.context.actor, place.draft, place.changes, permissions))
    _require_ready(deed, place)
    _require_seen(deed, place)
    decided: Fields = {"state": DraftState.PUBLISHING.value, **_decided(deed)}
    if deed.context.at_head_office:
        number = _put_in_force(deed, place)
        decided |= {"state": DraftState.PUBLISHED.value, "version": number}
    deed.set(_DRAFTS, command.id, decided)


def turn_down(deed: Deed, command: EndDraft) -> None:
    """Refuse a draft that was asked for, with the reason; its authors may mend it and ask again."""
    place = place_of(deed, command.id)
    permissions = deed.context.rules.permissions
    allow(may_publish(deed.context.actor, place.draft, place.changes, permissions))
    _end(deed, command, DraftState.OPEN, "authority.refuse")


def drop(deed: Deed, command: EndDraft) -> None:
    """Give a draft up; it stays readable."""
    place_of(deed, command.id)
    _end(deed, command, DraftState.DROPPED, "authority.drop")


def renew(deed: Deed, command: OfDraft) -> None:
    """Take a draft on to the table that is in force by now; its changes stay."""
    place = place_of(deed, command.id)
    newest, _ = table_of(deed.work)
    if place.draft.based_on == newest.version:
        title = place.draft.title
        raise refuse("authority_draft_current", title=title, version=newest.version)
    deed.set(_DRAFTS, command.id, {"based_on": newest.version})
    written_over(deed, command.id)


def written_over(deed: Deed, draft_id: Id) -> None:
    """Note that a draft reads differently now; what was asked for it is asked no longer."""
    place = place_of(deed, draft_id)
    fields: Fields = {"digest": digest_of(place.table)}
    if place.draft.state is DraftState.ASKED:
        fields |= {"state": DraftState.OPEN.value, "asked_by": "", "asked_at": None}
    deed.work.patch(_DRAFTS, draft_id, fields)


def _require_ready(deed: Deed, place: Place) -> None:
    newest, _ = table_of(deed.work)
    based = place.draft.based_on
    if based != newest.version:
        raise refuse("authority_draft_outdated", based_on=based, newest=newest.version)
    if not any(differs(place.base, change) for change in place.changes):
        raise refuse("authority_nothing_changed", title=place.draft.title)
    if place.whole.misplaced:
        lost = place.whole.misplaced[0]
        raise refuse("authority_change_misplaced", row=lost.table_row or "–", part=lost.field)
    allow(may_be_published(place.table))


def _require_seen(deed: Deed, place: Place) -> None:
    """Raise Refused where the draft reads differently from what its publisher had on the screen."""
    row = deed.work.require(_DRAFTS, place.draft.id)
    seen = deed.seen.of(_DRAFTS, row, frozenset({"digest"}))
    if seen.get("digest") != digest_of(place.table):
        raise refuse("authority_draft_moved", title=place.draft.title)


def _put_in_force(deed: Deed, place: Place) -> int:
    """Write the table beside the older ones, and name it as the newest; return its number."""
    number = _next_number(deed, place)
    table = msgspec.structs.replace(place.table, version=number)
    key = f"{authority_files.KEY}{number}"
    pointer = row_id("config", POINTER)
    deed.add("config_items", {"id": row_id("config", key), "key": key, "value": written(table)})
    if deed.work.get("config_items", pointer) is None:
        deed.add("config_items", {"id": pointer, "key": POINTER, "value": str(number)})
    else:
        deed.set("config_items", pointer, {"value": str(number)})
    version: Fields = {
        "id": version_id(number),
        "number": number,
        "title": place.draft.title,
        "digest": digest_of(table),
        "based_on": place.draft.based_on,
        "draft_id": place.draft.id,
        "published_by": deed.context.actor.id,
        "published_at": to_value(deed.context.acted_at),
    }
    deed.add("authority_versions", version)
    return number


def _next_number(deed: Deed, place: Place) -> int:
    number = place.draft.based_on + 1
    while deed.work.get("config_items", row_id("config", f"{authority_files.KEY}{number}")):
        number += 1
    return number


def _end(deed: Deed, command: EndDraft, state: DraftState, action: str) -> None:
    fields = check_fields(_DRAFTS, {"reason": command.reason.strip()})
    if not fields["reason"]:
        raise refuse("reason_missing", action=action)
    cleared: Fields = {"asked_by": "", "asked_at": None} if state is DraftState.OPEN else {}
    deed.set(_DRAFTS, command.id, {**fields, **cleared, "state": state.value, **_decided(deed)})


def _decided(deed: Deed) -> Fields:
    context = deed.context
    return {"decided_by": context.actor.id, "decided_at": to_value(context.acted_at)}
