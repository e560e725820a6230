"""A disk that fills up under a desk: it says so, loses nothing, and goes on when there is room."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.desks import Terminal

SIZE_MB = 48
TRIES = 400


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, small, where this user may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=700", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs rights that this user has not")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(place: Path) -> Path:
    """Take all the room there is but a little."""
    filler = place / "filler"
    room = os.statvfs(place)
    with filler.open("wb") as file:
        file.write(b"x" * (room.f_bavail * room.f_frsize - 120_000))
    return filler


def test_a_full_disk_is_told_and_costs_nothing_that_was_said(sqlite_office, small_disk):
    desk = Terminal(small_disk / "desk").sign_in(sqlite_office.url, "mgr")
    buyer = desk.do("partner.add", set={"name": "Buyer", "kinds": "buyer"})["id"]
    order = desk.do("order.create", set={"buyer_id": buyer, "goods": "lamps"})["id"]
    desk.sync()
    filler = _fill(small_disk)
    said = []
    code = ""
    for number in range(TRIES):
        fields = {"order_id": order, "text": f"said {number} " + "x" * 19_000}
        done = desk.run("do", "comment.add", "--json", json.dumps(fields))
        if done.returncode == 3:
            code = done.stderr
            break
        assert done.returncode == 0, done.stderr
        said.append(fields["text"])
    assert "disk is full" in code
    assert "Traceback" not in code
    desk.run("sync", "--until-idle")
    filler.unlink()
    texts = [row["text"] for row in desk.rows("comments").values()]
    assert sorted(texts) == sorted(said)
    desk.do("comment.add", order_id=order, text="goes on")
    desk.sync()
    other = Terminal(small_disk.parent / "other").sign_in(sqlite_office.url, "mgr2")
    there = sorted(row["text"] for row in other.rows("comments").values())
    assert there == sorted([*said, "goes on"])
