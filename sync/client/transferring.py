"""Carries one file to head office or from there: resumed where it stopped, verified at the end."""

import hashlib
from collections.abc import Callable

import msgspec

from sync.client.badges import Badge
from sync.client.contents import told_when_full
from sync.client.replica import Replica
from sync.client.transfer_calls import FileOffice
from sync.client.troubles import Trouble
from sync.domain.blobs import CHUNK_BYTES, PART_BYTES, part_end
from sync.store.blobs import Blobs
from sync.store.transfers import Transfer
from sync.wire.transfers import UploadAnswer, UploadProof, UploadWanted

_AGAIN = frozenset({"upload_unknown", "upload_offset_wrong", "part_damaged", "upload_bytes_differ"})
_TIMES_MAX = 3
_SLOW = frozenset({"office_timed_out", "connection_lost", "answer_cut_short"})


class Rested(Exception):  # noqa: N818  a person's wish
    """A person paused this file, or it was taken off the queue."""


class Carrier(msgspec.Struct):
    """What carrying needs. `came` is told how far a file is; it raises Rested to stop."""

    replica: Replica
    office: FileOffice
    blobs: Blobs
    badge: Badge
    came: Callable[[Transfer, int], None]
    part_bytes: int = PART_BYTES


def upload(carrier: Carrier, transfer: Transfer) -> None:
    """Give head office a content that is here; its bytes are hashed again before."""
    if not carrier.blobs.is_sound(transfer.sha256, transfer.size_bytes):
        raise Trouble("content_damaged", name=transfer.name)
    for left in reversed(range(_TIMES_MAX)):
        try:
            _send(carrier, transfer)
        except Trouble as trouble:
            if trouble.code not in _AGAIN or left == 0:
                raise
        else:
            return


def download(carrier: Carrier, transfer: Transfer) -> None:
    """Fetch a content; it has its name only once all of it is here and is what it should be."""
    with told_when_full(carrier.replica.folder):
        part = carrier.blobs.part(transfer.attachment_id)
        offset = part.reached(transfer.size_bytes)
        while offset < transfer.size_bytes:
            carrier.came(transfer, offset)
            data = _fetched(carrier, transfer, offset)
            part.put(offset, data)
            offset += len(data)
        if not carrier.blobs.finish(transfer.attachment_id, transfer.sha256, transfer.size_bytes):
            raise Trouble("download_bytes_differ", name=transfer.name)


def _send(carrier: Carrier, transfer: Transfer) -> None:
    wanted = UploadWanted(
        attachment_id=transfer.attachment_id,
        sha256=transfer.sha256,
        size_bytes=transfer.size_bytes,
    )
    answer = carrier.office.begin(wanted, carrier.badge)
    if answer.status == "prove":
        answer = _proved(carrier, transfer, answer)
    while answer.status == "send":
        carrier.came(transfer, answer.offset)
        if answer.offset == transfer.size_bytes:
            answer = carrier.office.complete(answer.upload_id, carrier.badge)
        else:
            answer = _sent_part(carrier, transfer, answer)
    if answer.status != "have":
        raise Trouble("answer_garbled")


def _sent_part(carrier: Carrier, transfer: Transfer, answer: UploadAnswer) -> UploadAnswer:
    offset = answer.offset
    data = carrier.blobs.read(
        transfer.sha256, offset, part_end(offset, transfer.size_bytes, carrier.part_bytes)
    )
    with _paced(carrier):
        following = carrier.office.put(answer.upload_id, offset, data, carrier.badge)
    if following.status == "send" and not offset < following.offset <= transfer.size_bytes:
        raise Trouble("answer_garbled")
    return following


def _proved(carrier: Carrier, transfer: Transfer, answer: UploadAnswer) -> UploadAnswer:
    """Show head office that the content is here, at the places that it chose."""
    digest = hashlib.sha256(answer.nonce.encode())
    for start, stop in answer.ranges:
        if not 0 <= start <= stop <= transfer.size_bytes or stop - start > PART_BYTES:
            raise Trouble("answer_garbled")
        digest.update(carrier.blobs.read(transfer.sha256, start, stop))
    proof = UploadProof(digest=digest.hexdigest())
    return carrier.office.prove(answer.upload_id, proof, carrier.badge)


def _fetched(carrier: Carrier, transfer: Transfer, offset: int) -> bytes:
    stop = part_end(offset, transfer.size_bytes, carrier.part_bytes)
    with _paced(carrier):
        data = carrier.office.fetch(transfer.attachment_id, offset, stop, carrier.badge)
    if len(data) % CHUNK_BYTES and offset + len(data) != transfer.size_bytes:
        raise Trouble("answer_garbled")
    return data


class _paced:  # noqa: N801  reads as what it does
    """Sends smaller parts after one that did not get through in time, larger ones after."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Trouble) and error.code in _SLOW:
            self._carrier.part_bytes = CHUNK_BYTES
        elif error is None:
            self._carrier.part_bytes = min(PART_BYTES, 2 * self._carrier.part_bytes)
