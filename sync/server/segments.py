"""The calls of a first copy: how it comes, and its segments by ranges."""

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from sync import clock
from sync.domain import releases
from sync.server import bearers, exchange, first_copies
from sync.server.calls import Noted
from sync.server.downloads import range_named
from sync.server.office import Office
from sync.server.refusing import decline
from sync.server.snapshots import Wanted
from sync.server.uploads import files_of, thought
from sync.store.blobs import Blobs
from sync.store.sealed_files import Damaged
from sync.wire.snapshots import FirstCopyPlan, FirstCopyWanted
from sync.wire.transfers import MEDIA_TYPE_BYTES


async def answer_plan(office: Office, request: Request, noted: Noted) -> Response:
    """Answer how a first copy comes; what would have been of use is built for the next desk.

    Segments are in today's words: a desk of an older schema gets all of it as changes.
    """
    schema = exchange.check_schema(request)
    badge = exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        incoming = await exchange.read_body(request)
        exchange.opened(incoming, FirstCopyWanted)

        def planned(connection: Connection) -> tuple[FirstCopyPlan, list[Wanted]]:
            caller = bearers.identify(connection, badge, now=clock.now())
            noted["device"] = caller.actor.device_id
            if not releases.lacks(schema).is_nothing:
                return first_copies.plan_of_changes(connection, caller), []
            return first_copies.plan(connection, caller)

        told, absent = await office.workers.read(planned)
        office.upkeep.want(absent)
        return exchange.response(exchange.answer(told, incoming.media_type), incoming.media_type)


async def answer_segment(office: Office, request: Request, noted: Noted) -> Response:
    """Answer one range of a segment."""
    exchange.check_schema(request)
    files, badge = files_of(office), exchange.badge_of(request)
    with office.gate.passed(badge.token_hash):
        sha256 = str(request.path_params["sha256"])[:64]

        def found(connection: Connection) -> int:
            caller = bearers.identify(connection, badge, now=clock.now())
            noted["device"] = caller.actor.device_id
            return first_copies.segment(connection, caller, sha256)

        size = await office.workers.read(found)
        start, stop = range_named(request, size)
        data = await thought(office, lambda: read(files, sha256, start, stop))
        if data is None:
            await office.workers.write(
                lambda connection: first_copies.note_lost(connection, sha256, now=clock.now())
            )
            raise decline(404, "segment_gone")
        answer = exchange.response(data, MEDIA_TYPE_BYTES, status=206)
        answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        return answer


def read(files: Blobs, sha256: str, start: int, stop: int) -> bytes | None:
    """Return bytes of a segment; None where its content is not here any more, or is damaged."""
    try:
        return files.read(sha256, start, stop)
    except (FileNotFoundError, Damaged):
        return None
