"""How soon an edit is on many desks that wait for it: long polls of many devices, a steady hand.

From just before the edit is made at its author's desk until the answer that holds it is read.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from sync.client.badges import Badge
from sync.server import bearers
from sync.server.address import open_office
from sync.store import accounts, feed, grants
from sync.store.accounts import Device
from sync.wire import signatures
from tests.builders import an_id
from tests.end_to_end.forks import ROOT
from tests.end_to_end.running import RunningOffice
from tests.performance.offices import LOGIN, pid_of
from tests.performance.processes import DeskProcess, cpu_seconds, peak_mb

_AUTHORS = 2
_READY_SECONDS = 10.0
_FOREVER = "2999-01-01T00:00:00Z"


class Crowd(msgspec.Struct, frozen=True, kw_only=True):
    """How many desks wait, and how often somebody edits, for how long."""

    desks: int
    edits_a_second: int = 50
    seconds: int = 20


class Latest(msgspec.Struct, frozen=True):
    """An edit: when it was begun, and the version that has it."""

    at: float
    ver: int


def measure_polling(office: RunningOffice, folder: Path, crowd: Crowd) -> "dict[str, object]":
    """Return how soon edits came to the desks that waited, and what it cost head office."""
    badges, held, head = _admitted(office.database, crowd.desks)
    authors = [_author(office, folder / f"author{number}") for number in range(_AUTHORS)]
    told = {
        "url": office.url,
        "cursor": head,
        "scopes": held,
        "badges": [msgspec.to_builtins(each) for each in badges],
        "ready_seconds": _READY_SECONDS,
    }
    waiting = subprocess.Popen(
        [sys.executable, "-m", "tests.performance.pollers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    waiting.stdin.write(json.dumps(told) + "\n")
    waiting.stdin.flush()
    waiting.stdout.readline()
    before = cpu_seconds(pid_of(office))
    edits = _edited(authors, crowd)
    busy = cpu_seconds(pid_of(office)) - before
    waiting.stdin.write("\n")
    waiting.stdin.close()
    found = json.loads(waiting.stdout.readline())
    waiting.wait(60)
    for author in authors:
        author.end()
    return _figures(edits, found["came"], crowd) | {
        "polling_failures": found["failures"],
        "polling_office_cpu": round(busy / crowd.seconds, 2),
        "polling_office_peak_mb": peak_mb(pid_of(office)),
    }


def _edited(authors: Sequence[DeskProcess], crowd: Crowd) -> list[Latest]:
    """Have the authors edit at their pace, all at once; return what they did."""
    each = crowd.edits_a_second / len(authors)

    def edit(author: DeskProcess) -> list[Latest]:
        done = author.ask("edit_steadily", a_second=each, seconds=crowd.seconds)
        return [
            Latest(at, ver) for at, ver in msgspec.convert(done["done"], list[tuple[float, int]])
        ]

    with ThreadPoolExecutor(len(authors)) as threads:
        return [each for done in threads.map(edit, authors) for each in done]


def _figures(
    edits: Sequence[Latest], came: "list[list[tuple[float, int]]]", crowd: Crowd
) -> "dict[str, object]":
    """Return how long edits took to each desk; one that never came counts as never."""
    taken: list[float] = []
    missed = 0
    ordered = sorted(edits, key=lambda edit: edit.ver)
    for answers in came:
        at = 0
        for edit in ordered:
            while at < len(answers) and answers[at][1] < edit.ver:
                at += 1
            if at == len(answers):
                missed += 1
            else:
                taken.append(answers[at][0] - edit.at)
    cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else [0.0] * 99
    return {
        "polling_desks": crowd.desks,
        "polling_edits_a_second": round(len(edits) / crowd.seconds, 1),
        "polling_p50_ms": cuts[49] * 1e3,
        "polling_p95_ms": cuts[94] * 1e3,
        "polling_p99_ms": cuts[98] * 1e3,
        "polling_missed": missed,
        "polling_answers_a_second": round(sum(map(len, came)) / crowd.seconds),
    }


def _author(office: RunningOffice, folder: Path) -> DeskProcess:
    desk = DeskProcess(folder)
    desk.ask("sign_in", url=office.url, login=LOGIN)
    desk.ask("pull")
    return desk


def _admitted(address: str, count: int) -> tuple[list[Badge], list[str], int]:
    """Enrol devices of one person; return what they show, their scopes, and the version."""
    database = open_office(address)
    badges: list[Badge] = []
    with database.write() as connection:
        meta = feed.meta(connection)
        account = accounts.account_named(connection, LOGIN)
        assert account is not None
        held = grants.held(connection, account.user_id)
        for number in range(count):
            key, token = signatures.new_key(), bearers.new_token()
            item = Device(
                id=an_id(f"waiting {number}"),
                user_id=account.user_id,
                name=f"waiting {number}",
                state=accounts.ACTIVE,
                expires_at=_FOREVER,
                created_at="2026-01-01T00:00:00Z",
                seen_at=None,
                cursor=0,
                public_key=signatures.public_of(key),
            )
            accounts.put_device(connection, item, bearers.hash_of(token))
            badges.append(Badge(token=token, server_id=meta.server_id, epoch=meta.epoch, key=key))
    database.close()
    return badges, held, meta.head
