"""The deadline board's question: warnings and limits in one list, by what is left of their time."""

from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sync.domain.ids import Id
from sync.domain.summaries import SOON_DAYS, WATCH_DAYS
from sync.store.derived import summaries, warnings

Whose = Literal["mine", "team", "company"]

_SAME = {
    "latest_shipment": "W06",
    "latest_presentation": "W07",
    "quote_validity": "W02",
    "deposit_due": "W04",
}
"""Limits that a warning already speaks of; one line is enough."""

_WITHOUT_TIME = {"urgent": 0.0, "warning": float(SOON_DAYS), "watch": float(WATCH_DAYS)}
"""Where a warning without a span of time stands among those with one."""


class Seeker(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, for whose deadlines, at which level; an empty level means all."""

    whose: Whose = "company"
    user_id: Id = ""
    roles: tuple[str, ...] = ()
    team: str = ""
    level: str = ""


class Due(msgspec.Struct, frozen=True):
    """One line of the board: a warning's id, or the id of the order whose next limit it is."""

    kind: Literal["warning", "limit"]
    id: Id
    order_no: str
    level: str
    slack: float | None

    @property
    def key(self) -> str:
        """Return the id by which a list knows the line."""
        return f"{self.kind} {self.id}"


def find_dues(connection: Connection, seeker: Seeker) -> list[Due]:
    """Return what is due, the most pressing first; the seeker's level is not asked here."""
    found = [*_warnings(connection, seeker), *_limits(connection, seeker)]
    return sorted(found, key=_pressing)


def slack_days(span: str, count: float, level: str) -> float:
    """Return the days that a warning's span leaves; negative when it is over or will be missed."""
    what = span.removeprefix("span_")
    days = count / 24 if "hours" in what else count
    if what.startswith("left"):
        return days
    if what.startswith("over") or (what.startswith("short") and "points" not in what):
        return -days
    if what in ("due_today", "no_slack"):
        return 0.0
    if what.startswith("gone") and level != "watch":
        return -days
    return _WITHOUT_TIME.get(level, float(WATCH_DAYS))


def level_of(slack: int | None) -> str:
    """Return how pressing a limit is by its days: today or past, in two days, in five."""
    if slack is None or slack > WATCH_DAYS:
        return "normal"
    if slack <= 0:
        return "urgent"
    return "warning" if slack <= SOON_DAYS else "watch"


def _pressing(due: Due) -> tuple[bool, float, str, str]:
    return due.slack is None, due.slack or 0.0, due.order_no, due.key


def _warnings(connection: Connection, seeker: Seeker) -> list[Due]:
    span = func.json_extract(warnings.c.facts, "$.span")
    count = func.json_extract(warnings.c.facts, "$.count")
    chosen = select(warnings.c.id, warnings.c.order_no, warnings.c.level, span, count).where(
        *_whose_warnings(seeker)
    )
    return [
        Due(
            "warning",
            str(row_id),
            str(order_no),
            str(level),
            slack_days(str(said or ""), float(number or 0), str(level)),
        )
        for row_id, order_no, level, said, number in connection.execute(chosen)
    ]


def _limits(connection: Connection, seeker: Seeker) -> list[Due]:
    spoken_of = or_(
        *(
            and_(summaries.c.limit_code == code, warnings.c.warning == rule)
            for code, rule in _SAME.items()
        )
    )
    doubled = select(warnings.c.id).where(warnings.c.order_id == summaries.c.id, spoken_of)
    chosen = select(summaries.c.id, summaries.c.order_no, summaries.c.slack).where(
        summaries.c.state == "open",
        summaries.c.limit_on.is_not(None),
        ~doubled.exists(),
        *_whose_limits(seeker),
    )
    return [
        Due("limit", str(order_id), str(order_no), level_of(slack), slack)
        for order_id, order_no, slack in connection.execute(chosen)
    ]


def _whose_warnings(seeker: Seeker) -> list[ColumnElement[bool]]:
    if seeker.whose == "company":
        return []
    if seeker.whose == "team":
        ours = select(summaries.c.id).where(summaries.c.team == seeker.team)
        return [warnings.c.order_id.in_(ours)]
    roles = func.concat(",", warnings.c.owner_roles, ",")
    nobodys = and_(
        warnings.c.owner_id == "", or_(*(roles.contains(f",{role},") for role in seeker.roles))
    )
    return [or_(warnings.c.owner_id == seeker.user_id, nobodys)]


def _whose_limits(seeker: Seeker) -> list[ColumnElement[bool]]:
    if seeker.whose == "company":
        return []
    if seeker.whose == "team":
        return [summaries.c.team == seeker.team]
    mine = or_(summaries.c.ball_id == seeker.user_id, summaries.c.owner_id == seeker.user_id)
    nobodys = and_(summaries.c.ball_id == "", summaries.c.ball_role.in_(seeker.roles))
    return [or_(mine, nobodys)]
