"""A call that is not done: an HTTP status with the problem that says why."""

from typing import Final

import msgspec

from sync.domain.records import Value
from sync.wire.messages import Problem


class Declined(Exception):  # noqa: N818  told to the desk, which tells the person
    """Raised anywhere in a call; the desk gets the status and the problem."""

    def __init__(self, status: int, problem: Problem, *, wait_seconds: int = 0) -> None:
        super().__init__(problem.code)
        self.status: Final = status
        self.problem: Final = problem
        self.wait_seconds: Final = wait_seconds


def decline(status: int, code: str, **facts: Value) -> Declined:
    """Return the exception that declines a call."""
    return Declined(status, Problem(code=code, facts=facts))


def hold_back(status: int, code: str, *, seconds: int, **facts: Value) -> Declined:
    """Return the exception that declines a call for now; it says how long to wait."""
    problem = Problem(code=code, facts={**facts, "wait_seconds": seconds})
    return Declined(status, problem, wait_seconds=seconds)


def with_head(declined: Declined, *, epoch: str, head: int, restored_head: int = 0) -> Declined:
    """Return it with where head office stands, and up to where the desk's history is still ours."""
    problem = msgspec.structs.replace(
        declined.problem, epoch=epoch, head=head, restored_head=restored_head
    )
    return Declined(declined.status, problem)
