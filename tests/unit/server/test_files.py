"""What is told about contents to somebody who may not see them: nothing."""

import hashlib
from datetime import timedelta

import pytest

from sync import clock
from sync.server import attachments, bearers, uploads
from sync.server.administration import write_as_office
from sync.server.bearers import Badge
from sync.server.commands_files import clean
from sync.server.file_places import files_key
from sync.server.refusing import Declined
from sync.store import accounts, audiences, feed, rows
from sync.store import uploads as account
from sync.store.audiences import Change
from sync.store.blobs import blobs_in
from sync.wire.transfers import UploadProof, UploadWanted
from tests.offices import FOREVER

SIZE = 5 << 20
DATA = bytes(range(256)) * (SIZE // 256)
SHA256 = hashlib.sha256(DATA).hexdigest()


SEEN_BY = {"mgr": "orders", "doc": "pool:DOC"}


def attached(connection, login, attachment_id):
    """Attach the content to an order that only this person sees."""
    order_id = clock.new_id()
    fields = {"id": attachment_id, "order_id": order_id, "name": "a", "sha256": SHA256}
    ver = write_as_office(
        connection, [("attachments", fields | {"size_bytes": SIZE})], now=clock.now()
    )
    audiences.note(connection, ver, [Change(order_id, SEEN_BY[login], is_gone=False)])
    return ver


@pytest.fixture
def badges(database, people):
    """Two people, of whom each sees orders that the other does not."""
    made = {}
    with database.write() as connection:
        for login, user_id in people.items():
            made[login] = Badge(token_hash=bearers.hash_of(login * 9))
            item = accounts.Device(
                clock.new_id(), user_id, login, accounts.ACTIVE, FOREVER, FOREVER, None, 0
            )
            accounts.put_device(connection, item, made[login].token_hash)
    return made


@pytest.fixture
def files(tmp_path):
    return blobs_in(tmp_path / "files", b"k" * 32)


def wanted(attachment_id, sha256=SHA256):
    return UploadWanted(attachment_id=attachment_id, sha256=sha256, size_bytes=SIZE)


@pytest.fixture
def stored(database, badges, files):
    """A content that the manager gave for a file that only the manager sees."""
    attachment_id = clock.new_id()
    part = files.part("first")
    part.put(0, DATA)
    assert files.finish("first", SHA256, SIZE)
    with database.write() as connection:
        attached(connection, "mgr", attachment_id)
        upload = uploads._begun(connection, badges["mgr"], wanted(attachment_id), now=clock.now())
        uploads._stored(connection, badges["mgr"], upload, now=clock.now())
    return attachment_id


def test_a_hash_alone_is_asked_for_proof_as_if_nothing_were_here(database, badges, files, stored):
    thiefs, new = clock.new_id(), clock.new_id()
    with database.write() as connection:
        attached(connection, "doc", thiefs)
        upload = uploads._begun(connection, badges["doc"], wanted(thiefs), now=clock.now())
    answer = uploads._next(files, upload)
    assert (answer.status, len(answer.ranges)) == ("prove", 4)
    assert not uploads._is_proof(files, upload, UploadProof(digest="0" * 64))
    digest = hashlib.sha256(upload.nonce.encode())
    for start, stop in answer.ranges:
        digest.update(DATA[start:stop])
    assert uploads._is_proof(files, upload, UploadProof(digest=digest.hexdigest()))
    assert new != stored


def test_only_a_file_whose_bytes_were_given_counts_as_read(database, badges, stored):
    thiefs = clock.new_id()
    with database.write() as connection:
        attached(connection, "doc", thiefs)
        caller = bearers.identify(connection, badges["doc"], now=clock.now())
        assert not attachments.may_read_content(connection, caller, SHA256)
        owner = bearers.identify(connection, badges["mgr"], now=clock.now())
        assert attachments.may_read_content(connection, owner, SHA256)


def test_absent_and_hidden_files_are_declined_alike(database, badges, stored):
    with database.read() as connection:
        caller = bearers.identify(connection, badges["doc"], now=clock.now())
        problems = []
        for attachment_id in (stored, clock.new_id()):
            with pytest.raises(Declined) as declined:
                attachments.readable(connection, caller, attachment_id)
            problems.append((declined.value.status, declined.value.problem))
    assert problems[0] == problems[1]


def test_cleaning_keeps_what_is_referred_to_and_starts_the_days_anew(database, files, stored):
    now = clock.now()
    assert clean(database, files, now=now, days=-1) == 0
    with database.write() as connection:
        row = rows.get(connection, "attachments", stored)
        rows.remove_many(connection, "attachments", [stored])
    assert clean(database, files, now=now, days=90) == 0
    with database.write() as connection:
        rows.put_row(connection, "attachments", row)
    assert clean(database, files, now=now, days=-1) == 0
    with database.write() as connection:
        rows.remove_many(connection, "attachments", [stored])
    assert clean(database, files, now=now, days=-1) == 1
    assert not files.holds(SHA256)
    with database.read() as connection:
        assert not account.is_stored(connection, SHA256)
        assert feed.meta(connection).head


def test_the_key_of_files_comes_from_the_environment_or_lies_beside_them(tmp_path):
    said = {"GENDAN_FILES_KEY": "ab" * 32}
    assert files_key(tmp_path, said, ()) == bytes.fromhex("ab" * 32)
    made = files_key(tmp_path, {}, ())
    assert files_key(tmp_path, {}, ()) == made
    assert (tmp_path / "files.key").stat().st_mode & 0o777 == 0o600


def test_cleaning_lets_go_of_parts_that_nothing_goes_on_with(database, badges, files):
    with database.write() as connection:
        attachment_id = clock.new_id()
        attached(connection, "mgr", attachment_id)
        upload = uploads._begun(connection, badges["mgr"], wanted(attachment_id), now=clock.now())
    for name in ("left", upload.id):
        files.part(name).put(0, b"x")
    clean(database, files, now=clock.now(), days=90)
    assert files.part_names() == [upload.id]
    clean(database, files, now=clock.now() + timedelta(days=31), days=90)
    assert files.part_names() == []
