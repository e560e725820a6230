"""What head office does at each call."""

import asyncio

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.domain.records import to_value
from sync.server import accept, bearers, deliver, doubting, exchange, scrutiny, seals, sign_in
from sync.server.accept import Circumstances, OutOfOrder
from sync.server.bearers import Badge
from sync.server.office import Office
from sync.server.passwords import is_right
from sync.server.refusing import Declined, decline, hold_back
from sync.server.scrutiny import ReceivedPull, ReceivedPush
from sync.store import accounts, feed
from sync.wire import upgrading
from sync.wire.messages import (
    Lease,
    Problem,
    PullAnswer,
    Push,
    PushAnswer,
    SignedIn,
    SignIn,
    Time,
)
from sync.wire.seals import digest_of

Noted = dict[str, object]
"""What the log tells of a call: ids and counts."""


class _Spelling(msgspec.Struct, frozen=True):
    """How an answer is written: for which schema, in which media type."""

    schema: int
    media_type: str


async def answer_sign_in(office: Office, request: Request, noted: Noted) -> Response:
    """Turn a password into a device's token."""
    exchange.check_schema(request)
    incoming = await exchange.read_body(request)
    wanted = exchange.opened(incoming, SignIn)
    sign_in.check_request(wanted)
    now = int(clock.now().timestamp())
    digest = office.seals.judge(seals.shown_by(request, token=""), wanted.public_key, at=now)
    if digest != digest_of(incoming.body):
        raise decline(401, "request_damaged")
    noted["device"] = wanted.device_id
    address = request.client.host if request.client else ""
    signed_in = await _signed_in(office, wanted, address)
    return exchange.response(exchange.answer(signed_in, incoming.media_type), incoming.media_type)


async def answer_push(office: Office, request: Request, noted: Noted) -> Response:
    """Judge operations, each exactly once."""
    exchange.check_schema(request, is_push=True)
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        await _identified(office, badge, noted)
        office.rates.count_push(badge.token_hash)
        incoming = await exchange.read_body(request)
        push = await office.workers.open(lambda: exchange.opened(incoming, ReceivedPush))
        scrutiny.check_push(push)
        noted["operations"] = len(push.operations)
        result, seen_by = await office.workers.write(
            lambda connection: _pushed(office, connection, push, badge)
        )
        office.waking.tell(result.head, seen_by)
        office.metrics.note_verdicts(result.results)
        return exchange.response(exchange.answer(result, incoming.media_type), incoming.media_type)


async def answer_pull(office: Office, request: Request, noted: Noted) -> Response:
    """Send the next page; when there is none, wait for one a while."""
    schema = exchange.check_schema(request)
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        spelling = _Spelling(schema, incoming.media_type)
        pull = exchange.opened(incoming, ReceivedPull)
        office.gate.note_cursor(badge.token_hash, pull.cursor)
        quiet, content = await _pulled(office, badge, pull, spelling, noted)
        if quiet is not None and await _waited(office, request, pull, quiet, noted):
            quiet, content = await _pulled(office, badge, pull, spelling, noted)
            office.metrics.note_delivery(clock.monotonic() - office.waking.told_at)
        if quiet is not None:
            told = msgspec.structs.replace(quiet, at=str(to_value(clock.now())))
            content = exchange.answer(told, incoming.media_type)
        return exchange.response(content, incoming.media_type)


async def answer_time(_office: Office, request: Request, _noted: Noted) -> Response:
    """Tell head office's clock, for showing how far a desk's is off."""
    media_type = exchange.media_type_of(request)
    told = Time(at=str(to_value(clock.now())))
    return exchange.response(exchange.answer(told, media_type), media_type)


async def answer_lease(office: Office, request: Request, noted: Noted) -> Response:
    """Let a device be used for longer without head office, an old one as well."""
    exchange.check_schema(request, is_push=True)
    badge = exchange.badge_of(request)
    media_type = exchange.media_type_of(request)
    with office.gate.passed(badge.token_hash):
        await _identified(office, badge, noted)
    told = Lease(seconds=office.bounds.lease_seconds)
    return exchange.response(exchange.answer(told, media_type), media_type)


async def answer_sign_out(office: Office, request: Request, noted: Noted) -> Response:
    """Make the device's token worth nothing, whatever its state."""
    badge = exchange.badge_of(request)
    media_type = exchange.media_type_of(request)

    def signed_out(connection: Connection) -> None:
        caller = bearers.identify(connection, badge, now=clock.now())
        noted["device"] = caller.actor.device_id
        accounts.set_device_state(connection, caller.actor.device_id, accounts.SIGNED_OUT)

    await office.workers.write(signed_out)
    told = Time(at=str(to_value(clock.now())))
    return exchange.response(exchange.answer(told, media_type), media_type)


async def _signed_in(office: Office, wanted: SignIn, address: str) -> SignedIn:
    login = wanted.login.strip().lower()
    wait = office.doorkeeper.admit(login, address, clock.monotonic())
    if wait:
        raise hold_back(429, "account_locked", seconds=wait, minutes=wait // 60 + 1)
    account = await office.workers.read(lambda found: sign_in.find_account(found, wanted))
    kept = None if account is None else account.password_hash
    if not await office.workers.hash(lambda: is_right(kept, wanted.password)):
        raise decline(401, "password_wrong")
    office.doorkeeper.welcome(login, address, clock.monotonic())
    return await office.workers.write(
        lambda connection: sign_in.admit(
            connection, wanted, login, bounds=office.bounds, now=clock.now()
        )
    )


async def _identified(office: Office, badge: Badge, noted: Noted) -> None:
    """Decline early whoever may not call, before the body is read."""
    caller = await office.workers.read(
        lambda connection: bearers.identify(connection, badge, now=clock.now())
    )
    noted["device"] = caller.actor.device_id


def _pushed(
    office: Office, connection: Connection, push: Push, badge: Badge
) -> tuple[PushAnswer, frozenset[str]]:
    """Return the verdicts, and the scopes that see what was changed."""
    now = clock.now()
    caller = bearers.identify(connection, badge, now=now)
    around = Circumstances(actor=caller.actor, now=now, rules=office.rules.now(connection))
    try:
        head, verdicts = accept.accept(connection, push, around)
    except OutOfOrder as order:
        raise Declined(409, Problem(code=order.code, next_seq=order.next_seq)) from None
    accounts.note_seen(connection, caller.actor.device_id, at=now)
    told = PushAnswer(
        server_id=caller.office.server_id,
        epoch=caller.office.epoch,
        head=head,
        results=verdicts,
    )
    return told, feed.scopes_between(connection, after=head - 1, through=head)


async def _pulled(
    office: Office, badge: Badge, pull: ReceivedPull, spelling: _Spelling, noted: Noted
) -> tuple[PullAnswer | None, bytes]:
    """Return the answer where it is no news for the desk, and the answer's bytes."""

    def found(connection: Connection) -> tuple[PullAnswer | None, bytes]:
        now = clock.now()
        caller = bearers.identify(connection, badge, now=now)
        noted["device"] = caller.actor.device_id
        made = deliver.pages(connection, pull, caller, now=now)
        quiet = None if deliver.is_news(made) else made
        told = upgrading.lowered_pages(made.rows, spelling.schema)
        made = msgspec.structs.replace(made, rows=told)
        return quiet, exchange.answer(made, spelling.media_type)

    try:
        return await office.workers.read(found)
    except Declined as declined:
        if declined.problem.code != "cursor_ahead":
            raise
        raise await doubting.heed(office.workers, badge, pull.cursor, declined) from None


async def _waited(
    office: Office, request: Request, pull: ReceivedPull, quiet: PullAnswer, noted: Noted
) -> bool:
    """Wait for what is news for the desk, and note how long that was."""
    begun = clock.monotonic()
    has_come = await _news_came(office, request, quiet, pull.wait)
    noted["waited_ms"] = round((clock.monotonic() - begun) * 1000)
    return has_come


async def _news_came(office: Office, request: Request, quiet: PullAnswer, wait: int) -> bool:
    """Wait for a version that concerns the desk.

    False when none came, the desk went away, or all is stopping.
    """
    seconds = min(max(wait, 0), deliver.WAIT_SECONDS_MAX)
    if not seconds:
        return False
    news = asyncio.ensure_future(office.waking.newer(quiet.end, quiet.scopes, seconds))
    gone = asyncio.ensure_future(request.receive())
    try:
        await asyncio.wait({news, gone}, return_when=asyncio.FIRST_COMPLETED)
        return news.done() and news.result()
    finally:
        news.cancel()
        gone.cancel()
