"""A small company at a desk, for tests of pages: a few people, orders, warnings."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.background import Background
from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.transfers import Files
from desktop.screens.page import Surroundings
from desktop.settings import Preferences
from desktop.theme import apply, load_theme
from sync import clock
from sync.actions import derived
from sync.client.folder_locks import FolderLock
from sync.client.keeping import FileKeeper
from sync.client.replica import Replica
from sync.domain.orders import OrderState, PaymentTerm
from sync.domain.shipments import Container
from sync.store.database import Database
from tests.builders import (
    STAFF,
    a_line,
    a_partner,
    a_shipment,
    a_user,
    an_id,
    an_order,
    desk_database,
    put_records,
    the_rules,
)

LIN = a_user("lin", "SR", "DOC", "LOG", name_zh="林一", name_en="Lin One", id=an_id("lin"), level=0)
PEOPLE = (LIN, *(person for person in STAFF if person.login != "lin"))
BUYERS = (
    a_partner(id=an_id("nord"), name="Nordlicht GmbH", country="DE"),
    a_partner(id=an_id("oak"), name="Oak & Finch Ltd", country="GB"),
    a_partner(id=an_id("mill"), name="Shaoxing Mill", kinds="supplier", country="CN"),
)


@dataclass
class Company:
    """The rows of the fixture, by name: order "1" to "6"."""

    desk: Desk
    database: Database
    background: Background
    replica: Replica
    files: Files

    def order_id(self, number: int) -> str:
        return an_id(f"order {number}")


@pytest.fixture
def background(qtbot):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def themed(qapp):
    """The light theme at 100 %, also when a test before chose another."""
    apply(qapp, load_theme("light"), scale=100)
    yield
    apply(qapp, load_theme("light"), scale=100)


@pytest.fixture
def company(qtbot, tmp_path, background, themed):
    """Return a desk at which Lin sits: six orders, one ended, one with an urgent warning."""
    database = desk_database(tmp_path)
    fill(database)
    desk = Desk(database, background, user_id=LIN.id, device_id=an_id("device"))
    with qtbot.waitSignal(desk.seated):
        desk.sit_down()
    replica = Replica(tmp_path, database, FolderLock(tmp_path))
    replica.note(user_id=LIN.id, device_id=an_id("device"))
    files = Files(desk, FileKeeper(replica))
    yield Company(desk, database, background, replica, files)
    background.close()
    desk.deleteLater()
    replica.close()


@pytest.fixture
def seat(company):
    """Return the desk and its database."""
    return company.desk, company.database


@pytest.fixture
def around(company):
    """Return a page's surroundings, in English as the sources are."""
    wording, preferences = Wording("en", clock.today()), Preferences(language="en")
    return Surroundings(company.desk, wording, preferences, company.files)


def fill(database: Database) -> None:
    """Put the company's rows, and compute what lists show."""
    today, now = clock.today(), clock.now()
    ids = [an_id(f"order {number}") for number in range(1, 7)]
    with database.write() as connection:
        put_records(connection, (*PEOPLE, *BUYERS), ver=1)
        for number, order_id in enumerate(ids, start=1):
            put_records(connection, _order(number, order_id, today), ver=1)
        derived.refresh(connection, ids, rules=the_rules(), now=now)


def _order(number, order_id, today):
    order = an_order(
        id=order_id,
        order_no=f"SO26-{number:04d}",
        buyer_id=an_id("nord" if number % 2 else "oak"),
        owner_id=LIN.id if number < 5 else an_id("mei"),
        goods=("Table lamp", "Bamboo box", "Garden chair")[number % 3],
        buyer_po=f"PO-77{number}",
        payment_term=PaymentTerm.LC_S if number % 3 == 0 else PaymentTerm.TT_DB,
        state=OrderState.CLOSED if number == 6 else OrderState.OPEN,
        quote_valid_until=today if number == 1 else None,
        quoted_on=today - timedelta(days=20) if number == 1 else None,
        signed_on=None if number == 1 else today - timedelta(days=10 * number),
        created_at=clock.now() - timedelta(days=30),
    )
    line = a_line(
        id=an_id(f"line {number}"),
        order_id=order_id,
        quantity=Decimal(1000 * number),
        unit_price=Decimal("3.10"),
    )
    shipment = a_shipment(
        id=an_id(f"shipment {number}"),
        order_id=order_id,
        etd=today + timedelta(days=7 * number),
        load_port="CNNGB",
        bl_no=f"HLCUNGB26041{number}",
    )
    container = Container(
        id=an_id(f"container {number}"),
        order_id=order_id,
        shipment_id=shipment.id,
        number=f"MSKU123456{number}",
    )
    return (order, line, shipment, container)
