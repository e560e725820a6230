"""Head office's calls about files within one process: its own handlers, driven to their end."""

from collections.abc import Callable, Coroutine, MutableMapping
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync.client.transport import Answer, Call
from sync.server import downloads, uploads
from sync.server.office import Busy, Gate
from sync.server.rates import Rates
from sync.store.blobs import Blobs
from sync.store.database import Database

PATHS = ("/v1/upload", "/v1/attachments/")
T = TypeVar("T")


class _Here:
    """Does the work of head office's threads where it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, work: Callable[[Connection], T]) -> T:
        with self._database.write() as connection:
            return work(connection)

    async def read(self, work: Callable[[Connection], T]) -> T:
        with self._database.read() as connection:
            return work(connection)

    async def think(self, work: Callable[[], T]) -> T:
        return work()


def answer(call: Call, database: Database, files: Blobs | None) -> Answer:
    """Return what head office answers to a call about files, or raise Declined."""
    office: Any = SimpleNamespace(
        workers=_Here(database),
        waking=SimpleNamespace(tell=lambda _head: None),
        gate=Gate(),
        busy=Busy(),
        rates=Rates(),
        files=files,
    )
    handler, named = _handler_of(call)
    made = _driven(handler(office, _request(call, named), {}))
    media_type = str(made.headers.get("content-type", ""))
    return Answer(status=made.status_code, media_type=media_type, body=bytes(made.body))


def _handler_of(call: Call) -> tuple[Callable[..., Coroutine[Any, Any, Response]], dict[str, str]]:
    parts = urlsplit(call.path).path.split("/")[2:]
    if parts[0] == "attachments":
        return downloads.answer_content, {"attachment_id": parts[1]}
    if len(parts) == 1:
        return uploads.answer_begin, {}
    handlers = {
        "proof": uploads.answer_proof,
        "complete": uploads.answer_complete,
        "PUT": uploads.answer_part,
        "GET": uploads.answer_offset,
    }
    return handlers[parts[2] if len(parts) > 2 else call.method], {"upload_id": parts[1]}


def _request(call: Call, named: dict[str, str]) -> Request:
    place = urlsplit(call.path)
    headers = [(name.lower().encode(), value.encode()) for name, value in call.headers.items()]
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "method": call.method,
        "path": place.path,
        "query_string": place.query.encode(),
        "headers": headers,
        "path_params": named,
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": call.body, "more_body": False}

    return Request(scope, receive)


def _driven(work: Coroutine[Any, Any, Response]) -> Response:
    """Return what the work returns, which waits for nothing here."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("a call about files waited for something")
