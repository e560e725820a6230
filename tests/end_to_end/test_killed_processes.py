"""Desks and head office killed at any moment of their syncing lose nothing and do nothing twice."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sync import clock
from sync.client.replica import open_replica
from sync.store.digests import digests
from tests.amounts import amount
from tests.end_to_end.bad_lines import BadLine
from tests.end_to_end.desks import Terminal
from tests.end_to_end.forks import ROOT
from tests.end_to_end.running import PASSWORD, RunningOffice

DESK_KILLS = amount(40)
OFFICE_KILLS = amount(10)
PEOPLE = ("mgr", "mgr2")


@pytest.fixture
def line(own_office):
    made = BadLine(*_place(own_office))
    made.chance, made.doubles = 2, 10
    yield made
    made.close()


def _place(office: RunningOffice) -> tuple[str, int]:
    host, _, port = office.url.removeprefix("http://").partition(":")
    return host, int(port)


def _kill_desks(folder: Path, name: str, order: str, kills: int) -> int:
    """Let a desk work and kill it, again and again; return the last number that it said."""
    chance = random.Random(name)
    last = -1
    for _ in range(kills):
        words = [sys.executable, "-m", "tests.end_to_end.chatter", str(folder), name, order]
        desk = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        last = int(desk.stdout.readline())
        time.sleep(chance.random() / 2)
        desk.kill()
        rest = desk.stdout.read().split()
        desk.wait(30)
        desk.stdout.close()
        last = int(rest[-1]) if rest else last
    return last


def _kill_office(office: RunningOffice, line: BadLine, kills: int, desks: list) -> None:
    chance = random.Random(10)
    for _ in range(kills):
        time.sleep(0.5 + chance.random() * 2)
        office.kill()
        office.start()
        line.there = _place(office)
        if all(desk.done() for desk in desks):
            return


def _holds(desk: Terminal, office: RunningOffice, login: str) -> dict[str, str]:
    told = json.loads(office.run("digest", "--user", login).stdout)["digests"]
    replica = open_replica(desk.folder, password=PASSWORD, rings=())
    assert not replica.damage(quick=False)
    with replica.read() as connection:
        own = digests(connection)
    replica.close()
    return {entity: own[entity] for entity in told if own[entity] != told[entity]}


def test_killed_again_and_again_all_that_was_said_is_there_once(own_office, line, tmp_path):
    first = Terminal(tmp_path / "mgr").sign_in(line.url, "mgr")
    buyer, order = clock.new_id(), clock.new_id()
    first.do("partner.add", id=buyer, set={"name": "Buyer", "kinds": "buyer"})
    first.do("order.create", id=order, set={"buyer_id": buyer, "goods": "lamps"})
    first.sync()
    second = Terminal(tmp_path / "mgr2").sign_in(line.url, "mgr2")
    desks = dict(zip(PEOPLE, (first, second), strict=True))
    share = 1 if own_office.database.startswith("sqlite") else 2
    with ThreadPoolExecutor(2) as pool:
        under_way = [
            pool.submit(_kill_desks, desk.folder, name, order, DESK_KILLS // 2 // share)
            for name, desk in desks.items()
        ]
        _kill_office(own_office, line, OFFICE_KILLS // share, under_way)
    last = {name: each.result() for name, each in zip(PEOPLE, under_way, strict=True)}
    line.chance = line.doubles = 0
    for desk in (*desks.values(), *desks.values()):
        desk.sync()
    texts = Counter(str(row["text"]) for row in first.rows("comments").values())
    assert set(texts.values()) == {1}
    for name in PEOPLE:
        numbers = sorted(int(t.split()[1]) for t in texts if t.startswith(f"{name} "))
        assert numbers == list(range(len(numbers)))
        assert numbers[-1] >= last[name]
    for name, desk in desks.items():
        assert _holds(desk, own_office, name) == {}
    checked = own_office.run("check", "--without-checksums")
    assert checked.returncode == 0, checked.stdout + checked.stderr
