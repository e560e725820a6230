"""The calls by which a desk finds out whether it still agrees with head office."""

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.server import bearers, comparing, exchange, logs, removals
from sync.server.calls import Noted
from sync.server.office import Office
from sync.wire.checking import Compare, CompareAnswer, Removals, RemovalsAnswer


async def answer_removals(office: Office, request: Request, noted: Noted) -> Response:
    """Answer how many rows of a mass removal are there after all."""
    exchange.check_schema(request)
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        asked = exchange.opened(incoming, Removals)

        def counted(connection: Connection) -> int:
            caller = bearers.identify(connection, badge, now=clock.now())
            noted["device"] = caller.actor.device_id
            return removals.count_present(connection, caller, asked.rows)

        present = await office.workers.read(counted)
        if present:
            logs.note("removal_not_confirmed", rows=len(asked.rows), present=present)
        told = RemovalsAnswer(present=present)
        return exchange.response(exchange.answer(told, incoming.media_type), incoming.media_type)


async def answer_compare(office: Office, request: Request, noted: Noted) -> Response:
    """Answer which containers of a desk differ from what it would be sent."""
    schema = exchange.check_schema(request)
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        held = exchange.opened(incoming, Compare)

        def compared(connection: Connection) -> CompareAnswer:
            caller = bearers.identify(connection, badge, now=clock.now())
            noted["device"] = caller.actor.device_id
            return comparing.compare(connection, held, caller, schema=schema)

        told = await office.workers.read(compared)
        if told.differing or told.surplus:
            count = len(told.differing) + len(told.surplus)
            logs.note("desk_differs", containers=count, **noted)
        return exchange.response(exchange.answer(told, incoming.media_type), incoming.media_type)
