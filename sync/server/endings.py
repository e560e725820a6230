"""What an ended device may still do: give up what it had not sent, and say that it is wiped."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.server import exchange, scrutiny
from sync.server.bearers import Badge
from sync.server.calls import Noted
from sync.server.office import Office
from sync.server.refusing import decline
from sync.server.scrutiny import ReceivedPush
from sync.store import accounts, quarantine
from sync.store.accounts import Bearer
from sync.store.quarantine import Given
from sync.wire.messages import Kept, Push, Time

OPERATIONS_KEPT_MAX = 200_000


async def answer_quarantine(office: Office, request: Request, noted: Noted) -> Response:
    """Keep operations of a device that is to be wiped; nothing ever applies them by itself."""
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        push = exchange.opened(incoming, ReceivedPush)
        scrutiny.check_push(push)
        noted["operations"] = len(push.operations)
        told = await office.workers.write(
            lambda connection: keep(connection, badge, push, now=clock.now())
        )
        return exchange.response(exchange.answer(told, incoming.media_type), incoming.media_type)


async def answer_wiped(office: Office, request: Request, noted: Noted) -> Response:
    """Note that a device has destroyed what it held."""
    badge = exchange.badge_of(request)

    with office.gate.passed(badge.token_hash):
        noted["device"] = await office.workers.write(lambda connection: wiped(connection, badge))
    media_type = exchange.media_type_of(request)
    told = Time(at=str(to_value(clock.now())))
    return exchange.response(exchange.answer(told, media_type), media_type)


def keep(connection: Connection, badge: Badge, push: Push, *, now: datetime) -> Kept:
    """Keep operations of an ended device that is to give them up, or decline; name them."""
    bearer = _ended(connection, badge)
    if not bearer.gives:
        raise decline(403, "device_not_ending")
    if quarantine.count_of(connection, bearer.device_id) >= OPERATIONS_KEPT_MAX:
        raise decline(429, "quarantine_full", limit=OPERATIONS_KEPT_MAX)
    quarantine.keep(
        connection,
        [
            Given(
                op_id=operation.op_id,
                device_id=bearer.device_id,
                user_id=bearer.user_id,
                seq=operation.seq,
                action=operation.action,
                at=operation.at,
                body=msgspec.msgpack.encode(operation),
                given_at=str(to_value(now)),
            )
            for operation in push.operations
        ],
    )
    named = [operation.op_id for operation in push.operations]
    return Kept(at=str(to_value(now)), kept=named)


def wiped(connection: Connection, badge: Badge) -> Id:
    """Note that an ended device has destroyed what it held, or decline; return which it was."""
    bearer = _ended(connection, badge)
    accounts.note_wiped(connection, bearer.device_id)
    return bearer.device_id


def _ended(connection: Connection, badge: Badge) -> Bearer:
    """Return whose token it is, or decline: nobody's, or of a device that is not to be wiped."""
    bearer = accounts.bearer_of(connection, badge.token_hash)
    if bearer is None:
        raise decline(401, "token_unknown")
    if bearer.device_state != accounts.REVOKED or not bearer.wipe:
        raise decline(403, "device_not_ending")
    return bearer
