"""Files between desks by a real head office: whole, resumed, verified, shown to nobody early."""

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync import clock
from sync.client import transfers
from sync.client.contents import blobs_of
from sync.client.transfer_calls import FileOffice
from sync.client.troubles import Trouble
from sync.domain.blobs import CHUNK_BYTES, PART_BYTES
from sync.domain.refusals import Refused
from sync.store.transfers import TransferState
from sync.wire import codec
from sync.wire.messages import Problem
from sync.wire.transfers import HEADER_DIGEST, UploadAnswer, UploadProof, UploadWanted
from tests.end_to_end.file_desks import FileDesk

BIG = 3 * PART_BYTES + 7


def made_of(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def a_file(folder: Path, size: int, seed: int = 1, name: str = "contract.pdf") -> Path:
    path = folder / name
    path.write_bytes(made_of(size, seed))
    return path


@pytest.fixture
def lin(office, tmp_path) -> Iterator[FileDesk]:
    desk = FileDesk(tmp_path / "lin", office.url, "mgr").sync()
    yield desk
    desk.close()


@pytest.fixture
def bo(office, tmp_path) -> Iterator[FileDesk]:
    desk = FileDesk(tmp_path / "bo", office.url, "doc").sync()
    yield desk
    desk.close()


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, PART_BYTES + 5, 2 * PART_BYTES])
def test_a_file_reaches_a_colleague_byte_for_byte(lin, bo, tmp_path, size):
    order = lin.order()
    file = lin.attach(a_file(tmp_path, size), order)
    lin.sync().carry()
    bo.sync()
    assert bo.row(file)["stored_at"] is not None
    assert not bo.want(file)
    bo.carry()
    assert bo.content(file) == made_of(size)
    assert lin.transfer(file).state is TransferState.DONE


def test_a_file_is_on_its_way_for_others_until_the_bytes_are_there(lin, bo, tmp_path):
    file = lin.attach(a_file(tmp_path, 10), lin.order())
    lin.sync()
    bo.sync()
    assert bo.row(file)["stored_at"] is None
    bo.want(file)
    bo.carry()
    assert bo.transfer(file).code == "attachment_on_its_way"
    assert bo.transfer(file).state is TransferState.WAITING
    lin.carry()
    bo.sync().carry()
    assert bo.content(file) == made_of(10)


class Flaky(FileOffice):
    """A way to head office that fails after so many parts, as a lost network or a kill does."""

    def __init__(self, transport, parts: int) -> None:
        super().__init__(transport)
        self.parts = parts
        self.sent: list[int] = []

    def put(self, upload_id, offset, data, badge):
        self._count(offset)
        return super().put(upload_id, offset, data, badge)

    def fetch(self, attachment_id, start, stop, badge):
        self._count(start)
        return super().fetch(attachment_id, start, stop, badge)

    def _count(self, offset: int) -> None:
        if len(self.sent) == self.parts:
            raise Trouble("connection_lost", host="office")
        self.sent.append(offset)


def flaky(desk: FileDesk, parts: int) -> transfers.Transfers:
    return transfers.Transfers(desk.replica, Flaky(desk.files._line._transport, parts))


def carry_on(desk: FileDesk) -> list[int]:
    """Carry to the end; return the offsets that went over the wire."""
    way = Flaky(desk.files._line._transport, 99)
    transfers.Transfers(desk.replica, way).run_once()
    return way.sent


def test_an_upload_goes_on_where_it_stopped(lin, bo, tmp_path):
    file = lin.attach(a_file(tmp_path, BIG), lin.order())
    lin.sync()
    with pytest.raises(Trouble):
        flaky(lin, 2).run_once()
    assert lin.transfer(file).done_bytes == 2 * PART_BYTES
    assert lin.reopened().transfer(file).state is TransferState.WAITING
    sent = carry_on(lin)
    assert sent[0] == 2 * PART_BYTES
    bo.sync().want(file)
    with pytest.raises(Trouble):
        flaky(bo, 1).run_once()
    fetched = carry_on(bo.reopened())
    assert fetched[0] == PART_BYTES
    assert bo.content(file) == made_of(BIG)


def test_a_killed_head_office_goes_on_with_an_upload(sqlite_office, tmp_path):
    desk = FileDesk(tmp_path / "lin", sqlite_office.url, "mgr").sync()
    file = desk.attach(a_file(tmp_path, BIG), desk.order())
    desk.sync()
    with pytest.raises(Trouble):
        flaky(desk, 2).run_once()
    sqlite_office.kill()
    with pytest.raises(Trouble):
        desk.carry()
    sqlite_office.start()
    desk.replica.note(url=sqlite_office.url)
    desk.url = sqlite_office.url
    assert carry_on(desk.reopened())[0] == 2 * PART_BYTES
    desk.sync()
    assert desk.row(file)["stored_at"] is not None
    desk.close()


def offered(hand, attachment_id: str, data: bytes) -> UploadAnswer | Problem:
    wanted = UploadWanted(
        attachment_id=attachment_id,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
    )
    return hand.ask("/v1/upload", wanted, UploadAnswer)


def noted(hand, data: bytes) -> str:
    """Note a file on a new order as a desk would, without giving its bytes."""
    order, _ = hand.new_order()
    attachment_id = clock.new_id()
    told = {"name": "a.pdf", "size_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert hand.do("attachment.add", id=attachment_id, order_id=order, **told) == "applied"
    return attachment_id


def put(hand, answer: UploadAnswer, data: bytes, offset: int = 0, digest: str = ""):
    headers = {"Content-Type": "application/octet-stream"}
    headers[HEADER_DIGEST] = digest or hashlib.sha256(data).hexdigest()
    path = f"/v1/upload/{answer.upload_id}?offset={offset}"
    told = hand.send("PUT", path, data, headers)
    return codec.decode(told.content, UploadAnswer if told.status_code == 200 else Problem)


def got(hand, attachment_id: str, span: str = "bytes=0-99"):
    path = f"/v1/attachments/{attachment_id}/content"
    return hand.send("GET", path, b"", {"Range": span})


def complete(hand, answer: UploadAnswer) -> UploadAnswer | Problem:
    told = hand.post(f"/v1/upload/{answer.upload_id}/complete", b"")
    return codec.decode(told.content, UploadAnswer if told.status_code == 200 else Problem)


def test_other_bytes_under_a_name_are_dropped_and_seen_by_nobody(office):
    hand = office.hand("mgr")
    right, wrong = made_of(5_000, 3), made_of(5_000, 4)
    attachment = noted(hand, right)
    answer = offered(hand, attachment, right)
    assert put(hand, answer, wrong).offset == 5_000
    assert complete(hand, answer).code == "upload_bytes_differ"
    assert got(hand, attachment).status_code == 409
    assert offered(hand, attachment, right).offset == 0
    assert put(hand, answer, right).offset == 5_000
    assert complete(hand, answer).status == "have"
    assert got(hand, attachment).content == right[:100]


def test_an_upload_resumed_with_other_bytes_is_not_taken(office):
    hand = office.hand("mgr")
    data = made_of(PART_BYTES + 9, 5)
    attachment = noted(hand, data)
    answer = offered(hand, attachment, data)
    answer = hand.ask(
        f"/v1/upload/{answer.upload_id}/proof", UploadProof(digest="0" * 64), UploadAnswer
    )
    assert put(hand, answer, data[:PART_BYTES]).offset == PART_BYTES
    assert put(hand, answer, b"x" * 9, PART_BYTES).offset == PART_BYTES + 9
    assert complete(hand, answer).code == "upload_bytes_differ"
    assert offered(hand, attachment, data + b"y").code == "attachment_of_other_bytes"


def test_parts_that_are_cut_damaged_or_out_of_place_are_refused(office):
    hand = office.hand("mgr")
    data = made_of(2 * CHUNK_BYTES, 6)
    answer = offered(hand, noted(hand, data), data)
    assert put(hand, answer, data[:-1]).code == "request_garbled"
    assert put(hand, answer, data, digest="1" * 64).code == "part_damaged"
    wrong = put(hand, answer, data[CHUNK_BYTES:], CHUNK_BYTES)
    assert (wrong.code, wrong.facts) == ("upload_offset_wrong", {"offset": 0})
    assert put(hand, answer, data[:CHUNK_BYTES]).offset == CHUNK_BYTES
    assert put(hand, answer, data[:CHUNK_BYTES]).offset == CHUNK_BYTES  # said twice, taken once
    assert put(hand, answer, bytes(PART_BYTES + 1)).code == "request_too_large"
    assert complete(hand, answer).code == "upload_bytes_differ"


def test_absent_and_hidden_files_are_answered_alike(office):
    hand, other = office.hand("mgr"), office.hand("sr")
    data = made_of(50, 7)
    mine = noted(hand, data)
    upload = offered(hand, mine, data)
    nobody = clock.new_id()
    paths = [f"/v1/upload/{each}/complete" for each in (upload.upload_id, nobody)]
    answers = [other.post(path, b"") for path in paths]
    assert answers[0].content == answers[1].content
    assert {each.status_code for each in answers} == {404}
    assert offered(other, nobody, data).code == "attachment_unknown"
    assert got(other, nobody).status_code == 404


@pytest.mark.parametrize("size", [5_000, PART_BYTES + 5_000])
def test_knowing_a_hash_neither_tells_nor_gives_what_is_here(office, size):
    owner, thief = office.hand("mgr"), office.hand("sr2")
    secret = made_of(size, 8)
    first = noted(owner, secret)
    answer = offered(owner, first, secret)
    if answer.status == "prove":
        path = f"/v1/upload/{answer.upload_id}/proof"
        answer = owner.ask(path, UploadProof(digest="0" * 64), UploadAnswer)
    for offset in range(0, size, PART_BYTES):
        put(owner, answer, secret[offset : offset + PART_BYTES], offset)
    told = [offered(thief, noted(thief, data), data) for data in (made_of(size, 9), secret)]
    assert told[0].status == told[1].status
    assert complete(owner, answer).status == "have"
    thiefs = noted(thief, secret)
    assert got(thief, thiefs).status_code == 409
    assert offered(thief, thiefs, secret).status == told[0].status


def test_a_proof_of_possession_spares_the_sending(office):
    owner, other = office.hand("mgr"), office.hand("mgr2")
    data = made_of(PART_BYTES + 77, 10)
    answer = offered(owner, noted(owner, data), data)
    assert answer.status == "prove"
    digest = hashlib.sha256(answer.nonce.encode())
    for start, stop in answer.ranges:
        digest.update(data[start:stop])
    path = f"/v1/upload/{answer.upload_id}/proof"
    answer = owner.ask(path, UploadProof(digest=digest.hexdigest()), UploadAnswer)
    assert (answer.status, answer.offset) == ("send", 0)  # right, but there is nothing here yet
    assert other.headers


def test_a_range_outside_or_unsaid_is_refused_and_a_large_one_cut(office):
    hand = office.hand("mgr")
    data = made_of(PART_BYTES, 11)
    file = noted(hand, data)
    answer = offered(hand, file, data)
    put(hand, answer, data)
    complete(hand, answer)
    assert [got(hand, file, span).status_code for span in ("", "bytes=4194304-9", "x")] == [416] * 3
    answer = got(hand, file, "bytes=5-999999999")
    assert answer.content == data[5:]
    assert answer.headers["Content-Range"] == f"bytes 5-{len(data) - 1}/{len(data)}"


def test_a_refused_attachment_keeps_its_bytes_and_says_why(lin, tmp_path):
    order = lin.order()
    file = lin.attach(a_file(tmp_path, 10), order)
    with lin.replica.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachments")
    lin.carry()
    assert lin.transfer(file).state is TransferState.FAILED
    assert lin.transfer(file).code == "attachment_gone"
    sha256 = hashlib.sha256(made_of(10)).hexdigest()
    assert blobs_of(lin.replica).is_sound(sha256, 10)


def test_an_attachment_that_still_waits_holds_its_bytes_back(lin, tmp_path):
    file = lin.attach(a_file(tmp_path, 10), lin.order())
    assert lin.carry() == 1
    assert lin.transfer(file).code == "attachment_not_sent"
    lin.sync().carry()
    assert lin.transfer(file).state is TransferState.DONE


def test_bytes_damaged_on_this_disk_are_never_sent(lin, tmp_path):
    file = lin.attach(a_file(tmp_path, 2_000_000), lin.order())
    lin.sync()
    sealed = max((lin.folder / "files").rglob("*"), key=lambda path: path.stat().st_size)
    data = bytearray(sealed.read_bytes())
    data[1_500_000] ^= 1
    sealed.write_bytes(data)
    lin.carry()
    assert lin.transfer(file).code == "content_damaged"


def test_a_paused_file_rests_and_a_resumed_one_arrives(lin, tmp_path):
    file = lin.attach(a_file(tmp_path, BIG), lin.order())
    lin.sync()
    assert transfers.pause(lin.replica, file) == 1
    assert lin.carry() == 0
    assert lin.reopened().transfer(file).state is TransferState.PAUSED
    assert transfers.resume(lin.replica) == 1
    lin.carry()
    assert lin.transfer(file).state is TransferState.DONE


def test_a_newer_version_is_another_attachment(lin, bo, tmp_path):
    order = lin.order()
    old = lin.attach(a_file(tmp_path, 10, 1), order)
    new = lin.attach(a_file(tmp_path, 12, 2), order, replaces=old)
    with pytest.raises(Refused) as refused:
        lin.attach(a_file(tmp_path, 12, 2), order, replaces=new)
    assert refused.value.refusal.code == "attachment_replaces_wrong"
    lin.sync().carry()
    bo.sync()
    for file in (old, new):
        bo.want(file)
    bo.carry()
    assert (bo.content(old), bo.content(new)) == (made_of(10, 1), made_of(12, 2))
    assert bo.row(new)["replaces"] == old


def test_what_nothing_refers_to_is_let_go_of_after_its_days(sqlite_office, tmp_path):
    desk = FileDesk(tmp_path / "lin", sqlite_office.url, "mgr").sync()
    order = desk.order()
    kept = desk.attach(a_file(tmp_path, 10, 1), order)
    gone = desk.attach(a_file(tmp_path, 12, 2), order)
    desk.sync().carry()
    desk.sync().do("attachment.remove", id=gone)
    desk.sync()

    def cleaned(days: int) -> object:
        done = sqlite_office.run("files", "--clean", "--days", days)
        return json.loads(done.stdout)

    assert cleaned(90) == {"contents": 2, "bytes": 22, "removed": 0}
    assert cleaned(-1) == {"contents": 1, "bytes": 10, "removed": 1}
    hand = sqlite_office.hand("doc")
    assert got(hand, kept).content == made_of(10, 1)
    assert got(hand, gone).status_code == 404
    desk.close()


def test_a_restored_head_office_gets_the_bytes_again(sqlite_office, tmp_path):
    desk = FileDesk(tmp_path / "lin", sqlite_office.url, "mgr").sync()
    file = desk.attach(a_file(tmp_path, 10), desk.order())
    desk.sync()
    with desk.replica.write() as connection:
        connection.exec_driver_sql("DELETE FROM transfers")
    desk.carry()
    assert desk.transfer(file).state is TransferState.DONE
    desk.close()


def test_eighty_megabytes_arrive_whole(office, tmp_path):
    size = 80_000_000
    desks = [FileDesk(tmp_path / name, office.url, name).sync() for name in ("mgr", "doc")]
    path = a_file(tmp_path, size)
    file = desks[0].attach(path, desks[0].order())
    desks[0].sync().carry()
    desks[1].sync().want(file)
    desks[1].carry()
    assert desks[1].content(file) == path.read_bytes()
    for desk in desks:
        desk.close()
