"""Files in an S3-compatible store: a real server process on this machine."""

import os
import socket
import subprocess
import sys

import pytest
import requests

from sync.domain.refusals import Refused
from sync.server.file_places import files_at
from sync.server.object_store import ObjectPlace, place_named
from sync.store.byte_stores import StoreFailed
from tests.end_to_end.file_desks import FileDesk
from tests.end_to_end.running import RunningOffice, until

SECRETS = {"GENDAN_S3_ACCESS_KEY": "probe", "GENDAN_S3_SECRET_KEY": "harbour lantern"}
CONTENT = os.urandom(9_000_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def endpoint():
    url = f"http://127.0.0.1:{free_port()}"
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", url.rsplit(":", 1)[1]]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(words, stdout=nothing, stderr=nothing)

    def answers() -> bool:
        assert process.poll() is None
        try:
            return requests.put(f"{url}/papers", timeout=5).ok
        except requests.ConnectionError:
            return False

    until(answers, "the store's start")
    yield url
    process.terminate()
    process.wait(20)


@pytest.fixture
def office(tmp_path, endpoint, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    running = RunningOffice(tmp_path, f"sqlite:///{tmp_path}/office.db").found()
    running.start("--blobs", f"s3://papers/probe?endpoint={endpoint}")
    yield running
    running.stop()


def test_a_file_goes_by_way_of_a_bucket(office, endpoint, tmp_path):
    lin, bo = (FileDesk(tmp_path / each, office.url, each).sync() for each in ("mgr", "doc"))
    path = tmp_path / "contract.pdf"
    path.write_bytes(CONTENT)
    file = lin.attach(path, lin.order())
    lin.sync().carry()
    bo.sync().want(file)
    bo.carry()
    assert bo.content(file) == CONTENT
    listed = requests.get(f"{endpoint}/papers?list-type=2", timeout=5).text
    assert "<Key>probe/" in listed
    assert (
        not list((tmp_path / "files" / "parts").glob("*")) if (tmp_path / "files").exists() else 1
    )
    for desk in (lin, bo):
        desk.close()
    assert "harbour" not in office.log()


def test_absent_damaged_and_removed_contents_are_told_apart(endpoint, tmp_path):
    url = f"s3://papers/other?endpoint={endpoint}&parts={tmp_path}"
    files = files_at(url, "postgresql://gendan@/office", environment=SECRETS)
    assert not files.holds("a")
    with pytest.raises(FileNotFoundError):
        files.read("a", 0, 1)
    files.part("one").put(0, b"content")
    files.keep("one", "a")
    assert files.read("a", 2, 5) == b"nte"
    files.remove("a")
    files.remove("a")
    assert not files.holds("a")


def test_a_store_that_is_away_is_told_as_such(tmp_path):
    url = f"s3://papers?endpoint=http://127.0.0.1:{free_port()}&parts={tmp_path}"
    files = files_at(url, "postgresql://gendan@/office", environment=SECRETS)
    with pytest.raises(StoreFailed):
        files.holds("a")


@pytest.mark.parametrize(
    ("place", "environment", "code"),
    [
        ("s3://", SECRETS, "files_place_not_valid"),
        ("s3://key:secret@papers", SECRETS, "files_place_not_valid"),
        ("s3://papers?secret=x", SECRETS, "files_place_not_valid"),
        ("s3://papers?endpoint=ftp://x", SECRETS, "files_place_not_valid"),
        ("s3://papers", SECRETS, "files_parts_missing"),
        ("s3://papers?parts={folder}", {}, "files_secret_missing"),
    ],
)
def test_a_place_that_cannot_be_used_is_refused(tmp_path, place, environment, code):
    said = place.format(folder=tmp_path)
    with pytest.raises(Refused) as refused:
        files_at(said, "postgresql://gendan@/office", environment=environment)
    assert refused.value.refusal.code == code


def test_a_place_is_read_from_its_address():
    said = place_named("s3://papers/a/b?endpoint=https://s3.example:9000&region=eu-1")
    assert said == ObjectPlace(
        bucket="papers", prefix="a/b", endpoint="https://s3.example:9000", region="eu-1"
    )
