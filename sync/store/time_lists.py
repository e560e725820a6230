"""Reads the time-standard library for people: by key, what is followed and what history offers."""

import msgspec
from sqlalchemy import Connection

from sync.domain.process import Node, Standard, nodes_by_id
from sync.domain.records import Row, record
from sync.domain.time_standards import Key, TimeStandard, accepted, versions_of, waiting
from sync.store import rows
from sync.store.process_versions import versions
from sync.store.sentences import Language, has_words, words


class LibraryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One key: its stage, what new orders follow (None: the process's own), what is offered.

    `history` are all its versions, the newest first.
    """

    key: Key
    node: Node
    followed: TimeStandard | None
    offered: TimeStandard | None
    history: tuple[TimeStandard, ...]

    @property
    def own(self) -> Standard:
        """The stage's own standard, of the process that runs."""
        return self.node.standards[-1] if self.node.standards else Standard(days=0)

    @property
    def shown(self) -> TimeStandard:
        """The version that a list speaks of: what waits for an answer, else the newest."""
        return self.offered or self.history[0]


def read_library(connection: Connection, node: str = "") -> list[LibraryLine]:
    """Return the library, by stage and from the plainest key to the most special."""
    known = versions(connection)
    nodes = nodes_by_id(known.of(known.newest))
    found = [record(TimeStandard, row) for row in rows.all_rows(connection, "time_standards")]
    keys = {each.key for each in found if each.node in nodes and node in ("", each.node)}
    return [_line(key, nodes[key.node], found) for key in sorted(keys, key=_place)]


def key_said(key: Key, language: Language) -> str:
    """Return what a standard is for, in words."""
    term = key.payment_term and words(
        f"value_payment_term_{key.payment_term}", {}, language=language
    )
    parts = [part for part in (key.family, key.lane, term) if part]
    return " · ".join(parts) or words("standard_for_all", {}, language=language)


def followed_said(line: LibraryLine, language: Language) -> str:
    """Return what new orders follow."""
    standing = line.followed or line.own
    unit = words(f"unit_{standing.unit}", {}, language=language)
    if line.followed is None:
        own: Row = {"days": standing.days, "unit": unit}
        return words("standard_follows_process", own, language=language)
    facts: Row = {"days": standing.days, "unit": unit, "number": line.followed.number}
    return words("standard_follows", facts, language=language)


def industry_said(node: str, language: Language) -> str:
    """Return the value of the trade for a stage, with its source; empty where none is known."""
    code = f"industry_{node}"
    return words(code, {}, language=language) if has_words(code) else ""


def offer_said(standard: TimeStandard, language: Language) -> str:
    """Return what history says: "4 d (n=30)"."""
    facts = {"days": standard.p80, "samples": standard.samples}
    return words("standard_offer", {**facts}, language=language)


def _line(key: Key, node: Node, standards: list[TimeStandard]) -> LibraryLine:
    mine = versions_of(standards, key)
    return LibraryLine(
        key=key, node=node, followed=accepted(mine), offered=waiting(mine), history=tuple(mine)
    )


def _place(key: Key) -> tuple[str, int, str, str, str]:
    return key.node, key.rank[0], key.family, key.lane, key.payment_term
