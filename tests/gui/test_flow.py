"""The live flow map: counts as the orders list has them; a press on a stage lists those orders."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from sqlalchemy import insert

from desktop.models.order_questions import said, understood
from desktop.screens.flow import FlowPage
from desktop.screens.orders import OrdersPage
from desktop.screens.page import Where
from desktop.screens.work_places import page_key
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.painting import paint_mark
from sync.domain.handing_commands import PostStatus
from sync.domain.records import to_row
from sync.domain.summaries import OrderSummary
from sync.store import derived, rows
from sync.store.derived import summaries
from sync.store.order_lists import Asking
from tests.builders import an_id

LEVELS = ("urgent", "warning", "watch", "normal")


def put_in_booking(company):
    """Put twelve orders into booking: three overdue, one of them silent for 6 days."""
    with company.database.write() as connection:
        plain = derived.get_many(connection, OrderSummary, [company.order_id(2)])
        (known,) = plain.values()
        made = [
            msgspec.structs.replace(
                known,
                id=an_id(f"booked {n}"),
                order_no=f"BK-{n:02}",
                state="open",
                node="N12",
                ball_overdue=n < 3,
                silent_days=6 if n == 0 else 0,
                ball_role="LOG",
                ball_id="",
                node_state="READY",
                team="booking team",
            )
            for n in range(12)
        ]
        connection.execute(insert(summaries), [to_row(each) for each in made])
    return {each.id for each in made}


def shown(qtbot, page):
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("process"))
    return page


@pytest.mark.system("S17")
def test_twelve_in_booking_three_overdue_and_a_press_lists_those_twelve(qtbot, around, company):
    booked = put_in_booking(company)
    page = shown(qtbot, FlowPage(around))
    box = page.map._boxes["N12"]
    assert "12/3" in box.text()
    assert "3 overdue" in box.accessibleName()
    with qtbot.waitSignal(page.go) as led:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    where = led.args[0]
    orders = OrdersPage(around)
    qtbot.addWidget(orders)
    orders.show()
    orders.show_at(where)
    qtbot.waitUntil(lambda: set(orders.list.table.ids()) == booked)
    chip = orders._filters._chips.itemAt(0).widget()
    assert "Booking" in chip.accessibleName()
    orders._filters.take_last_off()
    qtbot.waitUntil(lambda: set(orders.list.table.ids()) > booked)


def test_filters_narrow_the_map_and_go_along_to_the_list(qtbot, around, company):
    put_in_booking(company)
    page = shown(qtbot, FlowPage(around))
    with qtbot.waitSignal(page.model.loaded):
        page.list.narrow("teams", ("booking team",))
    qtbot.waitUntil(lambda: page.model.counts.count == 12)
    with qtbot.waitSignal(page.go) as led:
        page.late.click()
    asking = understood(led.args[0].filter, page.list.asking)
    assert (asking.teams, asking.troubles) == (("booking team",), ("overdue",))


@pytest.mark.system("S15")
def test_a_silent_order_says_so_in_its_row_and_who_owes_the_update(qtbot, around, company):
    put_in_booking(company)
    orders = OrdersPage(around)
    qtbot.addWidget(orders)
    orders.show()
    asking = Asking(today=company.desk.today(), troubles=("silent",))
    orders.show_at(Where("orders", filter=said(asking)))
    qtbot.waitUntil(lambda: orders.list.table.ids() == [an_id("booked 0")])
    qtbot.waitUntil(lambda: orders.list.table.record(an_id("booked 0")) is not None)
    row = orders.list.table.record(an_id("booked 0"))
    (column,) = [each for each in orders.list.table.columns if each.key == "ball_day"]
    assert "silent for 6 d" in column.cell(row).spoken
    assert column.hint(row).startswith("silent for 6 d; ")
    assert column.hint(row).endswith(" owes the update")


@pytest.mark.system("S15")
def test_a_status_is_posted_from_the_order_page(qtbot, around, company):
    from desktop.screens.order_page import OrderPage  # noqa: PLC0415  the page is this test's alone

    page = OrderPage(around)
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(2)))
    assert page.model.picture.ball is not None
    done = []
    company.desk.do(
        "status.post",
        PostStatus(order_id=company.order_id(2), text="buyer answers on Monday"),
        owner=page,
        done=done.append,
        refused=done.append,
    )
    qtbot.waitUntil(lambda: bool(page.model.picture.facts.status_posts))
    with company.database.read() as connection:
        (kept,) = rows.all_rows(connection, "status_posts")
    assert kept["text"] == "buyer answers on Monday"


def test_the_map_and_the_design_are_two_pages_of_one_area():
    assert page_key(Where("process")) == "flow"
    assert page_key(Where("process", tab="design")) == "process"
    assert page_key(Where("process", id="2")) == "process"
    assert understood("mine", Asking(today=None)) is None


@pytest.mark.system("S36")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_levels_differ_in_grey_by_shape_and_have_words(themed, language):
    tokens = [look().state("level", level) for level in LEVELS]
    assert len({token.word(language) for token in tokens}) == len(LEVELS)
    pictures = {_grey_shape(Mark("", token.shape, token.color)) for token in tokens}
    assert len(pictures) == len(LEVELS)


def _grey_shape(mark: Mark) -> bytes:
    """Return a mark as a screen without colours shows it, whatever its brightness."""
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_mark(painter, image.rect().toRectF(), mark)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.pixelColor(x, y).value() < 200 for y in range(40) for x in range(40))
