"""Making an order from the form."""

import pytest

from desktop.models.order_forms import LineTyped, OrderForm, OrderTyped, amount_of, errors_in
from desktop.screens.new_order import NewOrderPage
from desktop.screens.page import Where
from sync.store import drafts, rows
from tests.builders import an_id

LAMP = LineTyped(description="Lamp", quantity="2,000", unit_price="13.40")


@pytest.fixture
def page(qtbot, around):
    page = NewOrderPage(around)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.show_at(Where("orders", tab="new"))
    qtbot.waitUntil(lambda: page._is_loaded)
    return page


def fill(page, buyer=("", "Sunfield Retail")):
    page.buyer.show_buyer(*buyer)
    page.terms.show_fields({"named_place": "Ningbo", "deposit_percent": "30"})
    page.lines.show_lines([LAMP, LineTyped(description="Bulb", quantity="1")])
    page.lines._lines[1].fields["quantity"].setText("10")  # as typed


def orders(company):
    with company.database.read() as connection:
        return list(rows.all_rows(connection, "orders"))


def test_an_empty_form_says_what_is_missing_at_its_fields(page, company):
    page.save()
    assert page.buyer.field.error
    assert page.terms._fields["named_place"].error
    assert page.lines._lines[0].error.text()
    assert len(orders(company)) == 6


def test_one_save_makes_buyer_order_and_lines_and_goes_there(qtbot, page, company):
    fill(page)
    with qtbot.waitSignal(page.go) as told:
        page.save()
    order_id = told.args[0].id
    with company.database.read() as connection:
        order = rows.get(connection, "orders", order_id)
        buyer = rows.get(connection, "partners", str(order["buyer_id"]))
        lines = list(rows.find_many(connection, "order_lines", "order_id", [order_id]))
    assert (buyer["name"], buyer["kinds"]) == ("Sunfield Retail", "buyer")
    assert (order["goods"], order["named_place"]) == ("Lamp", "Ningbo")
    named = sorted((line["position"], line["description"], line["quantity"]) for line in lines)
    assert [line[1:] for line in named] == [("Lamp", "2000"), ("Bulb", "10")]
    assert page.buyer.text() == ""


def test_a_buyer_is_found_by_a_few_letters(qtbot, page):
    page.buyer._words.setText("oak")
    with qtbot.waitSignal(page.buyer._search.found):
        page.buyer._look()
    assert [hit.name for hit in page.buyer._search.hits] == ["Oak & Finch Ltd"]
    page.buyer._hits.itemAt(0).widget().click()
    assert page.typed().buyer_id == an_id("oak")
    assert page.typed().new_buyer == ""


def test_what_is_typed_is_kept_and_comes_back(qtbot, page, company, around):
    fill(page)
    with qtbot.waitSignal(page._drafts.kept):
        page.leave()
    other = NewOrderPage(around)
    qtbot.addWidget(other)
    other.show_at(Where("orders", tab="new"))
    qtbot.waitUntil(lambda: other._is_loaded)
    assert other.buyer.text() == "Sunfield Retail"
    assert other.typed().lines[0] == LAMP
    assert other.typed().fields["named_place"] == "Ningbo"
    assert not other._drafts._waiting  # showing a draft is no typing


def test_a_made_order_leaves_no_draft(qtbot, page, company):
    fill(page)
    with qtbot.waitSignal(page._drafts.kept):
        page._drafts.flush()
    with qtbot.waitSignal(page.go):
        page.save()

    def is_gone():
        with company.database.read() as connection:
            return drafts.load(connection, "order.create") is None

    qtbot.waitUntil(is_gone)


def test_a_second_try_does_only_what_is_left(qtbot, company):
    form = OrderForm(company.desk)
    typed = OrderTyped(new_buyer="Sunfield", fields={"named_place": "X", "note": "\x00"})
    told = []
    form.save(typed, done=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "text_has_control_characters"
    mended = OrderTyped(new_buyer="Sunfield", fields={"named_place": "X"}, lines=(LAMP,))
    form.save(mended, done=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] is None
    with company.database.read() as connection:
        names = [row["name"] for row in rows.all_rows(connection, "partners")]
    assert names.count("Sunfield") == 1
    form.deleteLater()


def test_only_the_fields_of_the_payment_term_are_offered(page):
    page.terms.show_fields({"payment_term": "OA", "deposit_percent": "30", "credit_days": "60"})
    assert page.terms.fields()["deposit_percent"] == ""
    assert page.terms.fields()["credit_days"] == "60"


def test_numbers_that_cannot_be_read_are_told_by_line():
    bad = LineTyped(description="Lamp", quantity="x")
    typed = OrderTyped(buyer_id="a", fields={"named_place": "X"}, lines=(LAMP, bad))
    assert set(errors_in(typed)) == {"line 1 quantity"}
    assert amount_of(bad, "USD") is None
    assert str(amount_of(LAMP, "USD")) == "26800.00"


def test_a_number_field_of_the_order_is_checked_too():
    fields = {"named_place": "X", "deposit_percent": "many"}
    errors = errors_in(OrderTyped(buyer_id="a", fields=fields, lines=(LAMP,)))
    assert set(errors) == {"deposit_percent"}


def test_the_form_fits_a_small_window(page):
    assert page.minimumSizeHint().width() <= 763
    assert page.minimumSizeHint().height() <= 400
