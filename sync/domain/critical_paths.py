"""The critical path of an order: from its end back, each time to what made the piece wait (S63).

It ends where nothing did: at a day that is fixed, or at work that could not begin earlier.
"""

from collections.abc import Iterator
from datetime import date

from sync.domain.dates import add_working_days
from sync.domain.limits import last_day
from sync.domain.passes import Days, Frame, has_begun, needed_for
from sync.domain.project_ties import Key, Spot, piece_at, seen_from
from sync.domain.projects import ProjectState
from sync.domain.states import steps_in


def critical_path(frame: Frame, starts: Days, finishes: Days) -> tuple[Spot, ...]:
    """Return the pieces that the order's end follows from, the first one first."""
    spots = sorted(finishes, key=lambda spot: (finishes[spot], piece_at(spot, frame.board)))
    found = [spots[-1]]
    while (driver := _driver(frame, starts, finishes, found[-1])) is not None:
        found.append(driver)
    return tuple(spot for spot in reversed(found) if not is_over(frame, spot))


def is_over(frame: Frame, spot: Spot) -> bool:
    """Return whether a piece is over, or does not apply."""
    if isinstance(spot, str):
        return frame.ties.projects[spot].state is ProjectState.DONE
    subject, bit = spot
    return bool(bit & (frame.board.settled[subject] | frame.board.absent[subject]))


def _driver(frame: Frame, starts: Days, finishes: Days, spot: Spot) -> Spot | None:
    """Return the piece whose end set the days of this one; of several the last one."""
    begins = starts.get(spot)
    company = frame.calendars.company
    if begins is None:
        waited = [*_ties(frame, finishes, spot), *_steps(frame, finishes, spot, beside=None)]
    elif isinstance(spot, str) or _ends_by_its_start(frame, starts, finishes, spot):
        known = [*_ties(frame, finishes, spot), *_steps(frame, finishes, spot, beside=False)]
        waited = [each for each in known if add_working_days(each[0], 1, company) == begins]
    else:
        ends = finishes[spot]
        waited = [e for e in _steps(frame, finishes, spot, beside=True) if e[0] == ends]
    named = [(day, piece_at(other, frame.board), other) for day, other in waited]
    return max(named, key=lambda each: each[:2])[2] if named else None


def _ties(frame: Frame, finishes: Days, spot: Spot) -> Iterator[tuple[date, Spot]]:
    """Yield the pieces that links make one wait for, with the last day of waiting."""
    for tie in frame.ties.into.get(spot, ()):
        day = add_working_days(finishes[tie.before], tie.lag, frame.calendars.company)
        yield day, tie.before


def _steps(
    frame: Frame, finishes: Days, spot: Spot, *, beside: bool | None
) -> Iterator[tuple[date, Spot]]:
    """Yield the steps that a step waits for by the process, with the day.

    To begin, or with `beside` to end; with None both.
    """
    if isinstance(spot, str):
        return
    subject, step = spot[0], frame.ties.steps[spot[1]]
    masks = {None: step.before, False: step.before_start, True: step.before_finish}
    company = frame.calendars.company
    more = frame.standard(subject, step).days if beside and step.node.id == "N16" else 0
    for earlier in steps_in(frame.board.steps, masks[beside]):
        for other in seen_from(frame.board, subject, earlier):
            day = finishes.get((other, earlier.bit))
            if day is not None:
                yield add_working_days(day, more, company), (other, earlier.bit)


def _ends_by_its_start(frame: Frame, starts: Days, finishes: Days, key: Key) -> bool:
    """Return whether a step ends when it does because of when it begins."""
    subject, step = key[0], frame.ties.steps[key[1]]
    if has_begun(frame, subject, step):
        return False
    begins, company = starts[key], frame.calendars.company
    off = frame.days_off(subject, step)
    standards = (frame.standard(subject, step), needed_for(frame, subject, step))
    ends = max(last_day(begins, each, frame.calendars, is_started=True) for each in standards)
    return finishes[key] <= (add_working_days(ends, off, company) if off else ends)
