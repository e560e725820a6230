"""Takes in what changed at head office: one page, one transaction, the cursor in the same."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.client import asking_again, copying_again, first_copy, rebase, standing
from sync.client.office import Office
from sync.client.pages import changes_in, unknown_names, write_page
from sync.client.push import require_ours
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.changes import Changes, joined
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import split, to_value
from sync.store import bases, copying, holdings, incarnations, missing, rows
from sync.wire.checking import REMOVALS_MAX
from sync.wire.messages import Pull, PullAnswer

MASS_REMOVAL = "mass_removal_stopped"
REMOVED_MAX = 500
REMOVED_SHARE_MAX = 0.25
PAGE_ROWS = 5_000
CONTAINERS_AT_ONCE = 100


def pull_once(
    replica: Replica,
    office: Office,
    *,
    now: datetime,
    wait: int = 0,
    removal_is_meant: bool = False,
) -> tuple[Changes, bool]:
    """Fetch and take in one page; return what changed, and whether there is more already."""
    state = replica.standing()
    if first_copy.is_due(state):
        changes = first_copy.step(replica, office)
        if changes is not None:
            return changes, True
    with replica.read() as connection:
        wanted = missing.first(connection, CONTAINERS_AT_ONCE)
    question = Pull(
        cursor=state.cursor,
        scopes=state.scope_list,
        wait=0 if wanted or state.cursor < state.head else wait,
        limit=PAGE_ROWS,
        since=state.since,
        containers=wanted,
    )
    answer = office.pull(question, state.badge)
    try:
        return _taken_in(replica, answer, now=now, removal_is_meant=removal_is_meant)
    except Trouble as trouble:
        if trouble.code != MASS_REMOVAL or not _is_confirmed(replica, office, answer, state):
            raise
    return _taken_in(replica, answer, now=now, removal_is_meant=True)


def _taken_in(
    replica: Replica, answer: PullAnswer, *, now: datetime, removal_is_meant: bool
) -> tuple[Changes, bool]:
    with replica.write(comes_again=True) as connection:
        changes = take_in(connection, answer, now=now, removal_is_meant=removal_is_meant)
        is_whole = not (missing.count(connection) or standing.load(connection).is_copying_again)
    return changes, answer.more or not is_whole


def _is_confirmed(replica: Replica, office: Office, answer: PullAnswer, state: Standing) -> bool:
    """Ask head office to count in its tables whether any row of a mass removal is there."""
    with replica.read() as connection:
        leaving = _leaving(connection, state, answer)
    try:
        return not any(
            office.count_present(leaving[start : start + REMOVALS_MAX], state.badge)
            for start in range(0, len(leaving), REMOVALS_MAX)
        )
    except Trouble as trouble:
        if trouble.code == "call_unknown":
            return False
        raise


def take_in(
    connection: Connection, answer: PullAnswer, *, now: datetime, removal_is_meant: bool = False
) -> Changes:
    """Write one page within the connection's transaction.

    One that is late, doubled or of another epoch changes nothing: Trouble, and it is asked again.
    """
    state = standing.load(connection)
    require_ours(state, answer.server_id)
    if answer.epoch != state.epoch or not _continues(state, answer):
        raise Trouble("answer_out_of_date")
    if answer.add or answer.drop:
        first_copy.give_up(connection)
    if not (removal_is_meant or answer.drop or state.is_copying_again):
        _guard(connection, _leaving(connection, state, answer))
    if answer.start == 0 and not answer.given:
        _begin_copy(connection, state, answer)
    missing.forget(connection, answer.given)
    missing.note(connection, answer.gained)
    settled = rebase.arrive(connection, answer.end, now)
    pending = incarnations.touched_keys(connection)
    _note_unknown(connection, state, answer)
    written = write_page(connection, _complete(connection, state, answer), pending)
    seen = written.keys
    copying.forget_bases(connection, bases.kept(connection, seen - pending))
    changes = rebase.show(connection, (seen & pending) | (settled - seen))
    straight = changes_in(connection, seen - pending, written.orders)
    dropped = _follow_scopes(connection, state, answer)
    swept = _move_on(connection, answer, now)
    is_copied = bool(state.is_copying_again) and not standing.load(connection).is_copying_again
    asked = asking_again.ask_again(connection, seen, is_copied=is_copied)
    return rebase.let_lists_know(connection, joined((changes, straight, dropped, swept, asked)))


def _begin_copy(connection: Connection, state: Standing, answer: PullAnswer) -> None:
    """Begin to copy everything: what came before all else, and is not sent again, goes at the end.

    The changes from nothing tell of no row that is gone, and it may have gone since it came.
    """
    missing.forget_all(connection)
    standing.note(connection, since=answer.head)
    if state.cursor == 0 and copying.mark_all_unseen(connection):
        standing.note(connection, is_copying_again=1)


def _complete(connection: Connection, state: Standing, answer: PullAnswer) -> PullAnswer:
    """Add to whole containers, as gone, the rows that are here of them and did not come.

    A first copy has none such.
    """
    if not answer.given or state.cursor == 0:
        return answer
    come = {
        (entity, str(row[0]))
        for entity, page in answer.rows.items()
        if page.columns[:1] == ["id"]
        for row in page.rows
    }
    left = holdings.keys_in(connection, answer.given) - come
    return msgspec.structs.replace(answer, gone=[*answer.gone, *sorted(left)])


def let_go(connection: Connection, keys: set[tuple[str, Id]]) -> Changes:
    """Remove rows that are not this desk's to hold; return what that changed."""
    changes = changes_in(connection, keys)
    for entity in {entity for entity, _ in keys}:
        rows.remove_many(connection, entity, sorted(i for noun, i in keys if noun == entity))
    return rebase.let_lists_know(connection, changes)


def _continues(state: Standing, answer: PullAnswer) -> bool:
    """Return whether a page begins where we stand and is for the scopes that we hold."""
    held = (set(state.scope_list) - set(answer.drop)) | set(answer.add)
    begins = answer.start == state.cursor or (bool(answer.add) and answer.start == 0)
    return begins and held == set(answer.scopes) and answer.end >= answer.start


def _leaving(connection: Connection, state: Standing, answer: PullAnswer) -> list[tuple[str, Id]]:
    """Return all that a page would take away, in whichever way it says so."""
    return [*_complete(connection, state, answer).gone, *answer.lost]


def _guard(connection: Connection, leaving: list[tuple[str, Id]]) -> None:
    """Raise Trouble when a page would take away more than people remove by hand."""
    removed = len(leaving)
    if removed <= REMOVED_MAX:
        return
    nouns = {entity for entity, _ in leaving} & ENTITIES.keys()
    held = copying.count_rows(connection, nouns)
    if removed > held * REMOVED_SHARE_MAX:
        raise Trouble(MASS_REMOVAL, removed=removed, held=held)


def _follow_scopes(connection: Connection, state: Standing, answer: PullAnswer) -> Changes:
    """Let go of the rows of scopes that ended.

    Which rows another scope still holds only head office knows, so what remains is sent again.
    """
    standing.note(connection, scopes=",".join(answer.scopes))
    if not set(answer.drop) & set(state.scope_list):
        return Changes()
    if answer.scopes:
        copying_again.copy_again(connection)
        return Changes()
    copying.mark_all_unseen(connection)
    return sweep(connection)


def _note_unknown(connection: Connection, state: Standing, answer: PullAnswer) -> None:
    """Remember what there is no place for: a newer program has it sent again."""
    unknown = unknown_names(answer.rows)
    if unknown:
        noted = unknown | set(split(state.unknown))
        standing.note(connection, unknown=",".join(sorted(noted)))


def _move_on(connection: Connection, answer: PullAnswer, now: datetime) -> Changes:
    """Set the cursor and how far a first copy has come; end copying again."""
    state = standing.load(connection)
    if answer.drop and state.is_copying_again:
        return Changes()
    total = answer.total or state.total
    copied = state.copied + sum(len(page.rows) for page in answer.rows.values())
    place = {"cursor": answer.end, "head": max(answer.head, state.head)}
    if answer.more:
        standing.note(connection, **place, copied=copied, total=max(total, copied) if total else 0)
        return Changes()
    standing.note(connection, **place, copied=0, total=0, agreed_at=str(to_value(now)))
    if not state.is_copying_again:
        return Changes()
    standing.note(connection, is_copying_again=0)
    return sweep(connection)


def sweep(connection: Connection) -> Changes:
    """Remove what head office did not send again; return what that changed."""
    removed, orphans = copying.remove_unseen(connection, incarnations.touched_keys(connection))
    shown = rebase.show(connection, orphans)
    return joined((changes_in(connection, removed), shown))
