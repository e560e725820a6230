"""Signs every call with the device's key, by head office's time, whatever the clock here says."""

import secrets
import time
from collections.abc import Callable
from datetime import datetime

import msgspec

from sync import clock
from sync.client.badges import Badge
from sync.client.transport import Answer, Call, Transport
from sync.wire import codec, seals, signatures, versions
from sync.wire.codec import Garbled
from sync.wire.messages import Problem
from sync.wire.seals import Seal, Sealed

OUT_OF_TIME = "seal_out_of_time"


class OfficeTime:
    """Head office's time as this computer knows it: its own clock's, until it was told better.

    What was told goes on by a clock that nobody sets.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = clock.now,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._elapsed = elapsed
        self._told: tuple[int, float] | None = None

    def seconds(self) -> int:
        """Return the time there, in seconds since 1970."""
        if self._told is None:
            return int(self._now().timestamp())
        told, then = self._told
        return told + int(self._elapsed() - then)

    def learn(self, told: int) -> None:
        """Take in what head office said it is."""
        self._told = (told, self._elapsed())


class SealedLine:
    """A transport on which a device signs what it says."""

    def __init__(self, transport: Transport, there: OfficeTime | None = None) -> None:
        self._transport = transport
        self._there = there or OfficeTime()

    def call(self, call: Call, badge: Badge) -> Answer:
        """Return the answer; a call that was out of time there is signed and made once more."""
        answer = self._transport.call(sealed(call, badge, at=self._there.seconds()))
        told = _time_told(answer)
        if told is None:
            return answer
        self._there.learn(told)
        return self._transport.call(sealed(call, badge, at=self._there.seconds()))

    def cancel(self) -> None:
        """End the call under way from another thread."""
        self._transport.cancel()

    def close(self) -> None:
        """Let go of connections."""
        self._transport.close()


def sealed(call: Call, badge: Badge, *, at: int) -> Call:
    """Return a call signed by the badge's key; as it is where there is none.

    `at` is head office's time in seconds.
    """
    if not badge.key:
        return call
    headers = call.headers
    said = Sealed(
        method=call.method,
        path=call.path,
        token=badge.token,
        server_id=headers.get(versions.HEADER_SERVER, ""),
        epoch=headers.get(versions.HEADER_EPOCH, ""),
        schema=headers.get(versions.HEADER_SCHEMA, ""),
        span=headers.get("Range", ""),
    )
    seal = Seal(at=at, nonce=secrets.token_hex(8), digest=seals.digest_of(call.body))
    signature = signatures.signed(badge.key, seals.text_of(said, seal))
    header = seals.header_of(msgspec.structs.replace(seal, signature=signature))
    return msgspec.structs.replace(call, headers={**headers, seals.HEADER_SEAL: header})


def _time_told(answer: Answer) -> int | None:
    """Return the time that head office told when a call was out of time there."""
    if answer.status != 401 or answer.media_type != codec.MEDIA_TYPE:
        return None
    try:
        problem = codec.decode(answer.body, Problem)
    except Garbled:
        return None
    told = problem.facts.get("at")
    return told if problem.code == OUT_OF_TIME and isinstance(told, int) else None
