"""The tour: signs in through the real window, works the story, takes pictures, compares copies."""

import sys
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec

from desktop.app.program import Program
from desktop.demo import story
from desktop.demo.agreement import Copies, Outcome, conflict_ids, outcome_of
from desktop.demo.arrival import arrive, bring_in_file
from desktop.demo.company import HeadOffice
from desktop.demo.desks import bring_up_to_date, make_desk, opened
from desktop.demo.hand import NotFound
from desktop.demo.pictures import Album, Screens
from desktop.demo.played import PlayedDesk
from desktop.demo.plot import divided_at
from desktop.demo.windows import hand_on, program_on, session_of
from sync.client.desk_session import environment_language
from sync.domain.ids import Id
from sync.domain.refusals import Refusal, refuse
from sync.store import copying
from sync.store.sentences import sentence

WRONG = 1
SEATS = ("sales", "manager", "documents")
WITNESS = "witness"
"""A fourth desk, filled afresh in the end: it has nothing but what head office gives."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which company, how large, and the file of orders to bring in first."""

    seed: int = 7
    size: int = 400
    orders: Path | None = None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What the tour says in the end, as one line."""

    orders: int
    desks: int
    edits: int
    conflicts: int
    resolved: int
    converged: bool
    lost: int
    screens: int


def run(folder: Path, pictures: Path, wanted: Wanted) -> int:
    """Work the tour; return 0 only if every copy is the same in the end and nothing is lost."""
    album = Album(pictures)
    try:
        office = HeadOffice(folder, seed=wanted.seed, orders=wanted.size)
    except OSError:
        raise refuse("demo_office_failed", log=str(folder / "office.log")) from None
    try:
        known = _work(folder, office, album, wanted.orders)
        outcome, count = _compare(folder, office, known)
    except NotFound as missing:
        return _stopped(str(missing), album.last)
    finally:
        office.stop()
    return _tell(outcome, count, album)


def _work(folder: Path, office: HeadOffice, album: Album, orders: Path | None) -> frozenset[Id]:
    """Let the story happen; return the conflicts that were there before."""
    with program_on(folder / "sales", None) as program:
        try:
            arrive(program, office, album)
            if orders is not None:
                bring_in_file(program, orders)
            for seat in SEATS[1:]:
                make_desk(folder / seat, office, seat)
            known = _conflicts_at(folder, office)
            _tell_story(program, PlayedDesk(folder / "manager", office.password), album)
        except NotFound:
            album.take_last(hand_on(program))
            raise
    return known


def _tell_story(program: Program, other: PlayedDesk, album: Album) -> None:
    try:
        other.start()
        plot = story.tell(program, other)
    finally:
        other.stop()
    divided = divided_at(session_of(program).desk)
    order = (plot.order_id, plot.number)
    Screens(program, album, order=order, divided=divided or order).take_all()


def _conflicts_at(folder: Path, office: HeadOffice) -> frozenset[Id]:
    with closing(opened(folder / "manager", office)) as replica:
        return conflict_ids(replica)


def _compare(folder: Path, office: HeadOffice, known: frozenset[Id]) -> tuple[Outcome, int]:
    """Bring every desk up to date, and compare; return what was found and how many orders are."""
    make_desk(folder / WITNESS, office, "manager")
    with ExitStack() as opening:
        desks = {
            seat: opening.enter_context(closing(opened(folder / seat, office)))
            for seat in (*SEATS, WITNESS)
        }
        for replica in desks.values():
            bring_up_to_date(replica)
        outcome = outcome_of(Copies(office, desks), known_conflicts=known)
        with desks[WITNESS].read() as connection:
            return outcome, copying.count_rows(connection, ("orders",))


def _tell(outcome: Outcome, orders: int, album: Album) -> int:
    summary = Summary(
        orders=orders,
        desks=len(SEATS),
        edits=outcome.edits,
        conflicts=outcome.conflicts,
        resolved=outcome.resolved,
        converged=outcome.converged,
        lost=len(outcome.lost),
        screens=album.count,
    )
    sys.stdout.write(msgspec.json.encode(summary).decode() + "\n")
    for what in (*outcome.differing, *outcome.lost):
        sys.stderr.write(what + "\n")
    is_well = outcome.converged and not outcome.lost
    return 0 if is_well and (outcome.conflicts, outcome.resolved) == (1, 1) else WRONG


def _stopped(what: str, picture: Path) -> int:
    refusal = Refusal(code="demo_tour_failed", facts={"what": what, "picture": str(picture)})
    sys.stderr.write(sentence(refusal, environment_language()) + "\n")
    return WRONG
