"""Says what an operation of the outbox is and how far it has come, in the person's words."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.theme import look
from desktop.theme.cells import Mark, mark
from sync.actions.asked import Asked, note_of, why_not
from sync.domain.ids import Id
from sync.domain.process import Process
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.outbox import OutboxItem, OutboxState

FIELDS_MAX = 2
TEXT_MAX = 60
_NAMING = ("name", "name_en", "description", "goods", "title", "number", "code", "bank_reference")
"""Fields by which a new row is called, the best first."""

_SAID = ("name", "reason", "note", "source", "title", "part")
"""What an action says besides a row's fields, the best first."""

_APPENDED = ("comment.add", "item.answer", "attachment.add", "task.add")
_STATES = {
    OutboxState.WAITING: "on_device",
    OutboxState.SENT: "sent",
    OutboxState.SETTLING: "sent",
    OutboxState.DONE: "confirmed",
    OutboxState.REFUSED: "refused",
}


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One operation with what its ids stand for; `about` names the order or row it is about."""

    item: OutboxItem
    asked: Asked
    about: str
    names: Mapping[Id, str]

    @property
    def is_refused(self) -> bool:
        """Return whether head office said no, and nobody has dealt with that."""
        return self.item.state is OutboxState.REFUSED

    @property
    def is_in_conflict(self) -> bool:
        """Return whether somebody must choose between two values."""
        return self.item.status == "review"


class OutboxWords:
    """Words for outbox rows, in one language."""

    def __init__(self, wording: Wording, process: Process) -> None:
        self._wording = wording
        self._process = process

    def state(self, row: OutboxRow) -> Mark:
        """Return how far an operation has come: on this device, sent, confirmed, refused."""
        language = self._wording.language
        if row.item.state is OutboxState.HANDLED:
            return Mark(QCoreApplication.translate("OutboxWords", "Handled"), "dash", "ink3")
        if row.is_in_conflict:
            return mark(look().state("sync", "conflict"), language)
        return mark(look().state("sync", _STATES[row.item.state]), language)

    def what(self, row: OutboxRow, *, fields_max: int = FIELDS_MAX) -> str:
        """Return what was done: 单价 3.10 → 3.02, or the action and what it names."""
        asked = row.asked
        verb = self._wording.words(f"action_{row.item.action.replace('.', '_')}")
        if asked.set and row.item.action.endswith(".edit"):
            return self._edited(row, fields_max)
        detail = self._detail(asked)
        return f"{verb} · {detail}" if detail else verb

    def next_step(self, row: OutboxRow) -> str:
        """Return what happens next, or why not."""
        item = row.item
        if item.state is OutboxState.REFUSED:
            return self.reason(row)
        if item.state is OutboxState.HANDLED:
            return note_of(item) or self.reason(row)
        if item.status == "review":
            return QCoreApplication.translate("OutboxWords", "Choose on the conflict desk")
        if item.state is OutboxState.DONE:
            return self._decided(item)
        return self._on_its_way(item)

    def reason(self, row: OutboxRow) -> str:
        """Return why head office refused an operation."""
        return self._wording.refusal(why_not(row.item))

    def at(self, row: OutboxRow) -> str:
        """Return when it was done."""
        return self._wording.moment(datetime.fromisoformat(row.item.at))

    def values(self, row: OutboxRow) -> str:
        """Return all that was entered, line by line, to be copied."""
        lines = [self.what(row, fields_max=100)]
        if row.about:
            lines.insert(0, row.about)
        given = row.asked.set
        if given and not row.item.action.endswith(".edit"):
            lines += [
                f"{self._wording.field(field)}: {self._value(row, field, value)}"
                for field, value in given.items()
            ]
        return "\n".join(lines)

    def _edited(self, row: OutboxRow, fields_max: int) -> str:
        changed = [self._change(row, name, value) for name, value in row.asked.set.items()]
        shown = changed[:fields_max]
        more = len(changed) - len(shown)
        if more:
            words = QCoreApplication.translate("OutboxWords", "{count} more")
            shown.append(words.format(count=more))
        said = self._wording.pair("，", ", ").join(shown)
        return said[:1].upper() + said[1:]

    def _change(self, row: OutboxRow, field: str, value: Value) -> str:
        after = self._value(row, field, value)
        name = self._wording.field(field)
        if field not in row.asked.seen:
            return f"{name} → {after}"
        return f"{name} {self._value(row, field, row.asked.seen[field])} → {after}"

    def _value(self, row: OutboxRow, field: str, value: Value) -> str:
        return _cut(self._wording.value(row.asked.entity, field, value, row.names))

    def _detail(self, asked: Asked) -> str:
        given = asked.arguments
        item, node, text = given.get("item"), given.get("node"), given.get("text")
        if isinstance(item, str) and item:
            return f"{item} {_cut(self._wording.item(self._process, item))}"
        if isinstance(text, str):
            return f"“{_cut(text)}”"
        if isinstance(node, str) and node:
            return f"{node} {self._wording.node(self._process, node, short=True)}"
        named = next((asked.set[name] for name in _NAMING if asked.set.get(name)), "")
        note = next((given[name] for name in _SAID if given.get(name)), "")
        return _cut(str(named or note))

    def _decided(self, item: OutboxItem) -> str:
        when = datetime.fromisoformat(item.decided_at) if item.decided_at else None
        words = QCoreApplication.translate("OutboxWords", "Confirmed {time}")
        said = words.format(time=self._wording.moment(when))
        if why_not(item).code == "overwrote":
            said = f"{said} · {self._wording.refusal(Refusal(code='overwrote', facts={}))}"
        return said

    def _on_its_way(self, item: OutboxItem) -> str:
        if item.state is OutboxState.SETTLING:
            return QCoreApplication.translate("OutboxWords", "Accepted; its data are on the way")
        if item.state is OutboxState.SENT:
            return QCoreApplication.translate("OutboxWords", "Waiting for head office")
        return self._expected(item.action)

    def _expected(self, action: str) -> str:
        if action == "order.create":
            return QCoreApplication.translate("OutboxWords", "Head office gives the number")
        if action in _APPENDED:
            return QCoreApplication.translate("OutboxWords", "Added; nothing is lost")
        if action.endswith(".edit"):
            return QCoreApplication.translate("OutboxWords", "Merged by itself")
        return QCoreApplication.translate("OutboxWords", "Judged by the same rules")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TEXT_MAX else f"{line[: TEXT_MAX - 1]}…"
