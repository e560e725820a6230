"""Warnings as kept on the device: written where they changed, and let go of when they are stale."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BindParameter, Connection, Dialect, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.domain.records import columns, record, to_value
from sync.domain.summaries import Alarmed, WarningRow, worst
from sync.domain.tallies import Kind, Tally
from sync.domain.warning_buyers import Owed
from sync.store import derived, firings
from sync.store.derived import summaries, tallies, warned, warnings
from sync.store.statements import ask, compiled, run_many
from sync.store.tables import TABLES

_IDS_MAX = 500
_WANTED: BindParameter[object] = bindparam("ids", expanding=True)
_OF_ORDERS = delete(warnings).where(warnings.c.order_id.in_(_WANTED), warnings.c.about.is_(None))
_ABOUT = delete(warnings).where(warnings.c.about.in_(_WANTED))
_TALLIES = select(tallies).where(tallies.c.order_id.in_(_WANTED))
_OF_SUBJECT = (
    select(*(tallies.c[name] for name in columns(Tally)))
    .where(tallies.c.kind == bindparam("kind"), tallies.c.subject == bindparam("subject"))
    .order_by(tallies.c.id)
)
_OWED = select(tallies.c.subject, tallies.c.currency, tallies.c.amount).where(
    tallies.c.kind == Kind.INVOICE.value,
    tallies.c.is_met == 1,
    tallies.c.until.is_(None),
    tallies.c.amount.is_not(None),
)
_WITHOUT = delete(tallies).where(tallies.c.id.in_(_WANTED))
_UNWARNED = delete(warned).where(warned.c.id.in_(_WANTED))
_TOLD = (
    update(summaries)
    .where(summaries.c.id == bindparam("order"))
    .values(level=bindparam("worst"), warnings=bindparam("count"))
)

Subject = tuple[Kind, str]


def put(
    connection: Connection, found: Sequence[Alarmed], order_ids: Sequence[Id], today: date
) -> frozenset[Subject]:
    """Replace what these orders warn of; return for whom they now count otherwise than before."""
    _each_part(connection, _OF_ORDERS, order_ids)
    told = [row for each in found for row in each.warnings]
    derived.put_new(connection, warnings, told)
    goods = {each.order_id: each.goods for each in found}
    firings.follow_orders(connection, list(goods), told, goods, today)
    put_until(connection, [(each.order_id, each.until) for each in found])
    touched = _put_tallies(connection, found, order_ids)
    gone = set(order_ids) - {each.order_id for each in found}
    _each_part(connection, _UNWARNED, sorted(gone))
    firings.forget(connection, sorted(gone))
    return touched


def tell_summaries(connection: Connection, found: Sequence[Alarmed]) -> None:
    """Have lists show how pressing the orders' warnings are, where their summaries are kept."""
    for each in found:
        told = {"order": each.order_id, "worst": worst(each.warnings), "count": len(each.warnings)}
        ask(connection, _TOLD, told)


def put_until(connection: Connection, standing: Sequence[tuple[str, datetime]]) -> None:
    """Note until when warnings stand by themselves."""
    values = [(key, str(to_value(until))) for key, until in standing]
    run_many(connection, compiled(_standing, ("id", "until"), connection.dialect), values)


def _standing(_dialect: Dialect) -> ClauseElement:
    made = insert(warned).values(id=bindparam("id"), until=bindparam("until"))
    return made.on_conflict_do_update(index_elements=["id"], set_={"until": made.excluded.until})


def put_about(
    connection: Connection, about: Sequence[str], found: Sequence[WarningRow], today: date
) -> None:
    """Replace the warnings about these subjects."""
    _each_part(connection, _ABOUT, about)
    firings.follow_about(connection, about, found, today)
    derived.put_new(connection, warnings, found)


def stale(connection: Connection, now: datetime) -> list[Id]:
    """Return the orders whose warnings stand no longer, or were never computed."""
    orders = TABLES["orders"]
    fresh = select(warned.c.id).where(warned.c.until > str(to_value(now)))
    chosen = select(orders.c.id).where(orders.c.id.not_in(fresh)).order_by(orders.c.id.desc())
    return [str(found) for found in connection.execute(chosen).scalars()]


def stands(connection: Connection, about: Sequence[str], now: datetime) -> frozenset[str]:
    """Return those of the subjects whose warnings still stand."""
    chosen = select(warned.c.id).where(
        warned.c.id.in_(list(about)), warned.c.until > str(to_value(now))
    )
    return frozenset(str(each) for each in connection.execute(chosen).scalars())


def tallies_for(connection: Connection, subjects: Iterable[Subject]) -> dict[Subject, list[Tally]]:
    """Return what counts for each of these subjects."""
    names = columns(Tally)
    return {
        (kind, subject): [
            record(Tally, dict(zip(names, row, strict=True)))
            for row in ask(connection, _OF_SUBJECT, {"kind": kind.value, "subject": subject})
        ]
        for kind, subject in sorted(subjects)
    }


def all_subjects(connection: Connection) -> frozenset[Subject]:
    """Return everybody for whom anything counts."""
    chosen = select(tallies.c.kind, tallies.c.subject).distinct()
    return frozenset((Kind(kind), str(subject)) for kind, subject in connection.execute(chosen))


def owed(connection: Connection) -> Mapping[Id, Owed]:
    """Return what each buyer owes, by currency."""
    found: dict[Id, dict[str, Decimal]] = {}
    for subject, currency, amount in ask(connection, _OWED):
        own = found.setdefault(str(subject), {})
        own[str(currency)] = own.get(str(currency), Decimal(0)) + Decimal(str(amount))
    return found


def _put_tallies(
    connection: Connection, found: Sequence[Alarmed], order_ids: Sequence[Id]
) -> frozenset[Subject]:
    """Write what differs of the orders' tallies; return for whom."""
    names = columns(Tally)
    before: dict[Id, tuple[object, ...]] = {}
    for start in range(0, len(order_ids), _IDS_MAX):
        part = {"ids": list(order_ids[start : start + _IDS_MAX])}
        before |= {str(row[0]): tuple(row) for row in ask(connection, _TALLIES, part)}
    after = {each.id: each for part in found for each in part.tallies}
    same = {
        key
        for key, row in before.items()
        if key in after and row == tuple(to_value(getattr(after[key], name)) for name in names)
    }
    new = [each for key, each in after.items() if key not in same]
    old = [row for key, row in before.items() if key not in same]
    _each_part(connection, _WITHOUT, sorted(str(row[0]) for row in old))
    derived.put_new(connection, tallies, new)
    kind, subject = names.index("kind"), names.index("subject")
    gone = {(Kind(str(row[kind])), str(row[subject])) for row in old}
    return frozenset(gone | {(each.kind, each.subject) for each in new})


def _each_part(connection: Connection, statement: ClauseElement, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _IDS_MAX):
        ask(connection, statement, {"ids": list(ids[start : start + _IDS_MAX])})
