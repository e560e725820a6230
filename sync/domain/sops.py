"""Standard operating procedures of the steps, and who has read which edition (product.md S58)."""

import difflib
from collections.abc import Iterable
from datetime import datetime

from sync.domain.ids import Id, row_id
from sync.domain.people import Role
from sync.domain.process import Process, nodes_by_id
from sync.domain.records import Record


class Sop(Record, frozen=True, kw_only=True):
    """How a step is done, in one or both languages; `before_*` are the texts of the last edition.

    A changed text is a new edition, and is to be read again.
    """

    node: str
    title_zh: str = ""
    title_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    before_zh: str = ""
    before_en: str = ""
    edition: int = 1
    is_retired: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


class SopReading(Record, frozen=True, kw_only=True):
    """That a person has read a procedure, in which edition."""

    sop_id: str
    user_id: str
    edition: int
    read_at: datetime


def reading_id(sop_id: Id, user_id: Id) -> Id:
    """Return the id of that a person has read it: two desks of one person make the same row."""
    return row_id("sop reading", sop_id, user_id)


def concerns(sop: Sop, roles: Iterable[Role], process: Process) -> bool:
    """Return whether these roles work on the step: they do it or answer for it (RACI: R, A)."""
    node = nodes_by_id(process).get(sop.node)
    if node is None:
        return False
    return not {*node.raci.responsible, *node.raci.accountable}.isdisjoint(roles)


def is_unread(sop: Sop, acknowledged: SopReading | None) -> bool:
    """Return whether a procedure is still to be read: never read, or changed since."""
    if sop.is_retired:
        return False
    return acknowledged is None or acknowledged.edition < sop.edition


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return what changed between two texts, line by line: "+" for new, "-" for gone lines."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] in "+-"]
