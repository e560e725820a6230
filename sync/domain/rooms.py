"""How far each piece of an order may slip before the order's end moves (S63).

The exact inverse of planning forward: a piece may end on any day, open or not, from which all that
waits for it still ends in time.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sync.domain.dates import Calendar, add_working_days, working_days_between
from sync.domain.passes import Days, Frame, has_begun, needed_for
from sync.domain.process import Standard
from sync.domain.project_ties import Key, Spot, seen_from
from sync.domain.projects import working_days
from sync.domain.states import Step, Subject, followers_of

_DAY = timedelta(days=1)


def rooms(frame: Frame, finishes: Days, end: date) -> Mapping[Spot, int]:
    """Return by how many working days each piece may slip before the end moves."""
    latest: Days = {}
    for spot in reversed(frame.ties.spots):
        days = [end, *_before_tied(frame, latest, spot)]
        if not isinstance(spot, str):
            days += _before_followers(frame, latest, spot)
        latest[spot] = min(days)
    calendar = frame.calendars.company
    return {
        spot: max(0, working_days_between(finish, latest[spot], calendar))
        for spot, finish in finishes.items()
    }


def _before_tied(frame: Frame, latest: Days, spot: Spot) -> Iterator[date]:
    company = frame.calendars.company
    for tie in frame.ties.out_of.get(spot, ()):
        limit_on, other = latest[tie.after], tie.after
        if isinstance(other, str):
            project = frame.ties.projects[other]
            if project.started_on is None and project.finished_on is None:
                standard = Standard(days=working_days(project, company))
                yield _eve(limit_on, standard, company, lag=tie.lag)
            continue
        subject, step = other[0], frame.ties.steps[other[1]]
        if step.bit & frame.board.absent[subject]:
            yield _back(_open_by(limit_on, company), tie.lag, company)
        elif not has_begun(frame, subject, step):
            off = frame.days_off(subject, step)
            standard = needed_for(frame, subject, step)
            yield _eve(limit_on, standard, company, off=off, lag=tie.lag)


def _before_followers(frame: Frame, latest: Days, key: Key) -> Iterator[date]:
    subject, step = key[0], frame.ties.steps[key[1]]
    for follower in followers_of(frame.board.steps, step.bit):
        for other in frame.board.of(follower.node.scope):
            if subject in seen_from(frame.board, other, step):
                yield from _before(frame, latest, (other, follower), step.bit)


def _before(frame: Frame, latest: Days, place: tuple[Subject, Step], bit: int) -> Iterator[date]:
    """Yield the day by which the node of `bit` must end for one that follows it."""
    subject, follower = place
    limit_on = latest[(subject, follower.bit)]
    standard, company = frame.standard(subject, follower), frame.calendars.company
    if follower.bit & frame.board.absent[subject]:
        yield limit_on
    elif bit & follower.before_finish:
        is_bill = follower.node.id == "N16"
        yield _back(_open_by(limit_on, company), standard.days, company) if is_bill else limit_on
    elif not has_begun(frame, subject, follower):
        off = frame.days_off(subject, follower)
        yield _eve(limit_on, standard, company, off=off)


def _eve(
    limit_on: date, standard: Standard, calendar: Calendar, *, off: int = 0, lag: int = 0
) -> date:
    """Return the last day on which something may end, for what follows it to end by a limit."""
    ends = _back(_open_by(limit_on, calendar), off, calendar) if off else limit_on
    if standard.unit == "cd":
        begins = _open_by(ends - timedelta(days=standard.days), calendar)
    else:
        begins = _back(_open_by(ends, calendar), max(0, standard.days - 1), calendar)
    return _back(begins, lag, calendar) - _DAY


def _back(day: date, count: int, calendar: Calendar) -> date:
    return add_working_days(day, -count, calendar)


def _open_by(day: date, calendar: Calendar) -> date:
    """Return `day` if it is open, otherwise the last open day before it."""
    return day if calendar.is_open(day) else add_working_days(day, -1, calendar)
