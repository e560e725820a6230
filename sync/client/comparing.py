"""Finds out whether this desk still holds what head office has, and mends what differs.

A desk computes its sums from its own rows only; what it once was told proves nothing. What differs
is fetched again, whole, container by container; nothing else is touched.
"""

from collections.abc import Iterable, Mapping

import msgspec

from sync.client import pull, standing
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.troubles import Trouble
from sync.domain import releases
from sync.domain.changes import Changes
from sync.domain.records import Row
from sync.domain.sums import sums_of
from sync.store import holdings, incarnations, missing
from sync.store.rows import MutableRow
from sync.wire import versions
from sync.wire.checking import Compare, CompareAnswer

AT_ONCE = 10
"""Containers in one comparison beside work; head office reads every row of them."""
ALL_AT_ONCE = 50


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """How many containers were compared, how many differed, and whether these were the last."""

    compared: int
    differing: int
    is_last: bool
    changes: Changes


def compare_some(replica: Replica, office: Office, *, at_once: int = AT_ONCE) -> Compared:
    """Compare the next containers, and have those that differ fetched again.

    Nothing is compared while something is still to come; raise Trouble as any call.
    """
    with replica.read() as connection:
        state = standing.load(connection)
        if state.cursor == 0 or state.is_copying_again or missing.count(connection):
            return Compared(compared=0, differing=0, is_last=True, changes=Changes())
        found = holdings.containers_after(connection, state.compared, at_once)
        sums = sums_of(_as_told(holdings.rows_in(connection, found), state.spoken))
    is_last = len(found) < at_once
    held = Compare(
        cursor=state.cursor,
        scopes=state.scope_list,
        after=state.compared,
        until="" if is_last else found[-1],
        sums={each: sums.get(each, "0" * 32) for each in found},
    )
    try:
        answer = office.compare(held, state.badge)
    except Trouble as trouble:
        if trouble.code != "call_unknown":
            raise
        answer = CompareAnswer(is_compared=False)
    changes = _mend(replica, held, answer)
    return Compared(
        compared=len(found) if answer.is_compared else 0,
        differing=len(answer.differing) + len(answer.surplus),
        is_last=is_last or not answer.is_compared,
        changes=changes,
    )


def _as_told(found: dict[str, list[MutableRow]], spoken: int) -> Mapping[str, Iterable[Row]]:
    """Return rows as head office knows them, where its program is older."""
    lacks = releases.lacks(spoken or versions.SCHEMA)
    if lacks.is_nothing:
        return found
    return {
        noun: [lacks.row(noun, row) for row in each]
        for noun, each in found.items()
        if noun not in lacks.nouns
    }


def _mend(replica: Replica, held: Compare, answer: CompareAnswer) -> Changes:
    """Note what is to be fetched again, and let go of what is not this person's."""
    with replica.write() as connection:
        state = standing.load(connection)
        if state.cursor != held.cursor or not answer.is_compared:
            return Changes()
        count = len(answer.differing) + len(answer.surplus)
        standing.note(connection, compared=held.until, mended=state.mended + count)
        missing.note(connection, answer.differing)
        pending = incarnations.touched_keys(connection)
        gone = holdings.keys_in(connection, answer.surplus) - pending
        return pull.let_go(connection, gone) if gone else Changes()
