"""A thousand desks that wait, and edits that each concern a few: how long until they have come.

`python -m tests.performance.crowd [--desks 1000] [--edits 50] [--seconds 20] [--postgresql]`. Each
desk is a person of its own with one order; an edit is seen by its owner, who wrote it, and by three
others. Desks are lines in one process, each with the real signatures and messages; head office is
the real program in a process of its own. One line of JSON.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from sync import clock
from sync.client.badges import Badge, headers_of
from sync.client.sealing import sealed
from sync.client.transport import Call
from sync.domain.commands import WriteComment
from sync.wire import codec
from sync.wire.messages import Operation, Pull, PullAnswer, Push, PushAnswer
from tests.end_to_end.running import RunningOffice
from tests.performance.crowd_people import WATCHERS, Person, settle
from tests.performance.offices import address_of, pid_of
from tests.performance.processes import cpu_seconds, peak_mb


def main() -> int:
    """Serve, let desks wait, edit, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.crowd", description=__doc__)
    parser.add_argument("--desks", type=int, default=1_000)
    parser.add_argument("--edits", type=float, default=50.0, help="a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gendan-crowd-") as name:
        folder = Path(name)
        with address_of(folder, on_postgresql=asked.postgresql) as address:
            office = RunningOffice(folder, address).found()
            office.starts_from_nothing = True
            people = settle(address, asked.desks)
            office.start()
            try:
                crowd = Crowd(office.url, people)
                before = cpu_seconds(pid_of(office))
                figures = asyncio.run(crowd.run(asked.edits, asked.seconds))
                figures["office_cpu_s"] = round(cpu_seconds(pid_of(office)) - before, 2)
                figures["office_peak_mb"] = peak_mb(pid_of(office))
            finally:
                office.stop()
    engine = "postgresql" if asked.postgresql else "sqlite"
    told = {"peer": "gendan", "engine": engine, "cores": os.cpu_count(), "desks": asked.desks}
    sys.stdout.write(json.dumps(told | figures, separators=(",", ":")) + "\n")
    return 0


class Crowd:
    """The desks, as lines."""

    def __init__(self, url: str, people: list[Person]) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._place = (host, int(port))
        self._people = people
        self._sent: dict[str, float] = {}
        self._delays: list[float] = []
        self._verdict_delays: list[float] = []
        self._waiting = 0
        self._pulls = 0

    async def run(self, edits: float, seconds: float) -> dict[str, object]:
        """Wait with all, edit at a steady pace, and return the figures."""
        waits = [asyncio.ensure_future(self._wait(each)) for each in self._people]
        while self._waiting < len(self._people):
            await asyncio.sleep(0.1)
            _raise_failures(waits)
        await asyncio.sleep(2)
        begun, done = time.perf_counter(), 0
        editing: list[asyncio.Future[None]] = []
        while (now := time.perf_counter() - begun) < seconds:
            while done < now * edits:
                who = self._people[done * 13 % len(self._people)]
                editing.append(asyncio.ensure_future(self._edit(who, done)))
                done += 1
            await asyncio.sleep(0.005)
        await asyncio.gather(*editing)
        for _ in range(100):
            if len(self._delays) >= done * WATCHERS:
                break
            await asyncio.sleep(0.1)
        _raise_failures(waits)
        for wait in waits:
            wait.cancel()
        return {
            "edits": done,
            "edits_a_second": round(done / seconds, 1),
            "delivered": len(self._delays),
            "expected": done * WATCHERS,
            "delivery_p50_s": _percentile(self._delays, 50),
            "delivery_p95_s": _percentile(self._delays, 95),
            "delivery_max_s": round(max(self._delays, default=0.0), 3),
            "push_p95_s": _percentile(self._verdict_delays, 95),
            "pulls": self._pulls,
        }

    async def _wait(self, person: Person) -> None:
        """Be a desk that has everything and waits for more; the first copy is left out."""
        line = await _Line.opened(self._place)
        scopes: list[str] = []
        cursor, is_first = 0, True
        while True:
            wait = 0 if is_first else 25
            pull = Pull(cursor=cursor, scopes=scopes, wait=wait, limit=5_000, since=cursor)
            answer = await line.ask("/v1/pull", pull, PullAnswer, person.badge)
            self._pulls += not is_first
            scopes, cursor = answer.scopes, answer.end
            if is_first and not (answer.more or answer.add):
                is_first = False
                self._waiting += 1
            self._note(answer, person)

    def _note(self, answer: PullAnswer, person: Person) -> None:
        page = answer.rows.get("comments")
        if page is None:
            return
        at = page.columns.index("text") if "text" in page.columns else -1
        author = page.columns.index("author_id") if "author_id" in page.columns else -1
        for row in page.rows:
            text = str(row[at] if at >= 0 else page.same["text"])
            by = row[author] if author >= 0 else page.same["author_id"]
            if by != person.user_id and text in self._sent:
                self._delays.append(time.perf_counter() - self._sent[text])

    async def _edit(self, person: Person, number: int) -> None:
        line = await _Line.opened(self._place)
        text = f"said {number}"
        said = WriteComment(id=clock.new_id(), order_id=person.order_id, text=text)
        operation = Operation(
            seq=1,
            op_id=clock.new_id(),
            at="2026-11-20T08:00:00Z",
            action="comment.add",
            args=codec.pack_args(said),
            base={},
        )
        push = Push(incarnation=clock.new_id(), operations=[operation])
        self._sent[text] = begun = time.perf_counter()
        answer = await line.ask("/v1/push", push, PushAnswer, person.badge)
        assert answer.results[0].status == "applied", answer.results
        self._verdict_delays.append(time.perf_counter() - begun)
        line.close()


class _Line:
    """One connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def opened(cls, place: tuple[str, int]) -> "_Line":
        return cls(*await asyncio.open_connection(*place))

    async def ask(self, path: str, message: object, kind: type, badge: Badge):
        """Return the answer to a signed call."""
        headers = {"Content-Type": codec.MEDIA_TYPE, **headers_of(badge)}
        call = Call(path=path, body=codec.encode(message), headers=headers, timeout_seconds=60)
        signed = sealed(call, badge, at=int(clock.now().timestamp()))
        told = {**signed.headers, "Host": "crowd", "Content-Length": str(len(signed.body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + signed.body)
        await self._writer.drain()
        status, length = 0, 0
        while (text := (await self._reader.readline()).strip().lower()) or not status:
            if text.startswith(b"http/"):
                status = int(text.split()[1])
            if text.startswith(b"content-length:"):
                length = int(text.split(b":")[1])
        body = await self._reader.readexactly(length)
        assert status == 200, (status, body[:200])
        return codec.decode(body, kind, opened_max=256 << 20)

    def close(self) -> None:
        self._writer.close()


def _raise_failures(waits: "list[asyncio.Future[None]]") -> None:
    for wait in waits:
        if wait.done():
            wait.result()


def _percentile(found: list[float], percent: int) -> float:
    ordered = sorted(found)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 3) if ordered else 0


if __name__ == "__main__":
    sys.exit(main())
