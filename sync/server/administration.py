"""What an administrator does at head office: found it, let people in and out, set its calendar.

The company's own rows (users, calendar days) go through `write_as_office`, so that they have a
version, a place in the feed and a line in history like everybody's changes.
"""

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert
from typing_extensions import override

from sync import clock
from sync.actions.office import Bench
from sync.domain import scopes
from sync.domain.authority_changes import digest_of
from sync.domain.authority_drafts import AuthorityVersion, version_id
from sync.domain.early_warnings import is_setting
from sync.domain.history import ChangeKind, HistoryEntry
from sync.domain.ids import Id, row_id
from sync.domain.people import Role, User
from sync.domain.records import Value, record, split, to_row
from sync.domain.refusals import refuse
from sync.domain.settings import ConfigItem
from sync.domain.values import check_fields
from sync.server.passwords import check_new, hashed
from sync.store import (
    accounts,
    audiences,
    authority_files,
    authority_lists,
    department_files,
    epochs,
    feed,
    holiday_years,
    rows,
    template_files,
)
from sync.store.audiences import Change
from sync.store.tables import SCHEMA, server_meta
from sync.store.warning_files import load_warning_settings

Fields = dict[str, Value]
OFFICE = row_id("actor", "office")
"""Whose hand history names when it was head office's own."""

LEVEL_MAX = 4
_TOPIC = re.compile("[a-z][a-z0-9_]{0,39}")
_LOGIN = re.compile("[a-z0-9][a-z0-9._-]{0,63}")


class NewUser(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person to be let in. `roles` is comma-joined."""

    login: str
    name_zh: str
    name_en: str
    roles: str
    password: str
    level: int = 0
    team: str = ""
    email: str = ""
    language: str = "zh"

    @override
    def __repr__(self) -> str:
        return f"NewUser({self.login})"


def found(connection: Connection, company: str, *, now: datetime) -> None:
    """Make this database a head office, with what every company begins with."""
    if not company.strip():
        raise refuse("company_missing")
    office = {
        "one": 1,
        "server_id": clock.new_id(),
        "company": company.strip(),
        "epoch": clock.new_id(),
        "head": 0,
        "horizon": 0,
        "schema": SCHEMA,
    }
    connection.execute(insert(server_meta).values(office))
    epochs.confirm(connection, now=now)
    everybody = Change(scopes.EVERYBODY, scopes.EVERYBODY, is_gone=False)
    audiences.note(connection, 0, [everybody])
    year = clock.today(now).year
    days = [day for each in range(year - 1, year + 3) for day in holiday_years.calendar_days(each)]
    begun = [
        *(("order_templates", to_row(each)) for each in template_files.shipped()),
        *(("departments", to_row(each)) for each in department_files.shipped()),
    ]
    write_as_office(
        connection, [*(("calendar_days", to_row(day)) for day in days), *begun], now=now
    )


def add_user(connection: Connection, new: NewUser, *, now: datetime) -> Id:
    """Let a person in: their row, their account, their scope. Return their id."""
    login = new.login.lower()
    _check_user(connection, new, login)
    check_new(new.password, login=login)
    user = User(
        id=clock.new_id(),
        login=login,
        name_zh=new.name_zh,
        name_en=new.name_en,
        roles=checked_roles(new.roles),
        level=new.level,
        team=new.team,
        email=new.email,
        language=new.language,
    )
    write_as_office(connection, [("users", check_fields("users", to_row(user)))], now=now)
    password_hash = hashed(new.password)
    accounts.add_account(connection, user.id, login=login, password_hash=password_hash)
    return user.id


def set_roles(
    connection: Connection, login: str, roles: str, *, level: int | None, now: datetime
) -> None:
    """Give a person other roles, and another approval level when one is said."""
    fields: Fields = {"id": _account(connection, login).user_id, "roles": checked_roles(roles)}
    if level is not None:
        fields["level"] = _checked_level(level)
    write_as_office(connection, [("users", fields)], now=now)


def set_password(connection: Connection, login: str, password: str) -> None:
    """Give a person another password; every desk of theirs has to sign in again."""
    account = _account(connection, login)
    check_new(password, login=account.login)
    accounts.set_password(connection, account.user_id, hashed(password))
    for device in accounts.all_devices(connection):
        if device.user_id == account.user_id and device.state == accounts.ACTIVE:
            accounts.set_device_state(connection, device.id, accounts.SIGNED_OUT)


class Ending(msgspec.Struct, frozen=True):
    """How a device ends: wiped, and whether it first gives up what it had not sent."""

    wipe: bool = True
    gives: bool = True


def revoke_user(
    connection: Connection, login: str, *, now: datetime, ending: Ending | None = None
) -> int:
    """Let a person in no longer; return how many of their devices this ends."""
    how = ending or Ending()
    account = _account(connection, login)
    accounts.set_account_state(connection, account.user_id, accounts.REVOKED)
    write_as_office(connection, [("users", {"id": account.user_id, "active": 0})], now=now)
    theirs = [each for each in accounts.all_devices(connection) if each.user_id == account.user_id]
    for device in theirs:
        accounts.end_device(connection, device.id, wipe=how.wipe, gives=how.gives)
    return len(theirs)


def revoke_device(connection: Connection, device_id: Id, ending: Ending | None = None) -> None:
    """End a device: its token is worth nothing, it cannot sign in again, and it wipes itself."""
    if accounts.device(connection, device_id) is None:
        raise refuse("device_unknown", kind="gone", device=device_id)
    how = ending or Ending()
    accounts.end_device(connection, device_id, wipe=how.wipe, gives=how.gives)


def set_approval_level(
    connection: Connection, level: int, *, topic: str = "", now: datetime
) -> None:
    """Set which level decides requests, or those of one topic."""
    if not 1 <= level <= LEVEL_MAX:
        raise refuse("value_not_valid", entity="approvals", field="level", value=str(level))
    if topic and not _TOPIC.fullmatch(topic):
        raise refuse("value_not_valid", entity="approvals", field="topic", value=topic[:40])
    key = f"approval.level.{topic}" if topic else "approval.level"
    fields: Fields = {"id": row_id("config", key), "key": key, "value": str(level)}
    write_as_office(connection, [("config_items", fields)], now=now)


def set_setting(connection: Connection, key: str, value: str, *, now: datetime) -> None:
    """Set a line of a warning, a standard time, or a rate; every desk computes with it."""
    item = ConfigItem(id=row_id("config", key), key=key, value=value.strip())
    if not is_setting(item, defaults=load_warning_settings()):
        raise refuse("setting_not_valid", key=key[:80], value=value[:40])
    write_as_office(connection, [("config_items", to_row(item))], now=now)


def settings(connection: Connection) -> list[ConfigItem]:
    """Return what has been set, by key."""
    found = (record(ConfigItem, row) for row in rows.all_rows(connection, "config_items"))
    return sorted(found, key=lambda item: item.key)


def set_authority(connection: Connection, text: str, *, now: datetime) -> int:
    """Put a newer decision table in force beside the older ones; return its version."""
    table = authority_files.accepted(text)
    pointer = rows.get(connection, "config_items", row_id("config", authority_lists.POINTER))
    newest = int(str(pointer["value"])) if pointer else max(authority_files.shipped())
    if table.version <= newest:
        raise refuse("table_version_known", version=table.version, newest=newest)
    items = {
        f"{authority_files.KEY}{table.version}": text,
        authority_lists.POINTER: str(table.version),
    }
    puts: list[tuple[str, Fields]] = [
        ("config_items", {"id": row_id("config", key), "key": key, "value": value})
        for key, value in items.items()
    ]
    made = AuthorityVersion(
        id=version_id(table.version),
        number=table.version,
        digest=digest_of(table),
        based_on=newest,
        published_at=now,
    )
    puts.append(("authority_versions", to_row(made)))
    write_as_office(connection, puts, now=now)
    return table.version


def users(connection: Connection) -> list[User]:
    """Return everybody, by login."""
    found_users = (record(User, row) for row in rows.all_rows(connection, "users"))
    return sorted(found_users, key=lambda user: user.login)


def write_as_office(
    connection: Connection, puts: Iterable[tuple[str, Fields]], *, now: datetime
) -> int:
    """Put rows, or change fields of those that exist, as head office; return the version."""
    ver = feed.raise_head(connection)
    bench = Bench(connection, ver)
    operation_id = clock.new_id()
    for entity, fields in puts:
        _put(bench, entity, fields)
        if entity in _NOTED:
            _note(bench, (entity, str(fields["id"])), operation_id, now=now)
    bench.write()
    return ver


def checked_roles(text: str) -> str:
    """Return roles comma-joined in their order, or refuse one that does not exist."""
    named = {part.strip().upper() for part in split(text)}
    unknown = named - set(Role)
    if unknown or not named:
        raise refuse("role_unknown", role=min(unknown, default=""), roles=",".join(Role))
    return ",".join(role for role in Role if role in named)


_NOTED = frozenset(("users", "config_items"))
"""Nouns of which head office's own changes stand in history."""


def _put(bench: Bench, entity: str, fields: Fields) -> None:
    identifier = str(fields["id"])
    bench.begin()
    if bench.work.get(entity, identifier) is None:
        bench.work.insert(entity, fields)
    else:
        bench.work.patch(entity, identifier, fields)


def _note(bench: Bench, key: tuple[str, Id], operation_id: Id, *, now: datetime) -> None:
    """Write history of what was just put: a row's making, or each field that changed."""
    (entity, noted), before = key, bench.work.before.get(key)
    changed = {
        name: value
        for effect in bench.work.effects
        for name, value in effect.fields.items()
        if before is not None
    }
    for name, value in changed.items() or {"": None}.items():
        old = None if before is None else before.get(name)
        entry = HistoryEntry(
            id=row_id("history", operation_id, entity, noted, name),
            entity=entity,
            row_id=noted,
            field=name,
            kind=ChangeKind.EDITED if before is not None else ChangeKind.CREATED,
            old=None if old is None else str(old),
            new=None if value is None else str(value),
            operation_id=operation_id,
            actor_id=OFFICE,
            acted_at=now,
            accepted_at=now,
        )
        bench.work.insert("history", to_row(entry))


def _account(connection: Connection, login: str) -> accounts.Account:
    account = accounts.account_named(connection, login.lower())
    if account is None:
        raise refuse("login_unknown", kind="gone", login=login[:64])
    return account


def _check_user(connection: Connection, new: NewUser, login: str) -> None:
    if not _LOGIN.fullmatch(login):
        raise refuse("login_not_valid", login=new.login[:64])
    if accounts.account_named(connection, login) is not None:
        raise refuse("login_taken", login=login)
    if new.language not in ("zh", "en"):
        raise refuse("value_not_valid", entity="users", field="language", value=new.language[:40])
    _checked_level(new.level)


def _checked_level(level: int) -> int:
    if not 0 <= level <= LEVEL_MAX:
        raise refuse("value_not_valid", entity="users", field="level", value=str(level))
    return level
