"""Founds a fictional company: its people, partners, goods and orders, always fresh as of today.

The same seed and day give the same company. Everything is written as a desk's changes are: under
head office's versions, with a place in the feed, and with history.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from random import Random

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.change_locks import SETTING
from sync.actions.office import Bench
from sync.actions.rules_of import load_rules
from sync.domain.entities import ENTITIES
from sync.domain.ids import row_id
from sync.domain.people import Role
from sync.domain.records import Record, to_row
from sync.domain.settings import ConfigItem
from sync.server import administration
from sync.server.sample_conflicts import add_conflicts
from sync.server.sample_exceptions import trouble_rows
from sync.server.sample_handing import away_rows, handed_on
from sync.server.sample_history import history_of
from sync.server.sample_orders import Told, World, told_orders
from sync.server.sample_papers import with_content
from sync.server.sample_partners import Market, market_of
from sync.server.sample_people import Cast, company_name, new_people
from sync.server.sample_process import draft_rows
from sync.server.sample_projects import project_rows
from sync.server.sample_talk import talk_of
from sync.server.sample_team import team_rows
from sync.server.sample_times import time_rows
from sync.store import feed, numbers
from sync.store.warning_files import load_warning_settings

ORDERS = 400
ORDERS_A_VERSION = 20

Rows = Iterator[tuple[str, Record]]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which company to make. `password` lets everybody of it in.

    `has_files`: the contents of its papers are kept as well.
    """

    seed: int
    now: datetime
    password: str
    orders: int = ORDERS
    has_files: bool = False


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What was made. `desks`: the logins of a seller, a document clerk and a manager."""

    company: str
    desks: dict[str, str]
    people: int
    partners: int
    orders: int
    conflicts: int


def found_sample(connection: Connection, wanted: Wanted) -> Sample:
    """Found the company in an empty database."""
    draw = Random(str(wanted.seed))  # noqa: S311  a seed must give the same company again
    company = company_name(draw)
    administration.found(connection, company, now=wanted.now)
    cast = _let_in(connection, draw, wanted)
    rules = load_rules(connection)
    world = World(
        market=market_of(draw, cast.sellers(), clock.today(wanted.now)),
        cast=cast,
        process=rules.process(rules.newest_process),
        calendars=rules.calendars,
        settings=load_warning_settings(),
        now=wanted.now,
        seed=wanted.seed,
    )
    _write(connection, _market_rows(world.market))
    _write(connection, team_rows(cast, wanted.now))
    told = _numbered(connection, told_orders(world, wanted.orders))
    for start in range(0, len(told), ORDERS_A_VERSION):
        portion = told[start : start + ORDERS_A_VERSION]
        _write(connection, _all_rows(portion, cast, draw, has_files=wanted.has_files))
    _write(connection, away_rows(told, cast, wanted.now))
    _write(connection, trouble_rows(told, world))
    _write(connection, project_rows(told, world))
    _write(connection, draft_rows(world))
    _write(connection, time_rows(told, world))
    conflicts = add_conflicts(connection, told, cast, rules=rules, now=wanted.now)
    return Sample(
        company=company,
        desks=_desks(cast),
        people=len(cast.people),
        partners=len(list(world.market.partners())),
        orders=len(told),
        conflicts=conflicts,
    )


def _let_in(connection: Connection, draw: Random, wanted: Wanted) -> Cast:
    """Let the people in; return them in the order of their seats."""
    logins: list[str] = []
    for new in new_people(draw, wanted.password):
        administration.add_user(connection, new, now=wanted.now)
        logins.append(new.login)
    people = {user.login: user for user in administration.users(connection)}
    return Cast([people[login] for login in logins])


def _desks(cast: Cast) -> dict[str, str]:
    return {
        "sales": cast.sellers()[0].login,
        "documents": cast.with_role(Role.DOC)[0].login,
        "manager": cast.with_role(Role.MGR)[0].login,
    }


def _numbered(connection: Connection, told: list[Told]) -> list[Told]:
    """Return the orders with head office's numbers, in the order in which they came."""
    found: list[Told] = []
    for each in told:
        made = each.facts.order.created_at
        number = numbers.next_number(connection, f"SO{made:%y}")
        order = msgspec.structs.replace(each.facts.order, order_no=number)
        facts = msgspec.structs.replace(each.facts, order=order)
        found.append(Told(plot=each.plot, facts=facts))
    return found


def _market_rows(market: Market) -> Rows:
    yield from (("partners", partner) for partner in market.partners())
    yield from (("contacts", contact) for contact in market.contacts)
    yield from (("products", product) for product in market.products)
    yield "duplicates", market.pair
    # Its people change prices of signed orders on two desks at once, to show what becomes of that.
    unlocked = ConfigItem(id=row_id("config", SETTING), key=SETTING, value="off")
    yield "config_items", unlocked


def _all_rows(portion: list[Told], cast: Cast, draw: Random, *, has_files: bool) -> Rows:
    for told in portion:
        facts, talk = told.facts, talk_of(told, cast, draw)
        files = facts.attachments
        yield "orders", facts.order
        for entity, found in (
            ("order_lines", facts.lines),
            ("shipments", facts.shipments),
            ("shipment_lines", facts.shipment_lines),
            ("containers", facts.containers),
            ("letters_of_credit", facts.letters_of_credit),
            ("receipts", facts.receipts),
            ("receipt_allocations", facts.allocations),
            ("declarations", facts.declarations),
            ("nodes", facts.nodes),
            ("answers", facts.answers),
            ("attachments", tuple(map(with_content, files)) if has_files else files),
            ("comments", talk.comments),
            ("tasks", talk.tasks),
            *handed_on(told, cast),
            ("history", tuple(history_of(told))),
        ):
            yield from ((entity, item) for item in found)


def _write(connection: Connection, found: Rows) -> None:
    """Write new rows under the next version."""
    bench = Bench(connection, feed.raise_head(connection))
    places = {entity: place for place, entity in enumerate(ENTITIES)}
    in_order = sorted(found, key=lambda pair: places[pair[0]])
    for entity, pairs in groupby(in_order, key=lambda pair: pair[0]):
        items = [item for _, item in pairs]
        bench.work.prefetch(entity, [item.id for item in items])
        for item in items:
            bench.work.insert(entity, to_row(item))
    bench.write()
