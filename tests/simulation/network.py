"""A network that loses, doubles, delays, reorders, cuts and damages, as its chance has it."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from sync.client.transport import Answer, Call
from sync.client.troubles import Trouble
from sync.wire import codec
from tests.offices import OfficeHere

FAULTS = (
    "request lost",
    "answer lost",
    "doubled",
    "late again",
    "old answer",
    "request cut",
    "answer cut",
    "request damaged",
    "answer damaged",
    "502 before",
    "502 after",
    "proxy says 404",
    "empty 200",
    "bomb",
)
LATE_MAX = 40
Happening = Callable[[str, str], None]
"""Something of the world's, told which path was called last and which is about to be."""
_FOREIGN = {
    "proxy says 404": Answer(status=404, media_type="text/html", body=b"<h1>Not found</h1>"),
    "empty 200": Answer(status=200, media_type="text/html", body=b""),
    "bomb": Answer(
        status=200,
        media_type=codec.MEDIA_TYPE,
        body=bytes.fromhex("28b52ffde00000000000010000") + b"\x00" * 40,
    ),
}
"""What stands between may say, having asked nobody; the last claims to hold a terabyte."""


class OfficeDown(BaseException):
    """Head office died in the middle of a call; its transaction is gone."""


class Network:
    """Every desk's way to head office. `share` is how many of a hundred calls go wrong.

    A request cut or damaged still reaches head office, but its answer reaches nobody: lines with
    checksums and TLS end there.
    """

    def __init__(self, office: OfficeHere, chance: random.Random, share: int) -> None:
        self.share = share
        self.counts = Counter[str]()
        self._office = office
        self._chance = chance
        self._late: list[Call] = []
        self._before: dict[tuple[str, str], Answer] = {}
        self._happening: Happening | None = None
        self._calls_left = 0
        self._called = ""
        self._altered: Callable[[Call, Answer], Answer] | None = None

    def between(self, calls: int, happening: Happening | None) -> None:
        """Have something happen once, after so many more calls and before the next."""
        self._calls_left, self._happening = calls, happening

    @contextmanager
    def altered(self, alter: Callable[[Call, Answer], Answer]) -> Iterator[None]:
        """Let all calls go well and nothing late arrive, but have head office's answers altered."""
        share, late, self.share, self._late = self.share, self._late, 0, []
        self._altered = alter
        yield
        self.share, self._late, self._altered = share, late, None

    def answer(self, call: Call) -> Answer:
        """Return an answer, or raise Trouble as the real transport would."""
        self._happen(call.path)
        self._deliver_late()
        fault = self._chance.choice(FAULTS) if self._chance.randrange(100) < self.share else ""
        self.counts[fault or "well"] = self.counts.get(fault or "well", 0) + 1
        return self._faulty(call, fault) if fault else self._remembered(call)

    def _happen(self, path: str) -> None:
        happening, called = self._happening, self._called
        self._called = path
        if happening is None:
            return
        if self._calls_left > 0:
            self._calls_left -= 1
            return
        self._happening = None
        happening(called, path)
        self._called = path

    def _faulty(self, call: Call, fault: str) -> Answer:
        if fault in _FOREIGN:
            return _FOREIGN[fault]
        if fault in ("request lost", "502 before"):
            return _failed(fault)
        if fault == "old answer":
            return self._before.get(_way(call)) or self._remembered(call)
        if fault.startswith("request"):
            self._ask(msgspec.structs.replace(call, body=self._hurt(call.body, fault)))
            return _failed(fault)
        return self._faulty_after(call, fault)

    def _faulty_after(self, call: Call, fault: str) -> Answer:
        """Let head office do what it was asked; then something goes wrong."""
        if fault == "late again":
            self._late.append(call)
        answer = self._remembered(call)
        if fault == "doubled":
            self._ask(call)
        if fault in ("answer lost", "502 after"):
            return _failed(fault)
        if fault in ("answer cut", "answer damaged"):
            return msgspec.structs.replace(answer, body=self._hurt(answer.body, fault))
        return answer

    def _remembered(self, call: Call) -> Answer:
        answer = self._ask(call)
        if self._altered is not None:
            return self._altered(call, answer)
        self._before[_way(call)] = answer
        return answer

    def _ask(self, call: Call) -> Answer:
        try:
            return self._office.answer(call)
        except OfficeDown:
            return Answer(status=502, media_type="text/html", body=b"<h1>Bad gateway</h1>")

    def _deliver_late(self) -> None:
        """Let calls arrive that everybody has forgotten; their answers reach nobody."""
        self._late = self._late[-LATE_MAX:]
        if self._late and self._chance.randrange(4) == 0:
            self._ask(self._late.pop(self._chance.randrange(len(self._late))))

    def _hurt(self, body: bytes, fault: str) -> bytes:
        if not body:
            return body
        place = self._chance.randrange(len(body))
        if fault.endswith("cut"):
            return body[:place]
        return (
            body[:place] + bytes([body[place] ^ self._chance.randrange(1, 256)]) + body[place + 1 :]
        )


class Line:
    """One desk's transport over the network."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def call(self, call: Call) -> Answer:
        return self._network.answer(call)

    def cancel(self) -> None:
        """Calls end by themselves here."""

    def close(self) -> None:
        """Nothing is open."""


def _failed(fault: str) -> Answer:
    if fault.startswith("502"):
        return Answer(status=502, media_type="text/html", body=b"<h1>Bad gateway</h1>")
    raise Trouble("timed_out")


def _way(call: Call) -> tuple[str, str]:
    return call.path, call.headers["Authorization"]
