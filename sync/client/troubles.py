"""What the world does to a desk: network, disk, another head office. A code with its facts.

Nothing is lost by any of them; most pass by themselves, and the loop tries again.
"""

from typing import Final

from sync.domain.records import Value
from sync.domain.refusals import Refusal


class Trouble(Exception):  # noqa: N818  told to a person and tried again
    """Something outside the program's rules stands in the way."""

    def __init__(self, code: str, /, **facts: Value) -> None:
        super().__init__(code)
        self.code: Final = code
        self.facts: Final = facts

    @property
    def refusal(self) -> Refusal:
        """The code and its facts, as sentences take them."""
        return Refusal(code=self.code, facts=self.facts)


class WipeOrdered(Trouble):
    """Head office, or somebody who answers for it, has this device ended and wiped."""

    def __init__(self, code: str, signature: str, *, gives: bool) -> None:
        super().__init__(code)
        self.signature: Final = signature
        self.gives: Final = gives


class Cancelled(Exception):  # noqa: N818  asked for, not a fault
    """The call was given up because somebody asked for that."""


class OutOfStep(Exception):  # noqa: N818  answered by a new incarnation
    """Head office expected another sequence number.

    An earlier one than ours (`is_gap`) when it was put back; a later one when this replica was
    restored or copied.
    """

    def __init__(self, *, is_gap: bool = False) -> None:
        super().__init__()
        self.is_gap: Final = is_gap


class EpochChanged(Exception):  # noqa: N818  answered by copying again
    """Head office was restored: it stands at an earlier version, under a new epoch.

    What it had given out up to `restored_head` still stands; 0 where it does not know.
    """

    def __init__(self, epoch: str, head: int, restored_head: int = 0) -> None:
        super().__init__(epoch)
        self.epoch: Final = epoch
        self.head: Final = head
        self.restored_head: Final = restored_head


SIGN_IN_AGAIN = frozenset(
    {
        "token_missing",
        "token_unknown",
        "token_expired",
        "token_revoked",
        "seal_missing",
        "seal_not_valid",
        "device_not_enrolled",
        "device_revoked",
        "account_revoked",
        "not_signed_in",
    }
)
"""Codes after which only signing in helps."""
