"""Tokens of devices: made, kept as hashes, and asked for at every call."""

import hashlib
import secrets
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.domain.people import Actor, User, actor_of
from sync.domain.records import record, to_value
from sync.server.refusing import Declined, decline, hold_back, with_head
from sync.store import accounts, epochs, feed, office_keys, rows
from sync.store.feed import OfficeMeta
from sync.store.tables import SCHEMA
from sync.wire import endings

TOKEN_BYTES = 32
_SCHEME = "Device "
_LATER_SECONDS = 5


class Badge(msgspec.Struct, frozen=True, kw_only=True):
    """What a call shows of itself: its token's hash, and whom and what it believes to talk to."""

    token_hash: str
    server_id: str = ""
    epoch: str = ""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls, and which head office answers."""

    actor: Actor
    office: OfficeMeta


def new_token() -> str:
    """Return a token: 256 random bits as text."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what is kept of a token; it is random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(header: str) -> str:
    """Return the token of an Authorization header, or decline."""
    token = header.removeprefix(_SCHEME)
    if token == header or not 20 <= len(token) <= 200:
        raise decline(401, "token_missing")
    return token


def identify(connection: Connection, badge: Badge, *, now: datetime) -> Caller:
    """Return who calls, or decline: token unknown, expired or revoked, or not this head office."""
    office = feed.meta(connection)
    _check_office(connection, badge, office)
    bearer = accounts.bearer_of(connection, badge.token_hash)
    if bearer is None:
        raise decline(401, "token_unknown")
    _check_standing(connection, bearer, office, now)
    row = rows.get(connection, "users", bearer.user_id)
    if row is None:
        raise decline(403, "account_revoked")
    return Caller(actor=actor_of(record(User, row), device_id=bearer.device_id), office=office)


def _check_office(connection: Connection, badge: Badge, office: OfficeMeta) -> None:
    if office.schema > SCHEMA:
        raise hold_back(503, "process_too_old", seconds=_LATER_SECONDS)
    if badge.server_id and badge.server_id != office.server_id:
        raise decline(409, "office_of_another_company")
    if badge.epoch and badge.epoch != office.epoch:
        raise epoch_changed(connection, badge, office)


def epoch_changed(connection: Connection, badge: Badge, office: OfficeMeta) -> Declined:
    """Return the answer to a desk whose epoch is over, with what it needs to give back the rest."""
    return with_head(
        decline(409, "epoch_changed"),
        epoch=office.epoch,
        head=office.head,
        restored_head=epochs.restored_head(connection, badge.epoch),
    )


def _check_standing(
    connection: Connection, bearer: accounts.Bearer, office: OfficeMeta, now: datetime
) -> None:
    if bearer.account_state != accounts.ACTIVE:
        raise _ended(connection, bearer, office, "account_revoked")
    if bearer.device_state == accounts.REVOKED:
        raise _ended(connection, bearer, office, "device_revoked")
    if bearer.device_state != accounts.ACTIVE:
        raise decline(401, "token_revoked")
    if bearer.expires_at <= str(to_value(now)):
        raise decline(401, "token_expired")


def _ended(
    connection: Connection, bearer: accounts.Bearer, office: OfficeMeta, code: str
) -> Declined:
    """Return the answer to an ended device; signed where it is to destroy what it holds.

    Also when it has done so: a copy of its disk may be elsewhere.
    """
    declined = decline(403, code)
    key = office_keys.key_of(connection) if bearer.wipe else ""
    if not key:
        return declined
    signature = endings.wipe_signed(key, office.server_id, bearer.device_id)
    problem = msgspec.structs.replace(declined.problem, wipe=signature, gives=bool(bearer.gives))
    return Declined(declined.status, problem)
