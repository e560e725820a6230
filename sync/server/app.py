"""Head office's calls as an ASGI application."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync import clock
from sync.server import calls, checks, downloads, endings, exchange, logs, segments, uploads
from sync.server.calls import Noted
from sync.server.office import Office
from sync.server.refusing import Declined, decline
from sync.wire import codec

Call = Callable[[Office, Request, Noted], Awaitable[Response]]
_logger = logging.getLogger(logs.NAME)

_CALLS: dict[str, Call] = {
    "/v1/sign-in": calls.answer_sign_in,
    "/v1/push": calls.answer_push,
    "/v1/pull": calls.answer_pull,
    "/v1/time": calls.answer_time,
    "/v1/lease": calls.answer_lease,
    "/v1/sign-out": calls.answer_sign_out,
    "/v1/quarantine": endings.answer_quarantine,
    "/v1/wiped": endings.answer_wiped,
    "/v1/first-copy": segments.answer_plan,
    "/v1/removals": checks.answer_removals,
    "/v1/compare": checks.answer_compare,
    "/v1/upload": uploads.answer_begin,
    "/v1/upload/{upload_id}/proof": uploads.answer_proof,
    "/v1/upload/{upload_id}/complete": uploads.answer_complete,
}
_OF_BYTES: dict[tuple[str, str], Call] = {
    ("PUT", "/v1/upload/{upload_id}"): uploads.answer_part,
    ("GET", "/v1/upload/{upload_id}"): uploads.answer_offset,
    ("GET", "/v1/segments/{sha256}"): segments.answer_segment,
    ("GET", "/v1/attachments/{attachment_id}/content"): downloads.answer_content,
}
_PATH_MAX = 200
_OPEN = ("/v1/sign-in", "/v1/time")
"""What may be called without a token: the first proves its key by itself."""


def application(office: Office) -> Starlette:
    """Return the application of one head office."""
    routes = [
        Route(path, _endpoint(office, path, call), methods=["POST"])
        for path, call in _CALLS.items()
    ]
    routes += [
        Route(path, _endpoint(office, path, call), methods=[method])
        for (method, path), call in _OF_BYTES.items()
    ]
    routes.append(Route("/health/live", _alive, methods=["GET"]))
    routes.append(Route("/health/ready", _ready(office), methods=["GET"]))
    return Starlette(
        routes=routes,
        lifespan=lambda _: _life(office),
        exception_handlers={HTTPException: _no_such_call},
    )


@asynccontextmanager
async def _life(office: Office) -> AsyncGenerator[None]:
    """Watch the database while serving; at the end finish writing, then close."""
    await office.watch.look()
    watching = asyncio.ensure_future(office.watch.run())
    office.listener.start()
    keeping = asyncio.ensure_future(office.upkeep.run())
    raising = asyncio.ensure_future(office.escalating.run())
    try:
        yield
    finally:
        watching.cancel()
        keeping.cancel()
        raising.cancel()
        office.listener.stop()
        await asyncio.get_running_loop().run_in_executor(None, office.upkeep.close)
        await asyncio.get_running_loop().run_in_executor(None, office.escalating.close)
        await asyncio.get_running_loop().run_in_executor(None, office.workers.close)


def _endpoint(office: Office, name: str, call: Call) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        started = clock.monotonic()
        noted: Noted = {"request": clock.new_id(), "waited_ms": 0}
        response = await _answer(office, request, call, noted)
        milliseconds = round((clock.monotonic() - started) * 1000)
        status, path = response.status_code, request.url.path[:_PATH_MAX]
        logs.note("call", path=path, status=status, ms=milliseconds, **noted)
        busy_ms = milliseconds - int(str(noted["waited_ms"]))
        office.metrics.note_call(name, status, busy_ms / 1000)
        return response

    return answered


async def _answer(office: Office, request: Request, call: Call, noted: Noted) -> Response:
    """Return the call's answer, or the problem that kept it from being done."""
    media_type = codec.MEDIA_TYPE
    try:
        media_type = exchange.media_type_of(request)
        if request.url.path not in _OPEN:
            await office.seals.require(request, office.workers)
        return await call(office, request, noted)
    except Declined as declined:
        noted["code"] = declined.problem.code
        if declined.wait_seconds:
            office.metrics.note_held_back(declined.problem.code)
        return exchange.problem_response(declined, media_type)
    except Exception:
        _logger.exception("call_failed", extra={"facts": noted})
        return exchange.problem_response(decline(500, "office_failed"), media_type)


async def _alive(_request: Request) -> Response:
    return exchange.response(b"alive\n", "text/plain")


def _ready(office: Office) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_request: Request) -> Response:
        await office.watch.look()
        is_ready = office.watch.is_ready
        text = b"ready\n" if is_ready else b"not ready\n"
        return exchange.response(text, "text/plain", status=200 if is_ready else 503)

    return ready


async def _no_such_call(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    code = "method_unknown" if status == 405 else "call_unknown"
    return exchange.problem_response(decline(status, code), codec.MEDIA_TYPE)
