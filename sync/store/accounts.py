"""Head office's accounts, devices and tokens. A password and a token are here only as hashes."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update
from typing_extensions import override

from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.store.statements import ask
from sync.store.tables import accounts, device_keys, devices

ACTIVE = "active"
REVOKED = "revoked"
SIGNED_OUT = "signed_out"
WIPE_WANTED = "wanted"
WIPED = "done"


class Account(msgspec.Struct, frozen=True):
    """Who may sign in."""

    user_id: Id
    login: str
    password_hash: str
    state: str
    failures: int
    locked_until: str | None

    @override
    def __repr__(self) -> str:
        return f"Account({self.user_id})"


class Device(msgspec.Struct, frozen=True):
    """A desk that signed in: whose it is and until when its token holds."""

    id: Id
    user_id: Id
    name: str
    state: str
    expires_at: str
    created_at: str
    seen_at: str | None
    cursor: int
    public_key: str = ""
    wipe: str = ""
    gives: int = 1


class Bearer(msgspec.Struct, frozen=True):
    """Who a token speaks for, and how things stand with them."""

    device_id: Id
    user_id: Id
    device_state: str
    account_state: str
    expires_at: str
    public_key: str
    wipe: str
    gives: int


_DEVICE = (
    devices.c.id,
    devices.c.user_id,
    devices.c.name,
    devices.c.state,
    devices.c.expires_at,
    devices.c.created_at,
    devices.c.seen_at,
    devices.c.cursor,
    devices.c.public_key,
    devices.c.wipe,
    devices.c.gives,
)


def account_named(connection: Connection, login: str) -> Account | None:
    """Return the account of a login, or None."""
    row = connection.execute(select(accounts).where(accounts.c.login == login)).one_or_none()
    return None if row is None else Account(*row)


def all_accounts(connection: Connection) -> list[Account]:
    """Return every account, by login."""
    return [Account(*row) for row in connection.execute(select(accounts).order_by("login"))]


def add_account(connection: Connection, user_id: Id, *, login: str, password_hash: str) -> None:
    """Let a person sign in."""
    row = {"user_id": user_id, "login": login, "password_hash": password_hash}
    connection.execute(insert(accounts).values(row))


def set_password(connection: Connection, user_id: Id, password_hash: str) -> None:
    """Give an account another password; failures before it are forgotten."""
    _set_account(connection, user_id, password_hash=password_hash, failures=0, locked_until=None)


def set_account_state(connection: Connection, user_id: Id, state: str) -> None:
    """Revoke an account, or take it up again."""
    _set_account(connection, user_id, state=state)


def note_failures(
    connection: Connection, user_id: Id, failures: int, *, locked_until: datetime | None
) -> None:
    """Note how often the password was wrong in a row, and until when nobody may try."""
    until = None if locked_until is None else str(to_value(locked_until))
    _set_account(connection, user_id, failures=failures, locked_until=until)


def device(connection: Connection, device_id: Id) -> Device | None:
    """Return a device, or None."""
    row = connection.execute(select(*_DEVICE).where(devices.c.id == device_id)).one_or_none()
    return None if row is None else Device(*row)


def all_devices(connection: Connection) -> list[Device]:
    """Return every device, oldest first."""
    chosen = select(*_DEVICE).order_by(devices.c.created_at, devices.c.id)
    return [Device(*row) for row in connection.execute(chosen)]


def put_device(connection: Connection, item: Device, token_hash: str) -> None:
    """Note a device with its token, in place of the one it had."""
    values = msgspec.structs.asdict(item) | {"token_hash": token_hash}
    if device(connection, item.id) is None:
        connection.execute(insert(devices).values(values))
    else:
        connection.execute(update(devices).where(devices.c.id == item.id).values(values))


def enrol_key(connection: Connection, item: Device, name: str) -> None:
    """Note a device's public key under its name, for good: what it signed can be checked later."""
    known = select(device_keys.c.name).where(device_keys.c.name == name)
    if connection.execute(known).first() is None:
        row = {"name": name, "public_key": item.public_key, "device_id": item.id}
        whose = {"user_id": item.user_id, "enrolled_at": item.seen_at or item.created_at}
        connection.execute(insert(device_keys).values(row | whose))


def lease_half(connection: Connection, device_id: Id, make: Callable[[], str]) -> str:
    """Return a device's half of its replica's key, made the first time."""
    known = connection.execute(select(devices.c.lease_half).where(devices.c.id == device_id))
    half = str(known.scalar() or "")
    if not half:
        half = make()
        changed = update(devices).where(devices.c.id == device_id).values(lease_half=half)
        connection.execute(changed)
    return half


def owner_of_key(connection: Connection, public_key: str) -> Id:
    """Return whose device enrolled a public key; empty where nobody's did."""
    chosen = select(device_keys.c.user_id).where(device_keys.c.public_key == public_key)
    return str(connection.execute(chosen).scalar() or "")


def set_device_state(connection: Connection, device_id: Id, state: str) -> None:
    """Revoke a device, or sign it out."""
    connection.execute(update(devices).where(devices.c.id == device_id).values(state=state))


def end_device(connection: Connection, device_id: Id, *, wipe: bool, gives: bool) -> None:
    """Revoke a device; have it wiped, perhaps after it has given up what it had not sent."""
    ended = {"state": REVOKED, "wipe": WIPE_WANTED if wipe else "", "gives": int(gives)}
    connection.execute(update(devices).where(devices.c.id == device_id).values(ended))


def note_wiped(connection: Connection, device_id: Id) -> None:
    """Note that a device has destroyed what it held."""
    connection.execute(update(devices).where(devices.c.id == device_id).values(wipe=WIPED))


def note_seen(connection: Connection, device_id: Id, *, at: datetime) -> None:
    """Note when a device was last heard of."""
    ask(connection, _SEEN, {"device": device_id, "at": str(to_value(at))})


_SEEN = update(devices).where(devices.c.id == bindparam("device")).values(seen_at=bindparam("at"))
_BEARER = (
    select(
        devices.c.id,
        devices.c.user_id,
        devices.c.state,
        accounts.c.state,
        devices.c.expires_at,
        devices.c.public_key,
        devices.c.wipe,
        devices.c.gives,
    )
    .join(accounts, accounts.c.user_id == devices.c.user_id)
    .where(devices.c.token_hash == bindparam("token"))
)


def bearer_of(connection: Connection, token_hash: str) -> Bearer | None:
    """Return who a token speaks for, or None when nobody has it."""
    row = ask(connection, _BEARER, {"token": token_hash}).one_or_none()
    return None if row is None else Bearer(*row)


def _set_account(connection: Connection, user_id: Id, **values: str | int | None) -> None:
    connection.execute(update(accounts).where(accounts.c.user_id == user_id).values(values))
