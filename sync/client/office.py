"""Head office as the desk calls it: typed messages in and out, each bad answer told apart."""

from collections.abc import Sequence
from typing import TypeVar

from sync.client.badges import Badge, headers_of
from sync.client.sealing import OfficeTime, SealedLine
from sync.client.transport import Answer, Call, Transport
from sync.client.troubles import EpochChanged, OutOfStep, Trouble, WipeOrdered
from sync.domain.ids import Id
from sync.wire import codec
from sync.wire.checking import Compare, CompareAnswer, Removals, RemovalsAnswer
from sync.wire.codec import Garbled
from sync.wire.messages import (
    Kept,
    Lease,
    Message,
    Problem,
    Pull,
    PullAnswer,
    Push,
    PushAnswer,
    SignedIn,
    SignIn,
    Time,
)
from sync.wire.snapshots import FirstCopyPlan, FirstCopyWanted
from sync.wire.transfers import MEDIA_TYPE_BYTES

CALL_SECONDS = 60.0
OPENED_BYTES_MAX = 256 << 20
"""An answer is from our own head office: a version is never cut, so it may be large."""

M = TypeVar("M", bound=Message)


_COPY_AGAIN = ("epoch_changed", "cursor_ahead", "cursor_too_old")
"""What head office says when versions it gave us mean nothing any more: it was restored, or we were
away for longer than it keeps what is gone. With an unchanged head nothing is given back."""


class Office:
    """Head office behind a transport."""

    def __init__(self, transport: Transport, there: OfficeTime | None = None) -> None:
        self._line = SealedLine(transport, there)

    def sign_in(self, message: SignIn, badge: Badge) -> SignedIn:
        """Return the device's token, or raise Trouble: password_wrong, account_locked..."""
        return self._ask("/v1/sign-in", message, SignedIn, badge, CALL_SECONDS)

    def push(self, message: Push, badge: Badge) -> PushAnswer:
        """Return the verdicts, or raise Trouble, OutOfStep or EpochChanged."""
        return self._ask("/v1/push", message, PushAnswer, badge, 2 * CALL_SECONDS)

    def pull(self, message: Pull, badge: Badge) -> PullAnswer:
        """Return the changes since the cursor, or raise Trouble or EpochChanged."""
        seconds = 2 * CALL_SECONDS + message.wait
        return self._ask("/v1/pull", message, PullAnswer, badge, seconds)

    def first_copy(self, badge: Badge) -> FirstCopyPlan:
        """Return how a first copy comes, or raise Trouble or EpochChanged."""
        wanted = FirstCopyWanted()
        return self._ask("/v1/first-copy", wanted, FirstCopyPlan, badge, 2 * CALL_SECONDS)

    def segment(self, sha256: str, start: int, stop: int, badge: Badge) -> bytes:
        """Return bytes of a segment, or raise Trouble: segment_gone, when it was built anew."""
        call = Call(
            path=f"/v1/segments/{sha256}",
            body=b"",
            headers={**headers_of(badge), "Range": f"bytes={start}-{stop - 1}"},
            timeout_seconds=3 * CALL_SECONDS,
            method="GET",
        )
        answer = self._line.call(call, badge)
        if answer.status != 206:
            raise meaning_of(answer)
        if answer.media_type != MEDIA_TYPE_BYTES or len(answer.body) != stop - start:
            raise Trouble("answer_garbled")
        return answer.body

    def count_present(self, gone: Sequence[tuple[str, Id]], badge: Badge) -> int:
        """Return how many of these rows head office has after all, by its own tables."""
        asked = Removals(rows=list(gone))
        return self._ask("/v1/removals", asked, RemovalsAnswer, badge, CALL_SECONDS).present

    def compare(self, held: Compare, badge: Badge) -> CompareAnswer:
        """Return which containers differ from what head office would send."""
        return self._ask("/v1/compare", held, CompareAnswer, badge, 2 * CALL_SECONDS)

    def lease(self, badge: Badge) -> Lease:
        """Return for how long the device may be used from now, or raise Trouble."""
        return self._ask("/v1/lease", Time(at=""), Lease, badge, CALL_SECONDS)

    def give_up(self, message: Push, badge: Badge) -> None:
        """Hand over operations of a device that is to be wiped, or raise Trouble.

        Only an answer that names each of them says that they are kept.
        """
        answer = self._ask("/v1/quarantine", message, Kept, badge, 2 * CALL_SECONDS)
        if not {operation.op_id for operation in message.operations} <= set(answer.kept):
            raise Trouble("answer_garbled")

    def confirm_wiped(self, badge: Badge) -> Time:
        """Say that this device has destroyed what it held, or raise Trouble."""
        return self._ask("/v1/wiped", Time(at=""), Time, badge, CALL_SECONDS)

    def cancel(self) -> None:
        """End the call under way from another thread."""
        self._line.cancel()

    def close(self) -> None:
        """Let go of connections."""
        self._line.close()

    def _ask(self, path: str, message: Message, kind: type[M], badge: Badge, seconds: float) -> M:
        body, headers = codec.encode(message), headers_of(badge)
        answer = self._line.call(
            Call(path=path, body=body, headers=headers, timeout_seconds=seconds), badge
        )
        if answer.status == 200:
            return decoded(answer, kind)
        raise meaning_of(answer)


def decoded(answer: Answer, kind: type[M]) -> M:
    """Return the message in an answer, or raise Trouble: it is not one of ours."""
    if answer.media_type != codec.MEDIA_TYPE:
        raise Trouble("answer_not_ours", media_type=answer.media_type[:40])
    try:
        return codec.decode(answer.body, kind, opened_max=OPENED_BYTES_MAX)
    except Garbled:
        raise Trouble("answer_garbled") from None


def meaning_of(answer: Answer) -> Exception:
    """Return what to raise for an answer that is not 200."""
    if answer.media_type == codec.MEDIA_TYPE:
        try:
            return _problem(codec.decode(answer.body, Problem))
        except Garbled:
            return Trouble("answer_garbled")
    return _plain_meaning(answer.status)


def _problem(problem: Problem) -> Exception:
    if problem.code in ("fork", "gap"):
        return OutOfStep(is_gap=problem.code == "gap")
    if problem.code in _COPY_AGAIN:
        return EpochChanged(problem.epoch, problem.head, problem.restored_head)
    if problem.wipe:
        return WipeOrdered(problem.code, problem.wipe, gives=problem.gives)
    return Trouble(problem.code, **problem.facts)


def _plain_meaning(status: int) -> Trouble:
    """Return what a status means that came without our words: from a proxy, a foreign host."""
    if status == 407:
        return Trouble("proxy_wants_password")
    if status in (429, 502, 503, 504):
        return Trouble("office_busy", status=status)
    if status >= 500:
        return Trouble("office_failed", status=status)
    return Trouble("answer_not_ours", status=status)
