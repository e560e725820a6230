"""Each warning rule at its lines: green, watched, amber, red."""

import string
import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.dates import WEEKDAYS, Calendars, add_working_days
from sync.domain.declarations import Declaration
from sync.domain.early_warnings import WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.orders import Order, OrderLine
from sync.domain.partners import Partner
from sync.domain.receipts import Receipt
from sync.domain.shipments import Shipment
from sync.domain.warning_rules import find_warnings

ROOT = Path(__file__).parents[3]
WORDS = tomllib.loads((ROOT / "resources" / "messages" / "warnings.toml").read_text("utf-8"))
SETTINGS = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
NOW = datetime(2026, 5, 14, 7, tzinfo=UTC)
TODAY = date(2026, 5, 14)
"""A Thursday; it is 15:00 at the office."""
ORDER, SHIPMENT = "0" * 32, "1" * 32


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def working_day(count: int) -> date:
    return add_working_days(TODAY, count, WEEKDAYS)


def hour(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def an_order(**fields: object) -> Order:
    given = {"payment_term": "OA", "signed_on": day(-60), **fields}
    return msgspec.convert(
        {"id": ORDER, "buyer_id": "b", "owner_id": "seller", **given}, Order, strict=False
    )


def facts(*rows: object, **fields: object) -> OrderFacts:
    """Return an order with these fields and rows."""

    def of(kind: type) -> tuple[object, ...]:
        return tuple(row for row in rows if isinstance(row, kind))

    return OrderFacts(
        order=an_order(**fields),
        buyer=next(iter(of(Partner)), None),
        lines=of(OrderLine),
        shipments=of(Shipment),
        letters_of_credit=of(LetterOfCredit),
        receipts=of(Receipt),
        declarations=of(Declaration),
        nodes=of(NodeInstance),
    )


def a_shipment(**fields: object) -> Shipment:
    return Shipment(id=SHIPMENT, order_id=ORDER, **fields)


def a_credit(**fields: object) -> LetterOfCredit:
    return LetterOfCredit(id="2" * 32, order_id=ORDER, number="LC1", **fields)


def a_receipt(**fields: object) -> Receipt:
    return Receipt(id="3" * 32, order_id=ORDER, amount=Decimal(100), **fields)


def a_declaration(**fields: object) -> Declaration:
    return Declaration(id="4" * 32, order_id=ORDER, shipment_id=SHIPMENT, **fields)


def level_of(given: OrderFacts, rule: str, now: datetime = NOW) -> str | None:
    found = find_warnings(given, calendars=CALENDARS, now=now, settings=SETTINGS)
    levels = [warning.level.value for warning in found if warning.id == rule]
    assert len(levels) <= 1
    return levels[0] if levels else None


RED, AMBER, WATCH, GREEN = "urgent", "warning", "watch", None


def w01(at: str) -> OrderFacts:
    moment = datetime.fromisoformat(f"2026-05-{at}:00+08:00")
    return facts(signed_on=None, inquired_at=moment)


def w03(count: int) -> OrderFacts:
    start = datetime.combine(working_day(-count), datetime.min.time(), UTC)
    node = NodeInstance(
        id="n", order_id=ORDER, subject_id=ORDER, node="N03", started_at=start, state="IN_PROGRESS"
    )
    return facts(node)


def w05(count: int) -> OrderFacts:
    return facts(a_shipment(committed_ship_on=day(count)), payment_term="LC_S", signed_on=day(-300))


def w06(slack: int) -> OrderFacts:
    credit = a_credit(latest_shipment_on=day(20 + slack))
    return facts(a_shipment(etd=day(20)), credit, payment_term="LC_S")


def w07(slack: int) -> OrderFacts:
    ready = working_day(10)
    latest = add_working_days(ready, slack, WEEKDAYS)
    shipment = a_shipment(on_board_on=day(-1), documents_ready_on=ready, bl_received_on=TODAY)
    credit = a_credit(expiry_on=latest, presentation_days=90)
    return facts(shipment, credit, payment_term="LC_S")


def w08(count: int, latest: int = 60) -> OrderFacts:
    credit = a_credit(amendment_requested_on=working_day(-count), latest_shipment_on=day(latest))
    return facts(credit, payment_term="LC_U")


def w10(slack: int) -> OrderFacts:
    buyer = Partner(id="b", name="B", kinds="buyer", credit_limit_end=day(20 + slack))
    return facts(buyer, a_shipment(etd=day(20)))


def w12(slack: int) -> OrderFacts:
    etd = working_day(20)
    finish = add_working_days(etd, -5 - slack, WEEKDAYS)
    return facts(a_shipment(etd=etd), forecast_finish_on=finish)


def w16(count: int) -> OrderFacts:
    closing = datetime.combine(working_day(8), datetime.min.time(), UTC) + timedelta(hours=4)
    inspected = add_working_days(working_day(8), -count, WEEKDAYS)
    return facts(a_shipment(inspection_on=inspected, cy_closing_at=closing))


def w17(count: int) -> OrderFacts:
    return facts(a_shipment(etd=day(count)), signed_on=day(count - 100))


def w19(actual: str) -> OrderFacts:
    return facts(a_shipment(freight=Decimal(actual), freight_costing=Decimal(1000)))


def cut_off(field: str, count: float) -> OrderFacts:
    return facts(a_shipment(**{field: hour(count)}))


def w26(count: int) -> OrderFacts:
    shipment = a_shipment(
        on_board_on=day(-30), bl_received_on=day(-20), discharged_on=day(count - 9), free_days=10
    )
    return facts(shipment)


def w29(count: int) -> OrderFacts:
    shipment = a_shipment(
        on_board_on=day(-1), documents_ready_on=TODAY, bl_received_on=TODAY, open_rule_errors=2
    )
    credit = a_credit(expiry_on=working_day(count), presentation_days=90)
    return facts(shipment, credit, payment_term="LC_S")


def w30(count: int) -> OrderFacts:
    shipment = a_shipment(on_board_on=day(count - 21), bl_received_on=TODAY)
    credit = a_credit(expiry_on=day(90), presentation_days=21)
    return facts(shipment, credit, payment_term="LC_S")


def w31(count: int) -> OrderFacts:
    shipment = a_shipment(on_board_on=day(-20), presented_on=working_day(-count))
    return facts(shipment, a_credit(expiry_on=day(90)), payment_term="LC_S")


def w32(late: int) -> OrderFacts:
    return facts(a_shipment(on_board_on=day(-late - 60), due_on=day(-late), bl_received_on=TODAY))


def w39(count: int) -> OrderFacts:
    return facts(a_receipt(received_on=day(-count)), a_shipment(etd=day(60)))


def filing(field: str, exported: date, **fields: object) -> OrderFacts:
    shipment = a_shipment(on_board_on=exported, bl_received_on=exported, **fields)
    return facts(shipment, a_declaration(exported_on=exported, **{field: exported}))


CASES = [
    ("W01", w01, [("14T13:00", GREEN), ("14T11:00", WATCH), ("14T10:00", WATCH)]),
    ("W01", w01, [("14T09:59", AMBER), ("13T15:00", AMBER), ("13T14:59", RED)]),
    ("W02", lambda n: facts(signed_on=None, quoted_on=TODAY, quote_valid_until=day(n)),
     [(4, GREEN), (3, AMBER), (0, AMBER), (-1, RED)]),
    ("W02", lambda n: facts(signed_on=None, quoted_on=day(-n), quote_valid_until=day(30 - n)),
     [(20, GREEN), (21, WATCH), (26, WATCH), (27, AMBER)]),
    ("W03", w03, [(4, GREEN), (5, WATCH), (6, AMBER), (7, AMBER), (8, RED)]),
    ("W04", lambda n: facts(payment_term="TT_DB", signed_on=working_day(-n)),
     [(2, GREEN), (3, WATCH), (4, AMBER), (7, AMBER), (8, RED)]),
    ("W05", w05, [(200, GREEN), (36, WATCH), (35, AMBER), (30, AMBER), (29, RED)]),
    ("W06", w06, [(7, GREEN), (6, AMBER), (3, AMBER), (2, RED), (-4, RED)]),
    ("W07", w07, [(5, GREEN), (4, AMBER), (2, AMBER), (1, RED)]),
    ("W08", w08, [(3, GREEN), (4, WATCH), (6, AMBER), (8, AMBER), (9, RED)]),
    ("W08", lambda n: w08(1, n), [(15, GREEN), (14, RED)]),
    ("W10", w10, [(10, GREEN), (9, AMBER), (0, AMBER), (-1, RED)]),
    ("W11", lambda n: facts(progress_planned_percent=85, progress_percent=85 - n),
     [(10, GREEN), (11, AMBER), (20, AMBER), (21, RED)]),
    ("W12", w12, [(3, GREEN), (2, AMBER), (0, AMBER), (-1, RED)]),
    ("W13", lambda n: facts(production_start_on=TODAY, material_ready_on=working_day(n)),
     [(0, GREEN), (1, AMBER), (2, AMBER), (3, RED)]),
    ("W16", w16, [(5, GREEN), (4, AMBER), (3, AMBER), (2, RED)]),
    ("W17", w17, [(60, GREEN), (15, WATCH), (14, AMBER), (10, AMBER), (9, RED)]),
    ("W19", w19, [("1050", GREEN), ("1050.01", AMBER), ("1100", AMBER), ("1100.01", RED)]),
    ("W20", lambda n: cut_off("si_cutoff_at", n),
     [(24.1, GREEN), (24, AMBER), (6, AMBER), (5.9, RED), (-1, RED)]),
    ("W21", lambda n: cut_off("vgm_cutoff_at", n), [(24.1, GREEN), (24, AMBER), (5.9, RED)]),
    ("W22", lambda n: cut_off("cy_closing_at", n), [(24.1, GREEN), (8, AMBER), (7.9, RED)]),
    ("W23", lambda n: cut_off("customs_cutoff_at", n), [(48.1, GREEN), (24, AMBER), (23.9, RED)]),
    ("W24", lambda n: cut_off("filing_cutoff_at", n), [(24.1, GREEN), (6, AMBER), (5.9, RED)]),
    ("W25", lambda n: facts(a_shipment(etd=day(30 + n), promised_etd=day(30))),
     [(2, GREEN), (3, AMBER), (7, AMBER), (8, RED)]),
    ("W26", w26, [(8, GREEN), (4, GREEN), (3, AMBER), (1, AMBER), (0, RED)]),
    ("W27", lambda n: facts(a_shipment(on_board_on=working_day(-n))),
     [(2, GREEN), (3, WATCH), (4, AMBER), (5, AMBER), (6, RED)]),
    ("W29", w29, [(6, GREEN), (5, AMBER), (3, AMBER), (2, RED)]),
    ("W30", w30, [(8, GREEN), (7, AMBER), (4, AMBER), (1, RED)]),
    ("W31", w31, [(2, GREEN), (3, WATCH), (5, AMBER), (6, RED)]),
    ("W32", w32, [(-20, GREEN), (-18, WATCH), (0, WATCH), (1, AMBER), (7, AMBER), (8, RED)]),
    ("W37", lambda n: facts(costing_margin_percent=Decimal(12),
                            forecast_margin_percent=12 - Decimal(n)),
     [("1", GREEN), ("1.01", AMBER), ("3", AMBER), ("3.01", RED)]),
    ("W38", lambda n: facts(a_receipt(received_on=working_day(-n))),
     [(2, GREEN), (3, WATCH), (4, AMBER), (5, RED)]),
    ("W39", w39, [(13, GREEN), (14, WATCH), (20, WATCH), (21, AMBER), (29, AMBER), (30, RED)]),
    ("W40", lambda n: filing("filed_on", day(-n)),
     [(20, GREEN), (21, WATCH), (30, WATCH), (31, AMBER), (60, AMBER), (61, RED)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "given", "value", "level"),
    [(rule, given, value, level) for rule, given, rows in CASES for value, level in rows],
)
def test_a_rule_speaks_at_its_lines(rule: str, given, value: object, level: str | None):
    assert level_of(given(value), rule) == level


@pytest.mark.parametrize(
    ("given", "value"), [(given, value) for _, given, rows in CASES for value, _ in rows]
)
def test_each_warning_has_words_for_its_span_and_facts_for_its_words(given, value: object):
    found = find_warnings(given(value), calendars=CALENDARS, now=NOW, settings=SETTINGS)
    for warning in found:
        assert warning.facts["span"] in WORDS
        assert str(warning.facts["count"])[0] != "-"
        for code in (warning.cause, warning.effect, warning.next_step):
            asked = {name for _, name, _, _ in string.Formatter().parse(WORDS[code]["zh"]) if name}
            assert asked - set(warning.facts) <= {"amount"}


@pytest.mark.parametrize(
    ("rule", "exported", "today", "level"),
    [
        ("W41", date(2026, 4, 1), date(2026, 12, 31), GREEN),
        ("W41", date(2026, 4, 1), date(2027, 1, 29), WATCH),
        ("W41", date(2026, 4, 1), date(2027, 1, 30), AMBER),
        ("W41", date(2026, 4, 1), date(2027, 3, 31), AMBER),
        ("W41", date(2026, 4, 1), date(2027, 4, 1), RED),
        ("W42", date(2026, 4, 1), date(2026, 12, 31), GREEN),
        ("W42", date(2026, 12, 1), date(2027, 1, 5), GREEN),
        ("W42", date(2026, 12, 1), date(2027, 3, 1), AMBER),
        ("W42", date(2026, 12, 1), date(2027, 4, 1), RED),
        ("W43", date(2026, 4, 15), date(2027, 4, 14), GREEN),
        ("W43", date(2026, 4, 15), date(2028, 4, 14), WATCH),
        ("W43", date(2026, 4, 15), date(2028, 4, 15), AMBER),
        ("W43", date(2026, 4, 15), date(2029, 2, 14), AMBER),
        ("W43", date(2026, 4, 15), date(2029, 2, 15), RED),
    ],
)
def test_refund_rules_speak_at_their_lines(
    rule: str, exported: date, today: date, level: str | None
):
    now = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=4)
    given = filing("vat_invoice_on", exported, due_on=date(2030, 1, 1))
    assert level_of(given, rule, now) == level


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("W01", w01("11T09:00")),
        ("W05", w05(10)),
        ("W06", w06(0)),
        ("W08", w08(20)),
        ("W12", w12(-3)),
        ("W20", cut_off("si_cutoff_at", 1)),
        ("W27", facts(a_shipment(on_board_on=day(-30)))),
        ("W30", w30(0)),
        ("W32", w32(30)),
        ("W38", facts(a_receipt(received_on=day(-30)))),
        ("W41", filing("vat_invoice_on", date(2024, 1, 2))),
    ],
)
def test_a_closed_or_lost_order_is_silent(rule: str, given: OrderFacts):
    assert level_of(given, rule) == RED
    for state in ("closed", "lost"):
        order = msgspec.structs.replace(given.order, state=state)
        assert level_of(msgspec.structs.replace(given, order=order), rule) is None


def test_a_cancelled_order_still_has_its_receipts_declared():
    given = facts(a_receipt(received_on=day(-30)), w06(-4).shipments[0], state="cancelled")
    found = find_warnings(given, calendars=CALENDARS, now=NOW, settings=SETTINGS)
    assert {warning.id for warning in found} == {"W38", "W39"}


def test_an_order_without_facts_has_no_warnings():
    for term in ("TT_DB", "TT_100", "LC_S", "LC_U", "DP", "DA", "OA"):
        given = facts(a_shipment(), a_declaration(), payment_term=term, signed_on=None)
        assert find_warnings(given, calendars=CALENDARS, now=NOW, settings=SETTINGS) == ()


@pytest.mark.parametrize(
    ("latest", "level"), [(date(2026, 5, 15), AMBER), (date(2026, 5, 14), RED)]
)
def test_presentation_is_red_within_three_days(latest: date, level: str):
    tuesday = datetime(2026, 5, 12, 4, tzinfo=UTC)
    credit = a_credit(expiry_on=latest, presentation_days=21)
    given = facts(a_shipment(on_board_on=date(2026, 5, 11)), credit, payment_term="LC_S")
    assert level_of(given, "W30", tuesday) == level


STATES = [state for state in NodeState if state in ("DONE", "CANCELLED", "NOT_APPLICABLE")]


@pytest.mark.parametrize("state", STATES)
def test_a_sample_that_is_settled_is_not_late(state: NodeState):
    given = w03(20)
    node = msgspec.structs.replace(given.nodes[0], state=state)
    assert level_of(given, "W03") == RED
    assert level_of(msgspec.structs.replace(given, nodes=(node,)), "W03") is None


@pytest.mark.system("S36")
@pytest.mark.parametrize(("gone", "level"), [(4, None), (5, "watch"), (8, "warning")])
def test_yellow_begins_at_seventy_percent_of_the_time_with_the_days_that_are_left(gone, level):
    """Seven days of credit: after 5 of them (71 %) watched, with two days left; after 4 not."""
    wednesday = NOW - timedelta(days=1)
    left = a_shipment(
        on_board_on=day(-1 - gone),
        invoice_on=day(-1 - gone),
        due_on=day(6 - gone),
        invoice_amount=Decimal(9),
    )
    found = find_warnings(
        facts(left, payment_term="OA"), calendars=CALENDARS, now=wednesday, settings=SETTINGS
    )
    receivable = [each for each in found if each.id == "W32"]
    assert [each.level for each in receivable] == ([level] if level else [])
    if level == "watch":
        (watched,) = receivable
        assert (watched.facts["span"], watched.facts["count"]) == ("span_left_days", 2)
