"""Changing a draft of the decision table: limits, levels, currencies, seats, hours, rows."""

import json
import re
from decimal import Decimal

from sync.actions.authority_drafts import Place, place_of, written_over
from sync.actions.deed import Deed, Fields
from sync.domain import authority_changes as rules
from sync.domain.authority import LEVEL_MAX
from sync.domain.authority_changes import AuthorityChange, change_id
from sync.domain.authority_checks import HOURS_MAX, KEPT, NEEDED_MAX
from sync.domain.authority_table_commands import AddTableRow, ChangeTable, RetireTableRow
from sync.domain.people import Role
from sync.domain.process_changes import roles_in
from sync.domain.process_commands import TakeBack
from sync.domain.records import Value, plain, record, to_value
from sync.domain.refusals import Refused, refuse
from sync.domain.values import check_text

Said = dict[str, object]
"""Fields of one place with their values as JSON has them."""

_NOUN = "authority_changes"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_CURRENCY = re.compile("[A-Z]{3}")
_WORD = re.compile("[a-z][a-z0-9_]{0,39}")
_MODES = ("highest", "step_by_step")
_KINDS = ("at_most", "at_least", "word")
_COUNT_MAX = 999


def change(deed: Deed, command: ChangeTable) -> None:
    """Change fields at one place of the table."""
    place = place_of(deed, command.draft_id)
    _require_place(place, command.row, command.fact)
    said = _checked(command.set, command.row, command.fact)
    _write(deed, place, (command.row, command.fact), said)


def add_row(deed: Deed, command: AddTableRow) -> None:
    """Add a row at the table's end."""
    place = place_of(deed, command.draft_id)
    name = rules.new_row_id(command.id)
    if rules.row_of(place.table, name) is not None:
        raise refuse("row_exists", entity=_NOUN, id=command.id)
    _write(deed, place, (name, ""), {rules.ADDED: _new_row(place, command)})


def retire_row(deed: Deed, command: RetireTableRow) -> None:
    """Take a row out of the table, unless duties are kept apart by it."""
    place = place_of(deed, command.draft_id)
    _require_place(place, command.row, "")
    if command.row in KEPT:
        raise refuse("authority_row_kept", row=command.row)
    _write(deed, place, (command.row, ""), {rules.DROPPED: True})


def take_back(deed: Deed, command: TakeBack) -> None:
    """Take a change back; history keeps what it said. What stood on an added row goes with it."""
    taken = deed.work.load(AuthorityChange, _NOUN, command.id)
    place = place_of(deed, taken.draft_id)
    if not taken.value:
        raise refuse("row_gone", kind="gone", entity=_NOUN, id=taken.id)
    for each in place.changes:
        follows = taken.field == rules.ADDED and each.table_row == taken.table_row
        if each.id == taken.id or follows:
            deed.set(_NOUN, each.id, {"value": ""})
    written_over(deed, taken.draft_id)


def _require_place(place: Place, row: str, fact: str) -> None:
    """Refuse a row that the draft does not have, or a fact that the row does not ask for."""
    found = rules.row_of(place.table, row)
    if row and found is None:
        raise refuse("authority_row_unknown", kind="gone", row=row[:20])
    if fact and rules.test_of(found, fact) is None:
        raise refuse("authority_fact_unknown", row=row[:20], fact=fact[:40])


def _new_row(place: Place, command: AddTableRow) -> Said:
    """Return a new row as the table has it: its names, who is heard, how it asks for its fact."""
    for name in ("zh", "en"):
        if not str(command.set.get(name) or "").strip():
            raise refuse("field_empty", entity=_NOUN, field=f"authority_{name}")
    if not _WORD.fullmatch(command.fact):
        raise _not_valid("fact", command.fact)
    if command.kind not in _KINDS:
        raise _not_valid("kind", command.kind)
    of_row = {name: said for name, said in command.set.items() if name in ("zh", "en", "consults")}
    of_test = {name: said for name, said in command.set.items() if name not in of_row}
    test: Said = {**_shape(place, command), "beyond": 1}
    row: Said = {**_checked(of_row, "-", ""), "tests": [test]}
    for field, value in (_checked(of_test, "-", command.fact) if of_test else {}).items():
        made = rules.with_field(row, command.fact, field, value)
        if made is None:
            raise _not_valid(field, str(value))
        row = made
    return row


def _shape(place: Place, command: AddTableRow) -> Said:
    """Return how a fact is asked for: as the table does already, or as was said."""
    known = (rules.test_of(row, command.fact) for row in place.table.rows)
    found = next((test for test in known if test is not None), None)
    if found is None:
        kind, is_money, is_absolute = command.kind, command.is_money, False
    else:
        kind, is_money, is_absolute = found.kind, found.is_money, found.is_absolute
    return {"fact": command.fact, "kind": kind, "is_money": is_money, "is_absolute": is_absolute}


def _write(deed: Deed, place: Place, where: tuple[str, str], said: Said) -> None:
    """Write fields of a place of the draft, a row each; refuse what makes no table."""
    new = [_row(deed, place, where, field, value) for field, value in said.items()]
    ids = {str(row["id"]) for row in new}
    others = [each for each in place.changes if each.id not in ids]
    made = [record(AuthorityChange, row) for row in new]
    lost = [each for each in rules.applied(place.base, [*others, *made]).misplaced if each in made]
    if lost:
        raise _not_valid(lost[0].field, lost[0].value)
    for row in new:
        _put(deed, row)
    written_over(deed, place.draft.id)


def _row(deed: Deed, place: Place, where: tuple[str, str], field: str, value: object) -> Fields:
    row, fact = where
    return {
        "id": change_id(place.draft.id, row, fact, field),
        "draft_id": place.draft.id,
        "table_row": row,
        "fact": fact,
        "field": field,
        "value": json.dumps(value, ensure_ascii=False),
        "changed_by": deed.context.actor.id,
        "changed_at": to_value(deed.context.acted_at),
    }


def _put(deed: Deed, row: Fields) -> None:
    identifier = str(row["id"])
    if deed.work.get(_NOUN, identifier) is None:
        deed.add(_NOUN, row)
        return
    deed.edit(_NOUN, identifier, {"value": row["value"]})
    stamp: Fields = {name: row[name] for name in ("changed_by", "changed_at")}
    deed.work.patch(_NOUN, identifier, stamp)


def _checked(wanted: Fields, row: str, fact: str) -> Said:
    """Return the fields as the table holds them; refuse what it does not have or cannot hold."""
    if not wanted:
        raise refuse("nothing_to_change", entity=_NOUN)
    known = rules.fields_at(row, fact)
    for name in wanted:
        stem, dot, key = name.partition(".")
        if stem not in known or (stem in rules.BY_KEY) is not bool(dot and key):
            raise refuse("field_unknown", entity=_NOUN, field=name[:40])
    return {name: _value(name, value, fact=fact) for name, value in wanted.items()}


def _value(name: str, value: Value, *, fact: str) -> object:
    stem, _, key = name.partition(".")
    text = "" if value is None else str(value).strip()
    if stem in ("zh", "en"):
        return _text(stem, text)
    if stem == "consults":
        return _roles(text)
    if stem == "never_urgent":
        return bool(_whole(name, text or "0", 0, 1))
    if stem == "mode":
        if text not in _MODES:
            raise _not_valid(name, text)
        return text
    if stem == "currency":
        if not (_CURRENCY.fullmatch(text) or (fact and not text)):
            raise _not_valid(name, text)
        return text
    return _measure(name, stem, key, text)


def _measure(name: str, stem: str, key: str, text: str) -> object:
    """Return a number that a field holds: a limit, a level, hours, how many people."""
    if stem in ("limit", "start", "hours", "needed"):
        _whole(name, key, 0 if stem in ("limit", "start") else 1, LEVEL_MAX)
    if stem in ("limit", "start", "rate", "word") and not text:
        return ""
    if stem in ("limit", "start"):
        return _number(name, text)
    if stem == "rate":
        if not _CURRENCY.fullmatch(key) or not _NUMBER.fullmatch(text) or Decimal(text) <= 0:
            raise _not_valid(name, text)
        return plain(Decimal(text))
    if stem == "urgent":
        return _bound(name, key, text)
    if stem == "word" and not _WORD.fullmatch(key):
        raise _not_valid(name, text)
    most = {"hours": HOURS_MAX, "needed": NEEDED_MAX}.get(stem, LEVEL_MAX)
    return _whole(name, text, 1 if stem in ("hours", "needed") else 0, most)


def _bound(name: str, key: str, text: str) -> object:
    """Return a bound of the urgent channel: an amount, hours, how often in a month."""
    if key not in rules.URGENT_FIELDS:
        raise refuse("field_unknown", entity=_NOUN, field=name[:40])
    if key in ("cost_max", "amount_max"):
        return _number(name, text)
    return _whole(name, text, 0 if key == "month_max" else 1, _COUNT_MAX)


def _number(name: str, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise _not_valid(name, text)
    return plain(Decimal(text))


def _whole(name: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not least <= int(text) <= most:
        raise _not_valid(name, text)
    return int(text)


def _text(name: str, text: str) -> str:
    check_text(_NOUN, name, text)
    if not text:
        raise refuse("field_empty", entity=_NOUN, field=f"authority_{name}")
    return text


def _roles(text: str) -> list[str]:
    try:
        return roles_in(text)
    except ValueError as unknown:
        raise refuse("role_unknown", role=str(unknown)[:40], roles=",".join(Role)) from None


def _not_valid(field: str, value: Value) -> Refused:
    stem = field.partition(".")[0]
    shown = value[:40] if isinstance(value, str) else str(value)
    return refuse("value_not_valid", entity=_NOUN, field=f"authority_{stem}", value=shown)
