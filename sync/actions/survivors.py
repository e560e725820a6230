"""Where an operation lands that names a firm which has since become one with another.

A desk that was offline still names the record that is gone; what it did is done to the one that
stands for both. Nobody's operation is lost by that, and nobody learns of a firm that is not theirs.
"""

from collections.abc import Callable, Iterator
from typing import cast

import msgspec

from sync.actions.seen import Noted, row_of
from sync.actions.workspace import Fields, Workspace
from sync.domain.commands import ACTIONS, Command, ImportRows
from sync.domain.ids import Id, is_id
from sync.domain.partner_merging import REFERENCES
from sync.domain.records import Value

Landing = dict[Id, Id]
"""From a record that is gone to the one that stands for it."""

_FIRMS = frozenset(column for _, column in REFERENCES)
_OF_COMMANDS = (*sorted(_FIRMS), "keep_id", "lose_id", "first_id", "second_id")
_LINKS_MAX = 50


def landing(
    work: Workspace,
    name: str,
    command: Command,
    noted: Noted | None = None,
    *,
    may_hold: Callable[[Fields], bool] = lambda _: True,
) -> Landing:
    """Return where what an operation names has gone, as far as its author may know of it."""
    found: dict[Id, Id] = {}
    for firm in {*_named(name, command), *_noted(noted or {})}:
        survivor = survivor_of(work, firm)
        row = work.get("partners", survivor) if survivor != firm else None
        if row is not None and may_hold(row):
            found[firm] = survivor
    return found


def survivor_of(work: Workspace, firm: Id) -> Id:
    """Return the record that stands for a firm: its own while it is there, or was never merged."""
    for _ in range(_LINKS_MAX):
        if not is_id(firm) or work.get("partners", firm) is not None:
            return firm
        merged = work.find("duplicates", "lost_id", firm)
        if not merged:
            return firm
        firm = str(merged[0]["survivor_id"])
    return firm


def landed(name: str, command: Command, moved: Landing) -> Command:
    """Return the command with the records that stand in the place of those that are gone."""
    changed: dict[str, object] = {
        field: moved[value]
        for field in _asked(name, command)
        if (value := getattr(command, field)) in moved
    }
    fields = _set_by(command)
    if fields:
        changed["set"] = landed_fields(fields, moved)
    if isinstance(command, ImportRows):
        changed["rows"] = {
            noun: [_landed_row(noun, row, moved) for row in rows]
            for noun, rows in command.rows.items()
        }
    return msgspec.structs.replace(command, **changed) if moved else command


def landed_noted(noted: Noted, moved: Landing) -> Noted:
    """Return what an author saw, said of the records that stand now."""
    found: Noted = {}
    for key, fields in noted.items():
        entity, identifier = row_of(key)
        is_moved = entity == "partners" and identifier in moved
        place = f"partners/{moved[identifier]}" if is_moved else key
        found[place] = landed_fields(fields, moved)
    return found


def landed_fields(fields: Fields, moved: Landing) -> Fields:
    """Return fields of a row that name the firms that stand now."""
    return {
        name: _moved(value, moved) if name in _FIRMS else value for name, value in fields.items()
    }


def as_it_stands(work: Workspace, row: Fields) -> Fields:
    """Return a row from the past that names the firms that stand now."""
    named = set(_in_fields(row))
    return landed_fields(row, {firm: survivor_of(work, firm) for firm in named})


def _set_by(command: Command) -> Fields:
    return cast("Fields", getattr(command, "set", None) or {})


def _landed_row(noun: str, row: Fields, moved: Landing) -> Fields:
    found = landed_fields(row, moved)
    return {**found, "id": _moved(row.get("id"), moved)} if noun == "partners" else found


def _moved(value: Value, moved: Landing) -> Value:
    return moved.get(value, value) if isinstance(value, str) else value


def _asked(name: str, command: Command) -> list[str]:
    """Return the arguments that are a firm's id."""
    own = ("id",) if ACTIONS[name].entity == "partners" and name != "partner.add" else ()
    return [field for field in (*own, *_OF_COMMANDS) if hasattr(command, field)]


def _named(name: str, command: Command) -> Iterator[Id]:
    yield from (str(getattr(command, field)) for field in _asked(name, command))
    yield from _in_fields(_set_by(command))
    if isinstance(command, ImportRows):
        for noun, rows in command.rows.items():
            for row in rows:
                yield from _in_fields(row)
                if noun == "partners":
                    yield str(row.get("id") or "")


def _noted(noted: Noted) -> Iterator[Id]:
    for fields in noted.values():
        yield from _in_fields(fields)


def _in_fields(fields: Fields) -> Iterator[Id]:
    yield from (str(fields[name]) for name in _FIRMS & fields.keys() if fields[name])
