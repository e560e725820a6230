"""Head office's calls about files: what is offered, and the bytes in parts, both ways."""

import hashlib

from sync.client.badges import Badge, headers_of
from sync.client.office import decoded, meaning_of
from sync.client.sealing import OfficeTime, SealedLine
from sync.client.transport import Answer, Call, Transport
from sync.client.troubles import Trouble
from sync.domain.ids import Id
from sync.wire import codec
from sync.wire.transfers import (
    HEADER_DIGEST,
    MEDIA_TYPE_BYTES,
    UploadAnswer,
    UploadProof,
    UploadWanted,
)

PART_SECONDS = 180.0


class FileOffice:
    """Head office behind a transport of its own: a large file holds up no change."""

    def __init__(self, transport: Transport, there: OfficeTime | None = None) -> None:
        self._line = SealedLine(transport, there)

    def begin(self, message: UploadWanted, badge: Badge) -> UploadAnswer:
        """Offer a content; return how it is to be given."""
        return self._upload("POST", "/v1/upload", codec.encode(message), badge)

    def prove(self, upload_id: Id, message: UploadProof, badge: Badge) -> UploadAnswer:
        """Show that the content is here, so that it need not be sent."""
        return self._upload("POST", f"/v1/upload/{upload_id}/proof", codec.encode(message), badge)

    def put(self, upload_id: Id, offset: int, data: bytes, badge: Badge) -> UploadAnswer:
        """Send a part; return how it goes on."""
        told = {
            "Content-Type": MEDIA_TYPE_BYTES,
            HEADER_DIGEST: hashlib.sha256(data).hexdigest(),
        }
        return self._upload("PUT", f"/v1/upload/{upload_id}?offset={offset}", data, badge, **told)

    def offset(self, upload_id: Id, badge: Badge) -> UploadAnswer:
        """Return how far an upload has come."""
        return self._upload("GET", f"/v1/upload/{upload_id}", b"", badge)

    def complete(self, upload_id: Id, badge: Badge) -> UploadAnswer:
        """Have what was sent verified and shown to others."""
        return self._upload("POST", f"/v1/upload/{upload_id}/complete", b"", badge)

    def fetch(self, attachment_id: Id, start: int, stop: int, badge: Badge) -> bytes:
        """Return bytes of an attachment's content."""
        path = f"/v1/attachments/{attachment_id}/content"
        answer = self._call("GET", path, b"", badge, Range=f"bytes={start}-{stop - 1}")
        if answer.status != 206:
            raise meaning_of(answer)
        if answer.media_type != MEDIA_TYPE_BYTES or not 0 < len(answer.body) <= stop - start:
            raise Trouble("answer_garbled")
        return answer.body

    def cancel(self) -> None:
        """End the call under way from another thread."""
        self._line.cancel()

    def close(self) -> None:
        """Let go of connections."""
        self._line.close()

    def _upload(
        self, method: str, path: str, body: bytes, badge: Badge, **more: str
    ) -> UploadAnswer:
        answer = self._call(method, path, body, badge, **more)
        if answer.status != 200:
            raise meaning_of(answer)
        return decoded(answer, UploadAnswer)

    def _call(self, method: str, path: str, body: bytes, badge: Badge, **more: str) -> Answer:
        headers = {**headers_of(badge), **more}
        call = Call(
            method=method, path=path, body=body, headers=headers, timeout_seconds=PART_SECONDS
        )
        return self._line.call(call, badge)
