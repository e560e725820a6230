"""How much each person has to do in the days to come, as a share of a full load (S62)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from sync.domain.dates import Calendar, add_working_days
from sync.domain.ids import Id

FULL = 10
"""So many pieces of work within the days ahead are 100 %; our default."""
DAYS_AHEAD = 5


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work in somebody's hands: a task, or a step of an order."""

    person_id: Id
    due_on: date | None = None


def loads(
    pieces: Iterable[Piece], *, today: date, calendar: Calendar, full: int = FULL
) -> dict[Id, int]:
    """Return each person's load in percent: what is late, undated or due within five working days.

    Who has nothing is absent.
    """
    last = add_working_days(today, DAYS_AHEAD, calendar)
    counts = Counter(p.person_id for p in pieces if p.due_on is None or p.due_on <= last)
    return {person: 100 * count // full for person, count in counts.items() if person}
