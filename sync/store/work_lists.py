"""What the home page asks: the person's work, warnings and orders, and who waits for whom."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sync.domain.ids import Id
from sync.domain.summaries import OrderSummary, WarningRow, WorkItem
from sync.domain.tasks import Task
from sync.store import derived, handover_lists, rows
from sync.store.derived import summaries, warnings, work
from sync.store.handover_lists import TaskInHand
from sync.store.tables import TABLES, drafts

_WEEK_DAYS = 7
_LEADERS = frozenset({"GM", "MGR"})
_SELLERS = frozenset({"SR", "SSR"})
_LEVEL_ORDER = {"urgent": 0, "warning": 1, "watch": 2}


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Whose home page it is, in which of their roles, on which day."""

    user_id: Id
    roles: tuple[str, ...]
    today: date


class OwnOrder(msgspec.Struct, frozen=True):
    """What the figures and the phases need of an order; `phases` is comma-joined."""

    currency: str
    amount: str
    phases: str


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """All that the home page shows, read at one moment."""

    work: tuple[WorkItem, ...]
    tasks: tuple[Task, ...]
    warnings: tuple[WarningRow, ...]
    own: tuple[OwnOrder, ...]
    """The orders of the role: those owned, worked on, or all of them; `owns` says which."""
    owns: str
    in_hand: tuple[OrderSummary, ...]
    waited_for: tuple[OrderSummary, ...]
    stood_in_for: dict[Id, Id]
    tasked_orders: dict[Id, OrderSummary]
    projects: dict[Id, str]
    """The names of the sub-projects to which the tasks belong."""
    countries: tuple[str, ...]
    drafts: int


def read_home(connection: Connection, hands: Hands) -> Home:
    """Return what the person has to do, has in hand and waits for."""
    own = derived.everything(
        connection,
        OrderSummary,
        [summaries.c.owner_id == hands.user_id, summaries.c.state == "open"],
    )
    tasks = _tasks(connection, hands)
    wanted = sorted({each.task.order_id for each in tasks if each.task.order_id})
    return Home(
        work=tuple(_work(connection, hands)),
        tasks=tuple(each.task for each in tasks),
        stood_in_for={each.task.id: each.for_id for each in tasks if each.for_id},
        warnings=tuple(_warnings(connection, hands)),
        own=tuple(_concerned(connection, hands)),
        owns=_whose(hands),
        in_hand=tuple(_in_hand(connection, hands)),
        waited_for=tuple(_waited_for(hands, own)),
        tasked_orders=derived.get_many(connection, OrderSummary, wanted),
        projects=project_names(connection, [each.task for each in tasks]),
        countries=_countries(connection, hands),
        drafts=_drafts(connection),
    )


def project_names(connection: Connection, tasks: Iterable[Task]) -> dict[Id, str]:
    """Return the names of the sub-projects to which some tasks belong."""
    wanted = sorted({task.project_id for task in tasks if task.project_id})
    found = rows.get_many(connection, "projects", wanted) if wanted else {}
    return {row_id: str(row["name"]) for row_id, row in found.items()}


def _whose(hands: Hands) -> str:
    """Return which orders the home of these roles is about (domain.md 7.2)."""
    if not _LEADERS.isdisjoint(hands.roles):
        return "all"
    return "owned" if not _SELLERS.isdisjoint(hands.roles) else "worked_on"


def _concerned(connection: Connection, hands: Hands) -> list[OwnOrder]:
    """Return the open orders of the role; a manager has all of them, so little is read of each."""
    of_whose: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "owned": [summaries.c.owner_id == hands.user_id],
        "worked_on": [summaries.c.id.in_(select(work.c.order_id).where(_is_work(hands)))],
    }
    chosen = select(summaries.c.currency, summaries.c.amount, summaries.c.phases).where(
        summaries.c.state == "open", *of_whose[_whose(hands)]
    )
    return [OwnOrder(*map(str, row)) for row in connection.execute(chosen)]


def _is_work(hands: Hands) -> ColumnElement[bool]:
    """Return whether a piece of work is the person's in one of the roles, or waits for it."""
    mine = or_(
        work.c.owner_id == hands.user_id,
        and_(work.c.owner_id == "", work.c.owner_role.in_(hands.roles)),
    )
    return and_(mine, work.c.owner_role.in_(hands.roles))


def _work(connection: Connection, hands: Hands) -> list[WorkItem]:
    """Return the person's nodes that are due this week or overdue, the most pressing first."""
    week = (hands.today + timedelta(days=_WEEK_DAYS)).isoformat()
    held = [_is_work(hands), work.c.due_on <= week]
    found = derived.everything(connection, WorkItem, held)
    return sorted(found, key=lambda item: (item.due_on or date.max, item.order_no, item.node))


def _tasks(connection: Connection, hands: Hands) -> list[TaskInHand]:
    found = handover_lists.tasks_in_hand(connection, hands.user_id, hands.today)
    return sorted(found, key=lambda each: (each.task.due_on or date.max, each.task.id))


def _warnings(connection: Connection, hands: Hands) -> list[WarningRow]:
    found = derived.everything(connection, WarningRow, [_is_mine(hands)])
    return sorted(found, key=lambda row: (_LEVEL_ORDER[row.level.value], row.order_no, row.warning))


def _is_mine(hands: Hands) -> ColumnElement[bool]:
    roles = func.concat(",", warnings.c.owner_roles, ",")
    for_role = or_(*(roles.contains(f",{role},") for role in hands.roles))
    own = select(summaries.c.id).where(summaries.c.owner_id == hands.user_id)
    ours = or_(warnings.c.order_id.in_(own), warnings.c.order_id == "")
    nobodys = and_(warnings.c.owner_id == "", for_role, ours)
    by_hand = or_(for_role, warnings.c.owner_roles == "")
    return or_(and_(warnings.c.owner_id == hands.user_id, by_hand), nobodys)


def _in_hand(connection: Connection, hands: Hands) -> list[OrderSummary]:
    held = [
        summaries.c.ball_id == hands.user_id,
        summaries.c.ball_role.in_(hands.roles),
        summaries.c.state == "open",
    ]
    return sorted(derived.everything(connection, OrderSummary, held), key=_longest_held)


def _longest_held(row: OrderSummary) -> tuple[bool, int, str]:
    return not row.ball_overdue, -row.ball_day, row.order_no


def _waited_for(hands: Hands, own: list[OrderSummary]) -> list[OrderSummary]:
    """Return the person's own orders that somebody else has; that is what an owner waits for."""
    if _whose(hands) == "worked_on":
        return []
    waiting = (row for row in own if row.node and row.ball_id != hands.user_id)
    return sorted(waiting, key=_longest_held)


def _countries(connection: Connection, hands: Hands) -> tuple[str, ...]:
    """Return the countries of the buyers of the person's open orders, the most frequent first."""
    partners = TABLES["partners"]
    chosen = (
        select(partners.c.country)
        .join(summaries, summaries.c.buyer_id == partners.c.id)
        .where(
            summaries.c.owner_id == hands.user_id,
            summaries.c.state == "open",
            partners.c.country != "",
        )
        .group_by(partners.c.country)
        .order_by(func.count().desc(), partners.c.country)
    )
    return tuple(str(country) for country in connection.execute(chosen).scalars())


def _drafts(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(drafts)).scalar_one())
