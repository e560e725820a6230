"""Handing the ball over on the order page, answering it, nudging, and the digest on Today."""

from datetime import timedelta

import pytest

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from desktop.screens.today import TodayPage
from sync import clock
from sync.actions import derived
from sync.domain.handoffs import Handoff
from sync.domain.nodes import NodeInstance, node_id
from sync.domain.nudges import Nudge
from tests.builders import an_id, put_records, the_rules
from tests.gui.conftest import LIN


@pytest.fixture
def page(qtbot, around):
    made = OrderPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    return made


def put(company, *records):
    with company.database.write() as connection:
        put_records(connection, records, ver=3)
        derived.refresh(connection, [company.order_id(1)], rules=the_rules(), now=clock.now())


def shown(qtbot, page, company):
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(1), tab="overview"))
    return page.tabs["overview"]


def changed(qtbot, company, page, press):
    with qtbot.waitSignals([company.desk.changed, page.model.loaded]):
        press.click()


def a_handoff(company, **fields):
    plain = {
        "id": an_id("handoff"),
        "order_id": company.order_id(1),
        "subject_id": company.order_id(1),
        "node": "N01",
        "from_id": an_id("mei"),
        "to_id": LIN.id,
        "delivers": "the buyer's first message",
        "handed_at": clock.now() - timedelta(days=1),
    }
    return Handoff(**{**plain, **fields})


def test_the_ball_is_handed_over_and_taken_back(qtbot, page, company):
    overview = shown(qtbot, page, company)
    overview.rail._ball.give.click()
    card = overview.handoff
    assert card.isVisible()
    card.to.choose(an_id("mei"))
    card.hand_over.click()
    qtbot.waitUntil(lambda: bool(card._delivers.error))
    card.delivers.setText("artwork")
    changed(qtbot, company, page, card.hand_over)
    assert page.model.picture.ball.holder_id == an_id("mei")
    assert card.withdraw.isVisible()
    assert not card.accept.isVisible()
    card.reason.setText("to the wrong person")
    changed(qtbot, company, page, card.withdraw)
    assert page.model.picture.ball.holder_id == LIN.id
    assert not card.isVisible()


def test_a_handoff_to_me_is_accepted_with_a_promise(qtbot, page, company):
    put(company, a_handoff(company))
    overview = shown(qtbot, page, company)
    card = overview.handoff
    assert card.isVisible()
    card.promise.setText("soon?")
    card.accept.click()
    assert card._promise.error
    day = company.desk.today() + timedelta(days=3)
    card.promise.setText(day.isoformat())
    changed(qtbot, company, page, card.accept)
    ball = page.model.picture.ball
    assert (ball.holder_id, ball.promised_on, ball.is_offered) == (LIN.id, day, False)


def test_a_handoff_is_returned_only_with_a_reason(qtbot, page, company):
    put(company, a_handoff(company))
    card = shown(qtbot, page, company).handoff
    card.give_back.click()
    qtbot.waitUntil(lambda: bool(card._reason.error))
    card.reason.setText("packing artwork is missing")
    changed(qtbot, company, page, card.give_back)
    ball = page.model.picture.ball
    assert (ball.holder_id, ball.was_returned) == (an_id("mei"), True)


def test_whoever_has_the_ball_themselves_cannot_nudge_and_reads_why(qtbot, page, company):
    overview = shown(qtbot, page, company)
    nudge = overview.rail._ball.nudge
    qtbot.waitUntil(lambda: not nudge.isEnabled())
    assert "in hand yourself" in nudge.toolTip()
    put(company, _given_to("mei", company))
    page.model.reload()
    qtbot.waitUntil(nudge.isEnabled)
    changed(qtbot, company, page, nudge)
    assert overview.rail._ball.said.isVisible()


def _given_to(login, company):
    order = company.order_id(1)
    return NodeInstance(
        id=node_id(order, "N01"),
        order_id=order,
        subject_id=order,
        node="N01",
        owner_id=an_id(login),
    )


@pytest.mark.system("S53")
def test_three_nudges_are_one_band_on_today(qtbot, around, company):
    order = company.order_id(1)
    sent = clock.now() - timedelta(days=7)
    nudges = [
        Nudge(
            id=an_id(f"nudge {number}"),
            order_id=order,
            subject_id=order,
            node="N01",
            to_id=LIN.id,
            sent_by=an_id("bo"),
            sent_at=sent,
        )
        for number in range(3)
    ]
    put(company, *nudges)
    page = TodayPage(around)
    qtbot.addWidget(page)
    page.show()
    page.show_at(Where("today"))
    qtbot.waitUntil(lambda: not page.digest.isHidden())
    assert "SO26-0001" in page.digest.accessibleName()
    assert page.digest.accessibleName().count("SO26-0001") == 1
