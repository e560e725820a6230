"""What happened to an order, in words: recent activity, and the history of every field."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.order_page import OrderPicture
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Pair, Text, mark
from sync.domain.commands import Restore
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.ids import Id, short
from sync.domain.records import Value
from sync.store import order_pages, rows, team_lists
from sync.store.outbox import OutboxState
from sync.store.sentences import has_words

if TYPE_CHECKING:
    from sync.domain.departments import Organisation

_SAID_MAX = 3
_QUIET_ENDS = ("_by", "_at")
_STEPS = ("nodes", "answers", "tasks", "receipts")
"""Nouns that change by steps: who took one, and when, is told beside each line anyway."""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One line of recent activity: what, by whom and when, and how far it has come."""

    text: str
    who: str
    at: datetime
    mark: Mark


def sync_mark(state: OutboxState | None, wording: Wording) -> Mark:
    """Return how far a change has come; None is what head office has confirmed."""
    name = {None: "confirmed", OutboxState.WAITING: "on_device"}.get(state, "sent")
    return mark(look().state("sync", name), wording.language)


def activity_of(picture: OrderPicture, wording: Wording, *, limit: int = 6) -> list[Activity]:
    """Return what happened last: first what is still under way, then what head office has."""
    mine = QCoreApplication.translate("History", "you")
    found = [
        Activity(
            text=action_words(deed.action, wording),
            who=mine,
            at=msgspec.convert(deed.at, datetime),
            mark=sync_mark(deed.state, wording),
        )
        for deed in picture.pending
    ]
    found += [_accepted(picture, entries, wording) for entries in _by_operation(picture.recent)]
    return found[:limit]


def action_words(action: str, wording: Wording) -> str:
    """Return what an action is called."""
    code = "action_" + action.replace(".", "_")
    return wording.words(code) if wording.has(code) else action


def _accepted(picture: OrderPicture, entries: Sequence[HistoryEntry], wording: Wording) -> Activity:
    telling = [entry for entry in entries if not _is_quiet(entry)] or entries
    said = list(dict.fromkeys(entry_words(picture, entry, wording) for entry in telling))
    text = "；".join(said[:_SAID_MAX]) if wording.is_chinese else "; ".join(said[:_SAID_MAX])
    first = entries[0]
    return Activity(
        text=f"{text} …" if len(said) > _SAID_MAX else text,
        who=_who(picture.names.get(first.actor_id, ""), picture.names.get(first.for_id, "")),
        at=first.acted_at,
        mark=sync_mark(None, wording),
    )


def _is_quiet(entry: HistoryEntry) -> bool:
    """Return whether an entry only says who and when, beside one that says what."""
    if entry.entity == "conflicts":
        return entry.field != "state"
    return entry.field.endswith(_QUIET_ENDS) and entry.entity in _STEPS


def _by_operation(entries: Sequence[HistoryEntry]) -> Iterator[list[HistoryEntry]]:
    groups: dict[str, list[HistoryEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.operation_id, []).append(entry)
    yield from groups.values()


def _who(actor: str, away: str) -> str:
    """Return who did something, and for whom where they stood in: "Wei for Lin"."""
    if not away:
        return actor
    return QCoreApplication.translate("History", "{actor} for {away}").format(
        actor=actor, away=away
    )


def entry_words(picture: OrderPicture, entry: HistoryEntry, wording: Wording) -> str:
    """Return one entry as a line: "Unit price 3.10 → 3.02"."""
    subject = row_words(picture, entry, wording)
    if entry.kind is ChangeKind.CREATED:
        return QCoreApplication.translate("History", "{noun} added").format(noun=subject)
    if entry.kind is ChangeKind.REMOVED:
        return QCoreApplication.translate("History", "{noun} removed").format(noun=subject)
    if entry.entity == "conflicts" and entry.field == "state":
        return action_words(f"conflict.{'undo' if entry.new == 'open' else 'decide'}", wording)
    field = subject if entry.entity in ("nodes", "answers") else wording.label(entry.field)
    if entry.entity == "answers" and entry.field == "ticked":
        done = QCoreApplication.translate("History", "{item} ticked")
        undone = QCoreApplication.translate("History", "{item} no longer ticked")
        return (done if entry.new == "1" else undone).format(item=subject)
    return f"{field} {value_words(picture, entry, entry.old, wording)} → " + value_words(
        picture, entry, entry.new, wording
    )


def row_words(picture: OrderPicture, entry: HistoryEntry, wording: Wording) -> str:
    """Return what an entry is about: a node or item by its name, other rows by their noun."""
    if entry.entity == "nodes":
        for node in picture.facts.nodes:
            if node.id == entry.row_id:
                return wording.node(picture.process, node.node, short=True)
    if entry.entity == "answers":
        for answer in picture.facts.answers:
            if answer.id == entry.row_id:
                return answer.item
    return wording.heading(entry.entity)


def value_words(
    picture: OrderPicture, entry: HistoryEntry, value: str | None, wording: Wording
) -> str:
    """Return an old or new value as a person reads it."""
    if entry.entity == "nodes" and entry.field == "state" and has_words(f"state_{value}"):
        return wording.words(f"state_{value}")
    held: Value = int(value) if value in ("0", "1") and entry.field != "quantity" else value
    return wording.value(entry.entity, entry.field, held, picture.names)


class HistoryList(QObject):
    """The history tab: every entry, narrowed by noun; rows that were removed can be put back.

    `restorable` tells the reason why the chosen entry cannot be put back; None when it can.
    """

    restorable = Signal(object)

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._wording = wording
        self._picture: OrderPicture | None = None
        self.noun = ""
        self._told: Organisation | None = None
        self.table: IdTable[HistoryEntry] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=self._columns(),
            query=Query(),
            parent=self,
        )

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's history, or what has come to it."""
        self._picture = picture
        self.table.reload()

    def narrow(self, noun: str) -> None:
        """Show the entries of one noun only; "" shows all."""
        self.noun = noun
        self.table.reload()

    def ask_restorable(self, entry: HistoryEntry) -> None:
        """Find out whether a removed row can be put back."""

        def look_up(connection: Connection) -> object:
            if entry.kind is not ChangeKind.REMOVED:
                return False
            if rows.get(connection, entry.entity, entry.row_id) is not None:
                return False
            return self.desk.try_out(connection, "row.restore", Restore(id=entry.id))

        self.desk.read(look_up, owner=self, done=self.restorable.emit)

    def _find(self, _query: Query) -> list[Id]:
        picture = self._picture
        if picture is None:
            return []
        with self.desk.database.read() as connection:
            entries = order_pages.history_of(connection, picture.facts.order.id)
            self._told = team_lists.organisation(connection)
        told = (entry for entry in entries if not _is_quiet(entry))
        return [entry.id for entry in told if self.noun in ("", entry.entity)]

    def _load(self, ids: Sequence[str]) -> dict[str, HistoryEntry]:
        with self.desk.database.read() as connection:
            found = rows.get_many(connection, "history", ids)
        return {
            row_id: msgspec.convert(_without_version(row), HistoryEntry, strict=False)
            for row_id, row in found.items()
        }

    def _columns(self) -> list[Column[HistoryEntry]]:
        translate = QCoreApplication.translate
        return [
            Column("at", translate("History", "When"), self._when, width=130),
            Column("who", translate("History", "Who"), self._who, width=130),
            Column("row", translate("History", "About"), self._about, width=120),
            Column("change", translate("History", "Change"), self._change, hint=self._whole),
            Column("kind", translate("History", "How"), self._how, width=130),
            Column("device", translate("History", "Device"), self._device, width=80),
        ]

    def _when(self, entry: HistoryEntry) -> Cell:
        return Text(self._wording.moment(entry.acted_at), ink="ink2")

    def _who(self, entry: HistoryEntry) -> Cell:
        language = self._wording.language
        actor = self.desk.name_of(entry.actor_id, language)
        name = _who(actor, self.desk.name_of(entry.for_id, language))
        department = self._department(entry)
        return Pair(name, department) if department else Text(name)

    def _department(self, entry: HistoryEntry) -> str:
        """Return what the author's department was called when they acted."""
        person = self.desk.seat.people.get(entry.actor_id)
        if person is None or self._told is None:
            return ""
        found = self._told.of(person, entry.acted_at)
        return "" if found is None else self._wording.pair(found.name_zh, found.name_en)

    def _about(self, entry: HistoryEntry) -> Cell:
        if self._picture is None:
            return Text("")
        return Text(row_words(self._picture, entry, self._wording), ink="ink2")

    def _change(self, entry: HistoryEntry) -> Cell:
        if self._picture is None:
            return Text("")
        if entry.kind is ChangeKind.OVERWROTE:
            seen = value_words(self._picture, entry, entry.base, self._wording)
            lost = QCoreApplication.translate("History", "the author saw {value}")
            return Pair(entry_words(self._picture, entry, self._wording), lost.format(value=seen))
        return Text(entry_words(self._picture, entry, self._wording))

    def _whole(self, entry: HistoryEntry) -> str:
        if entry.kind is not ChangeKind.REMOVED or entry.old is None:
            return self._change(entry).spoken
        row = cast("dict[str, Value]", json.loads(entry.old))
        said = (f"{self._wording.field(name)}: {value}" for name, value in _plain(row))
        return "\n".join(said)

    def _how(self, entry: HistoryEntry) -> Cell:
        translate = QCoreApplication.translate
        if entry.kind is ChangeKind.OVERWROTE:
            return Mark(translate("History", "replaced another's"), "fork", "provisional")
        words = {
            ChangeKind.CREATED: translate("History", "added"),
            ChangeKind.EDITED: translate("History", "changed"),
            ChangeKind.DECIDED: translate("History", "decided"),
            ChangeKind.REMOVED: translate("History", "removed"),
        }
        return Text(words[entry.kind], ink="ink2")

    def _device(self, entry: HistoryEntry) -> Cell:
        if entry.device_id == self.desk.device_id:
            return Text(QCoreApplication.translate("History", "this one"), ink="ink2")
        return Text(short(entry.device_id) if entry.device_id else "–", ink="ink3", mono=True)


def _without_version(row: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if name != "ver"}


def _plain(row: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in row.items():
        is_said = value not in (None, "", 0) and name not in ("id", "order_id", "ver", "position")
        if is_said and not name.endswith("_id"):
            yield name, value
