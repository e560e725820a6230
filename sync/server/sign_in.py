"""Signing in: a password turned into a device's token. Signing in again gives a new token."""

import re
import secrets
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from sync.domain.records import to_value
from sync.server.bearers import hash_of, new_token
from sync.server.refusing import decline
from sync.store import accounts, feed, office_keys
from sync.wire import signatures, versions
from sync.wire.messages import SignedIn, SignIn

_PUBLIC_KEY = re.compile("[0-9a-f]{64}")


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """How long a token holds, and how long a desk may be used without head office."""

    token_days: int = 90
    lease_days: int = 14

    @property
    def lease_seconds(self) -> int:
        """How long a lease is."""
        return self.lease_days * 86_400


def check_request(wanted: SignIn) -> None:
    """Decline what no desk of ours sends."""
    is_hex = len(wanted.device_id) == 32 and not set(wanted.device_id) - set("0123456789abcdef")
    texts = (wanted.login, wanted.device_name, wanted.server_id)
    if not is_hex or any(len(text) > 200 or "\x00" in text for text in texts):
        raise decline(400, "request_garbled")
    if len(wanted.password) > 1_000:
        raise decline(401, "password_wrong")
    if not wanted.public_key:
        raise decline(426, "desk_too_old", oldest=versions.SCHEMA_MIN)
    if not _PUBLIC_KEY.fullmatch(wanted.public_key):
        raise decline(400, "request_garbled")


def find_account(connection: Connection, wanted: SignIn) -> accounts.Account | None:
    """Return the account signed in to; decline when the desk means another head office."""
    office = feed.meta(connection)
    if wanted.server_id and wanted.server_id != office.server_id:
        raise decline(409, "office_of_another_company")
    return accounts.account_named(connection, wanted.login.strip().lower())


def admit(
    connection: Connection, wanted: SignIn, login: str, *, bounds: Bounds, now: datetime
) -> SignedIn:
    """Give the device its token, the password having been right; decline whoever is revoked."""
    account = accounts.account_named(connection, login)
    if account is None or account.state != accounts.ACTIVE:
        raise decline(403, "account_revoked")
    before = accounts.device(connection, wanted.device_id)
    if before is not None and before.user_id != account.user_id:
        raise decline(409, "device_of_another_person")
    if before is not None and before.state == accounts.REVOKED:
        raise decline(403, "device_revoked")
    token = new_token()
    expires = str(to_value(now + timedelta(days=bounds.token_days)))
    device = accounts.Device(
        id=wanted.device_id,
        user_id=account.user_id,
        name=wanted.device_name,
        state=accounts.ACTIVE,
        expires_at=expires,
        created_at=str(to_value(now)) if before is None else before.created_at,
        seen_at=str(to_value(now)),
        cursor=0,
        public_key=wanted.public_key,
    )
    accounts.put_device(connection, device, hash_of(token))
    accounts.enrol_key(connection, device, signatures.name_of(wanted.public_key))
    accounts.note_failures(connection, account.user_id, 0, locked_until=None)
    office = feed.meta(connection)
    return SignedIn(
        token=token,
        user_id=account.user_id,
        server_id=office.server_id,
        company=office.company,
        epoch=office.epoch,
        expires_at=expires,
        lease_seconds=bounds.lease_seconds,
        lease_half=accounts.lease_half(connection, device.id, lambda: secrets.token_hex(32)),
        office_key=signatures.public_of(office_keys.require(connection, signatures.new_key)),
    )
