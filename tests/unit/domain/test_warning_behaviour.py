"""What holds for all warnings: silence without data, zones, order of rows, owners, health."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.dates import WEEKDAYS, Calendar, Calendars
from sync.domain.declarations import Declaration
from sync.domain.early_warnings import EarlyWarning, Health, Level, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance
from sync.domain.orders import Order, OrderLine
from sync.domain.people import Role
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment
from sync.domain.warning_rules import find_warnings, order_health

ROOT = Path(__file__).parents[3]
SETTINGS = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
NOW = datetime(2026, 5, 14, 7, tzinfo=UTC)
TODAY = date(2026, 5, 14)
ORDER = "0" * 32


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def a_shipment(number: int = 1, order_id: str = ORDER, **fields: object) -> Shipment:
    identifier = f"{order_id[:8]}{number:024x}"
    return Shipment(id=identifier, order_id=order_id, number=number, **fields)


def full_facts() -> OrderFacts:
    """Return an order about which many rules speak."""
    early = {"promised_etd": day(-9), "cy_closing_at": NOW + timedelta(hours=3)}
    return OrderFacts(
        order=Order(
            id=ORDER, buyer_id="b", owner_id="seller", payment_term="LC_S", signed_on=day(-30),
            forecast_finish_on=day(9), progress_percent=10, progress_planned_percent=60,
        ),
        lines=(
            OrderLine(id="l1", order_id=ORDER, position="a", quantity=Decimal(10),
                      unit_price=Decimal("2.68")),
        ),
        shipments=(
            a_shipment(1, etd=day(10), vgm_cutoff_at=NOW + timedelta(hours=1), **early),
            a_shipment(2, etd=day(10), si_cutoff_at=NOW + timedelta(hours=1), **early),
            a_shipment(3, on_board_on=day(-12), freight=Decimal(12), freight_costing=Decimal(10)),
        ),
        letters_of_credit=(
            LetterOfCredit(id="c1", order_id=ORDER, latest_shipment_on=day(6), expiry_on=day(9)),
            LetterOfCredit(id="c2", order_id=ORDER, latest_shipment_on=day(6),
                           amendment_requested_on=day(-20)),
        ),
        receipts=tuple(
            Receipt(id=f"r{n}", order_id=ORDER, amount=Decimal(5), received_on=day(-9 - n))
            for n in range(3)
        ),
        declarations=tuple(
            Declaration(id=f"d{n}", order_id=ORDER, shipment_id="", exported_on=day(-70 - n))
            for n in range(3)
        ),
        nodes=(
            NodeInstance(id="n1", order_id=ORDER, subject_id=ORDER, node="N06", owner_id="clerk"),
        ),
    )  # fmt: skip


def found_in(facts: OrderFacts, calendars: Calendars = CALENDARS, now: datetime = NOW):
    return find_warnings(facts, calendars=calendars, now=now, settings=SETTINGS)


def test_the_same_facts_in_any_order_give_the_same_bytes():
    facts = full_facts()
    turned = {
        name: getattr(facts, name)[::-1]
        for name in ("shipments", "letters_of_credit", "receipts", "declarations", "nodes")
    }
    found = found_in(facts)
    assert len({warning.id for warning in found}) >= 12
    assert msgspec.json.encode(found) == msgspec.json.encode(found_in(facts))
    shuffled = found_in(msgspec.structs.replace(facts, **turned))
    assert msgspec.json.encode(found) == msgspec.json.encode(shuffled)


def test_a_rule_speaks_once_about_a_row():
    found = [(warning.id, warning.row_id) for warning in found_in(full_facts())]
    assert len(found) == len(set(found))


def test_a_warning_says_its_facts_and_sentences():
    (slack, *_) = [each for each in found_in(full_facts()) if each.id == "W06"]
    assert slack.level == Level.URGENT
    assert slack.entity == "shipments"
    assert slack.facts == {
        "latest": "2026-05-20",
        "forecast": "2026-05-24",
        "span": "span_short_days",
        "count": 4,
        "amount": "26.80",
        "currency": "USD",
    }
    assert (slack.title, slack.cause) == ("W06_title", "W06_cause")
    assert (slack.effect, slack.next_step) == ("W06_effect", "W06_next")
    assert slack.owner_roles == (Role.LOG, Role.SR)
    assert slack.told_roles == (Role.MGR, Role.DOC)


def test_only_a_red_warning_tells_others():
    for warning in found_in(full_facts()):
        assert (warning.level == Level.URGENT) or warning.told_roles == ()


def test_the_owner_is_who_holds_the_node_else_the_seller():
    owners = {warning.id: warning.owner_id for warning in found_in(full_facts())}
    assert owners["W08"] == "clerk"
    assert owners["W06"] == "seller"
    assert owners["W38"] == ""


def test_amount_is_missing_rather_than_wrong():
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="TT_DB", signed_on=day(-20))
    (deposit,) = found_in(OrderFacts(order=order))
    assert deposit.id == "W04"
    assert "amount" not in deposit.facts


def test_deposit_within_bank_charges_is_in():
    order = Order(
        id=ORDER, buyer_id="b", owner_id="s", payment_term="TT_DB", signed_on=day(-20),
        deposit_percent=Decimal(30),
    )  # fmt: skip
    line = OrderLine(
        id="l", order_id=ORDER, position="a", quantity=Decimal(1), unit_price=Decimal(10_000)
    )

    def silent(amount: int, confirmed: date | None) -> bool:
        receipt = Receipt(
            id="r", order_id=ORDER, amount=Decimal(amount), bop_declared_on=TODAY,
            received_on=TODAY, confirmed_on=confirmed,
        )  # fmt: skip
        return not found_in(OrderFacts(order=order, lines=(line,), receipts=(receipt,)))

    assert silent(2985, TODAY)
    assert not silent(2984, TODAY)
    assert not silent(3000, None)


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"si_sent_at": NOW}, "W20"),
        ({"vgm_sent_at": NOW}, "W21"),
        ({"gated_in_at": NOW}, "W22"),
        ({"customs": "RELEASED"}, "W23"),
        ({"filing_accepted_at": NOW}, "W24"),
        ({"booking_no": "B1"}, "W17"),
    ],
)
def test_what_is_done_no_longer_warns(change: dict[str, object], gone: str):
    soon = NOW + timedelta(hours=2)
    shipment = a_shipment(
        etd=day(2), si_cutoff_at=soon, vgm_cutoff_at=soon, cy_closing_at=soon,
        customs_cutoff_at=soon, filing_cutoff_at=soon,
    )  # fmt: skip
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="OA")
    before = {each.id for each in found_in(OrderFacts(order=order, shipments=(shipment,)))}
    done = msgspec.structs.replace(shipment, **change)
    after = {each.id for each in found_in(OrderFacts(order=order, shipments=(done,)))}
    assert before - after == {gone}


def cut_off_level(moment: datetime, now: datetime) -> str | None:
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="OA")
    shipment = a_shipment(si_cutoff_at=moment, port_zone="Europe/Berlin")
    found = found_in(OrderFacts(order=order, shipments=(shipment,)), now=now)
    return found[0].level.value if found else None


def test_a_cut_off_counts_real_hours_across_a_clock_change():
    # On 29 March 2026 clocks in Berlin go from 02:00 to 03:00: noon to noon is 23 hours.
    noon_before = datetime.fromisoformat("2026-03-28T12:00:00+01:00")
    noon_after = datetime.fromisoformat("2026-03-29T12:00:00+02:00")
    assert cut_off_level(noon_after, noon_before - timedelta(hours=1)) == "warning"
    assert cut_off_level(noon_after, noon_before - timedelta(hours=1, minutes=1)) is None
    assert cut_off_level(noon_after, noon_after - timedelta(hours=6)) == "warning"
    assert cut_off_level(noon_after, noon_after - timedelta(hours=5, minutes=59)) == "urgent"


def test_the_zone_in_which_now_is_said_changes_nothing():
    shifted = NOW.astimezone(datetime.fromisoformat("2026-05-14T00:00:00-07:00").tzinfo)
    assert found_in(full_facts(), now=shifted) == found_in(full_facts())


def test_today_is_the_office_day_not_the_utc_day():
    order = Order(id=ORDER, buyer_id="b", owner_id="s", quote_valid_until=TODAY)
    evening = datetime(2026, 5, 14, 15, 59, tzinfo=UTC)
    (before,) = found_in(OrderFacts(order=order), now=evening)
    (after,) = found_in(OrderFacts(order=order), now=evening + timedelta(minutes=1))
    assert (before.level, after.level) == (Level.WARNING, Level.URGENT)
    assert after.facts["span"] == "span_over_days_one"


def test_cy_closing_is_taken_on_the_day_at_the_port():
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="OA")
    closing = datetime(2026, 5, 21, 18, tzinfo=UTC)

    def left(zone: str) -> object:
        shipment = a_shipment(inspection_on=day(1), cy_closing_at=closing, port_zone=zone)
        found = found_in(OrderFacts(order=order, shipments=(shipment,)))
        return [each.facts["count"] for each in found if each.id == "W16"]

    assert left("America/Los_Angeles") == [4]
    assert left("Asia/Shanghai") == []
    assert left("no such place") == []


def test_a_holiday_moves_the_bank_days_but_not_the_latest_shipment():
    holiday = Calendar(closed=frozenset((date(2026, 6, 8), date(2026, 6, 9))))
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="LC_S")
    credit = LetterOfCredit(
        id="c", order_id=ORDER, number="1", latest_shipment_on=day(20), expiry_on=date(2026, 6, 8)
    )
    shipment = a_shipment(etd=day(18))
    facts = OrderFacts(order=order, shipments=(shipment,), letters_of_credit=(credit,))
    open_bank = {each.id: each.facts for each in found_in(facts)}
    closed_bank = {
        each.id: each.facts for each in found_in(facts, Calendars(company=WEEKDAYS, bank=holiday))
    }
    assert open_bank["W07"]["latest"] == "2026-06-08"
    assert closed_bank["W07"]["latest"] == "2026-06-10"
    assert open_bank["W06"]["latest"] == closed_bank["W06"]["latest"] == "2026-06-03"


def test_a_departure_that_did_not_happen_counts_from_today():
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="LC_S")
    credit = LetterOfCredit(id="c", order_id=ORDER, number="1", latest_shipment_on=day(1))
    shipment = a_shipment(etd=day(-5))
    facts = OrderFacts(order=order, shipments=(shipment,), letters_of_credit=(credit,))
    slack = next(each for each in found_in(facts) if each.id == "W06")
    assert slack.facts["forecast"] == "2026-05-14"


def a_warning(rule: str, level: Level) -> EarlyWarning:
    return EarlyWarning(
        id=rule, level=level, order_id=ORDER, entity="orders", row_id=ORDER, facts={},
        owner_roles=(), title="", cause="", effect="", next_step="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "health"),
    [
        ([], Health.GREEN),
        ([("W06", Level.URGENT)], Health.RED),
        ([("W38", Level.URGENT)], Health.RED),
        ([("W06", Level.WARNING)], Health.GREEN),
        ([("W11", Level.URGENT)], Health.AMBER),
        ([("W11", Level.URGENT), ("W19", Level.URGENT)], Health.RED),
        ([("W11", Level.WARNING), ("W19", Level.WARNING)], Health.GREEN),
        ([("W11", Level.WARNING), ("W19", Level.WARNING), ("W25", Level.WARNING)], Health.AMBER),
        ([("W11", Level.WATCH)] * 5, Health.GREEN),
    ],
)
def test_an_order_is_as_healthy_as_its_warnings(given: list[tuple[str, Level]], health: Health):
    warnings = [a_warning(rule, level) for rule, level in given]
    assert order_health(warnings, settings=SETTINGS) == health


def test_goods_that_arrived_have_left_even_if_nobody_said_when():
    order = Order(id=ORDER, buyer_id="b", owner_id="s", payment_term="OA")
    moved = a_shipment(etd=day(-50), si_cutoff_at=NOW, promised_etd=day(-90), arrived_on=day(-9))
    waiting = msgspec.structs.replace(moved, arrived_on=None)
    assert found_in(OrderFacts(order=order, shipments=(moved,))) == ()
    assert {w.id for w in found_in(OrderFacts(order=order, shipments=(waiting,)))} == {
        "W17", "W20", "W25",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("count", "span"), [(2, "span_left_days"), (1, "span_left_days_one"), (0, "span_due_today")]
)
def test_a_span_has_words_for_many_for_one_and_for_today(count: int, span: str):
    order = Order(id=ORDER, buyer_id="b", owner_id="s", quote_valid_until=day(count))
    (warning,) = found_in(OrderFacts(order=order))
    assert (warning.facts["span"], warning.facts["count"]) == (span, count)
