"""What became of warnings, kept on this device beside what lists show."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import BindParameter, Connection, bindparam, delete, or_, select
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.firings import Firing, Goods, Rate, Told, followed, rates_of
from sync.domain.ids import Id
from sync.domain.records import columns, record
from sync.domain.summaries import WarningRow
from sync.store import derived
from sync.store.derived import firings
from sync.store.statements import ask

_IDS_MAX = 500
_WANTED: BindParameter[object] = bindparam("ids", expanding=True)
_LEFT = or_(firings.c.ended_on.is_(None), firings.c.came_true.is_(None))
_OF_ORDERS = select(*(firings.c[name] for name in columns(Firing))).where(
    firings.c.order_id.in_(_WANTED), firings.c.about.is_(None), _LEFT
)
_ABOUT = select(*(firings.c[name] for name in columns(Firing))).where(
    firings.c.about.in_(_WANTED), _LEFT
)
_REMOVE = delete(firings).where(firings.c.id.in_(_WANTED))
_REMOVE_OF = delete(firings).where(firings.c.order_id.in_(_WANTED))


def follow_orders(
    connection: Connection,
    order_ids: Sequence[Id],
    told: Sequence[WarningRow],
    goods: Mapping[Id, Goods],
    today: date,
) -> None:
    """Note what was told of these orders, what came true, and what did not."""
    known = _known(connection, _OF_ORDERS, order_ids)
    _put(connection, followed(known, map(_told, told), goods, today))


def follow_about(
    connection: Connection, about: Sequence[str], told: Sequence[WarningRow], today: date
) -> None:
    """Note what was told about these subjects, what came true, and what did not."""
    known = _known(connection, _ABOUT, about)
    _put(connection, followed(known, map(_told, told), {}, today))


def forget(connection: Connection, order_ids: Sequence[Id]) -> None:
    """Let go of what was told of orders that are not this desk's any more."""
    for start in range(0, len(order_ids), _IDS_MAX):
        ask(connection, _REMOVE_OF, {"ids": list(order_ids[start : start + _IDS_MAX])})


def rates(connection: Connection) -> tuple[Rate, ...]:
    """Return how often each rule was right on this device."""
    return rates_of(derived.everything(connection, Firing))


def since(connection: Connection) -> date | None:
    """Return the first day that anything was noted on."""
    found = connection.execute(select(firings.c.fired_on).order_by(firings.c.fired_on).limit(1))
    first = found.scalar()
    return None if first is None else date.fromisoformat(str(first))


def _known(connection: Connection, statement: ClauseElement, ids: Sequence[str]) -> list[Firing]:
    names = columns(Firing)
    return [
        record(Firing, dict(zip(names, row, strict=True)))
        for start in range(0, len(ids), _IDS_MAX)
        for row in ask(connection, statement, {"ids": list(ids[start : start + _IDS_MAX])})
    ]


def _put(connection: Connection, changed: Sequence[Firing]) -> None:
    ids = [each.id for each in changed]
    for start in range(0, len(ids), _IDS_MAX):
        ask(connection, _REMOVE, {"ids": ids[start : start + _IDS_MAX]})
    derived.put_new(connection, firings, list({each.id: each for each in changed}.values()))


def _told(row: WarningRow) -> Told:
    return Told(
        warning=row.warning,
        warning_id=row.id,
        order_id=row.order_id,
        order_no=row.order_no,
        name=row.buyer,
        about=row.about,
        level=row.level,
    )
