"""Who has to say yes to a request, in which order, and how far it has come.

A flow is a list of steps, one after another; a step has seats that are filled at the same time, a
seat asks for some people of a level, or of a role (domain.md 4.4). One person fills one seat of a
request, whatever roles they hold.
"""

import json
from collections.abc import Sequence

import msgspec

from sync.domain.approvals import LEVEL_PLAIN
from sync.domain.authority import Case, Ruling, Table, evaluate
from sync.domain.people import Role


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """People who must say yes: `needed` of at least this level, or of this role."""

    level: int = 0
    role: str = ""
    needed: int = 1

    @property
    def name(self) -> str:
        """Return what a decision says it fills: "L3", or "FIN"."""
        return self.role or f"L{self.level}"


Step = tuple[Seat, ...]
Flow = tuple[Step, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a table says of a case: its ruling, which level decides, and who has to say yes."""

    ruling: Ruling
    level: int
    flow: Flow


class Yes(msgspec.Struct, frozen=True, kw_only=True):
    """One approval that counts: who gave it, for whom, on which seat."""

    author_id: str
    for_id: str = ""
    seat: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a flow has come: the step that is asked now, and how many each seat still lacks."""

    step: int
    lacking: dict[str, int]

    @property
    def is_done(self) -> bool:
        """Return whether nobody has to say yes any more."""
        return not self.lacking


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who would decide: with which level and roles, and for whom as a deputy."""

    person_id: str
    level: int
    roles: frozenset[Role]
    may_approve: bool
    for_id: str = ""


def verdict_of(
    table: Table, case: Case, *, currency: str = "USD", setting: int | None = None
) -> Verdict:
    """Return who decides a case: by the table's rows, and at least by the topic's own setting.

    Where the company has set nothing and no row matches, the plain level decides.
    """
    ruling = evaluate(table, case, currency=currency)
    level = setting
    if level is None:
        level = ruling.level if ruling.matches else LEVEL_PLAIN
    top = max(level, ruling.level)
    return Verdict(ruling=ruling, level=top, flow=flow_of(table, ruling, top))


def flow_of(table: Table, ruling: Ruling, level: int) -> Flow:
    """Return the flow that a ruling asks for, at least at `level`."""
    top = max(ruling.level, level, 1)
    first = 1 if table.mode == "step_by_step" else top
    heard = tuple(Seat(role=role) for role in ruling.consults)
    steps = [(Seat(level=at, needed=table.needed.get(str(at), 1)),) for at in range(first, top + 1)]
    return (*steps[:-1], (*steps[-1], *heard))


def standing(flow: Flow, said: Sequence[Yes]) -> Standing:
    """Return how far the flow has come with what was said; the first to come fill a seat."""
    left = list(said)
    for place, step in enumerate(flow):
        lacking: dict[str, int] = {}
        for seat in step:
            filling = [yes for yes in left if fits(yes.seat, seat)][: seat.needed]
            left = [yes for yes in left if yes not in filling]
            if len(filling) < seat.needed:
                lacking[seat.name] = seat.needed - len(filling)
        if lacking:
            return Standing(step=place, lacking=lacking)
    return Standing(step=len(flow), lacking={})


def fits(name: str, seat: Seat) -> bool:
    """Return whether who sat on `name` may fill the seat: a higher level may, a role must be it."""
    if seat.role or not name.startswith("L"):
        return name == seat.role
    return int(name[1:]) >= seat.level


def seat_for(flow: Flow, said: Sequence[Yes], who: Candidate) -> Seat | None:
    """Return the seat that somebody may fill now; None where there is none for them."""
    people = {yes.author_id for yes in said} | {yes.for_id for yes in said if yes.for_id}
    if who.person_id in people or (who.for_id and who.for_id in people):
        return None
    now = standing(flow, said)
    if now.is_done:
        return None
    for seat in flow[now.step]:
        if seat.name in now.lacking and _may_sit(who, seat):
            return seat
    return None


def level_asked(flow: Flow, said: Sequence[Yes]) -> int:
    """Return the level that is asked for now; that of the last step when it is done."""
    now = standing(flow, said)
    step = flow[min(now.step, len(flow) - 1)]
    return max((seat.level for seat in step), default=0)


def to_text(flow: Flow) -> str:
    """Return a flow as its column holds it."""
    return json.dumps(msgspec.to_builtins(flow), sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Flow:
    """Return the flow that a column holds; none where it is empty."""
    return msgspec.json.decode(text, type=tuple[tuple[Seat, ...], ...]) if text else ()


def _may_sit(who: Candidate, seat: Seat) -> bool:
    if seat.role:
        return Role(seat.role) in who.roles
    return who.may_approve and who.level >= seat.level
