"""The requirement passport: each special wish of a buyer, read back by every department it affects.

A department says in its own words what it understood. That counts while the wish still reads as it
was read then: after a change everybody is asked again, and the old words stay (product.md S12, D9).
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from sync.domain.ids import Id
from sync.domain.people import Role
from sync.domain.records import Record, Value, split
from sync.domain.refusals import Refusal

DEPARTMENTS: dict[Role, str] = {
    Role.PRD: "N08",
    Role.PUR: "N09",
    Role.QC: "N11",
    Role.LOG: "N12",
    Role.DOC: "N18",
    Role.FIN: "N20",
    Role.CS: "N23",
    Role.SR: "N04",
}
"""Departments that a wish can affect, with the node at which each begins to act on it."""


class RequirementState(StrEnum):
    """Whether the wish still holds."""

    OPEN = "open"
    DROPPED = "dropped"


class Requirement(Record, frozen=True, kw_only=True):
    """One wish of the buyer. `source` quotes where it was said; `source_file` shows it.

    `departments` are roles and `nodes` the stages where it counts, both comma-joined; without nodes
    it counts where each department begins. A standing wish goes to the buyer's next orders.
    """

    order_id: str
    text: str
    source: str = ""
    source_file: str = ""
    departments: str
    nodes: str = ""
    is_standing: bool = True
    state: RequirementState = RequirementState.OPEN
    reason: str = ""
    copied_from: str = ""
    created_by: str = ""
    created_at: datetime | None = None


class Readback(Record, frozen=True, kw_only=True):
    """What a department understood, in its own words; `about` is the wish as it read then."""

    order_id: str
    requirement_id: str
    department: Role
    about: str
    words: str
    confirmed_by: str
    confirmed_at: datetime


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """One department's place on the passport. `former` are its words on an older wording."""

    department: Role
    readback: Readback | None
    former: tuple[Readback, ...] = ()


def stamps_of(requirement: Requirement, readbacks: Iterable[Readback]) -> tuple[Stamp, ...]:
    """Return the stamps of a wish, a department each, in the order of the roles."""
    mine = sorted(
        (each for each in readbacks if each.requirement_id == requirement.id),
        key=lambda each: (each.confirmed_at, each.id),
    )
    affected = frozenset(split(requirement.departments))
    return tuple(_stamp(role, requirement, mine) for role in Role if role in affected)


def _stamp(role: Role, requirement: Requirement, readbacks: list[Readback]) -> Stamp:
    own = [each for each in readbacks if each.department is role]
    valid = [each for each in own if each.about == requirement.text]
    return Stamp(
        department=role,
        readback=valid[-1] if valid else None,
        former=tuple(each for each in own if each.about != requirement.text),
    )


def missing_departments(
    requirement: Requirement, readbacks: Iterable[Readback]
) -> tuple[Role, ...]:
    """Return the departments that have not read the wish back as it reads now."""
    if requirement.state is not RequirementState.OPEN:
        return ()
    return tuple(each.department for each in stamps_of(requirement, readbacks) if not each.readback)


def nodes_of(requirement: Requirement) -> frozenset[str]:
    """Return the nodes at which the wish counts."""
    named = frozenset(split(requirement.nodes))
    affected = split(requirement.departments)
    return named or frozenset(DEPARTMENTS[Role(each)] for each in affected)


def at_node(requirements: Iterable[Requirement], node: str) -> tuple[Requirement, ...]:
    """Return the wishes that count at a node."""
    return tuple(
        each
        for each in requirements
        if each.state is RequirementState.OPEN and node in nodes_of(each)
    )


def unread_at(
    requirements: Iterable[Requirement], readbacks: Iterable[Readback], node: str
) -> Refusal | None:
    """Return why a node waits: the first of its wishes that a department has not read back."""
    kept = tuple(readbacks)
    for requirement in at_node(requirements, node):
        roles = missing_departments(requirement, kept)
        if roles:
            facts: dict[str, Value] = {
                "node": node,
                "requirement": requirement.text[:80],
                "requirement_id": requirement.id,
                "roles": ",".join(roles),
            }
            return Refusal(code="gate_readback", facts=facts)
    return None


def is_own_words(words: str, text: str) -> bool:
    """Return whether a read-back says more than a copy of the wish would."""
    return _plain(words) != _plain(text)


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def copy_of(requirement: Requirement, *, order_id: Id, new_id: Id) -> Requirement:
    """Return a standing wish as the buyer's next order begins with it: nobody has read it there."""
    return msgspec.structs.replace(
        requirement,
        id=new_id,
        order_id=order_id,
        copied_from=requirement.id,
        source_file="",
    )
