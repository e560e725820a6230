"""Duty statements, made from the process: what a role does, signs, says and hears at each node.

A statement is never written by hand, so it is never out of date: when the process changes, so does
its digest, and whoever acknowledged the older one is told (product.md S06).
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

import msgspec

from sync.domain.ids import Id, row_id
from sync.domain.people import Role
from sync.domain.process import Node, Process
from sync.domain.records import Record

_DIGITS = 16
LEVELS: dict[str, str] = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """What a role has to do with a node: R does, A signs, C is asked, I is told.

    `items` are the checklist items that only this role ticks, or the whole list where it does the
    work.
    """

    letter: str
    node: str
    zh: str
    en: str
    standard: str = ""
    items: tuple[tuple[str, str, str], ...] = ()


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """All duties of a role, by letter, then by node; `digest` tells one wording from another."""

    role: Role
    duties: tuple[Duty, ...]
    digest: str


class Acknowledgement(Record, frozen=True, kw_only=True):
    """That a person has read a role's duties, as they read then."""

    user_id: str
    role: Role
    digest: str
    acknowledged_at: datetime


def acknowledgement_id(user_id: Id, role: Role) -> Id:
    """Return the id of a person's acknowledgement of a role: the latest replaces the one before."""
    return row_id("acknowledgement", user_id, role)


def statement_of(process: Process, role: Role) -> Statement:
    """Return the duties of a role under a version of the process."""
    duties = tuple(
        duty for letter in LEVELS for node in process.nodes for duty in _duty(node, role, letter)
    )
    said = msgspec.json.encode([msgspec.structs.astuple(duty) for duty in duties])
    return Statement(role=role, duties=duties, digest=hashlib.sha256(said).hexdigest()[:_DIGITS])


def has_changed(statement: Statement, known: Acknowledgement | None) -> bool:
    """Return whether the duties read differently from what the person acknowledged."""
    return known is not None and known.digest != statement.digest


def _duty(node: Node, role: Role, letter: str) -> Iterator[Duty]:
    named: tuple[Role, ...] = getattr(node.raci, LEVELS[letter])
    own = role in named
    ticked = [item for item in node.items if role in item.by]
    if letter == "R" and not own and ticked:
        own = True  # somebody else's node, but items that only this role ticks
    if not own:
        return
    if letter == "R" and role in named:
        ticked = [item for item in node.items if not item.by or role in item.by]
    yield Duty(
        letter=letter,
        node=node.id,
        zh=node.zh,
        en=node.en,
        standard=node.standard_text if letter in "RA" else "",
        items=tuple((item.id, item.zh, item.en) for item in ticked) if letter == "R" else (),
    )
