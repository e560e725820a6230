"""Warnings are computed where their facts are: offline, and the same on both ends."""

import socket
from datetime import timedelta

import msgspec
import pytest

from sync.actions import derived as keeping
from sync.domain.approvals import Approval
from sync.domain.conflicts import Conflict
from sync.domain.early_warnings import settings_of
from sync.domain.history import HistoryEntry
from sync.domain.records import Record
from sync.domain.settings import ConfigItem
from sync.domain.summaries import WarningRow
from sync.domain.warning_rules import find_warnings
from sync.store import derived
from sync.store.facts import load_facts
from sync.store.warning_files import load_warning_settings
from tests.builders import (
    NOW,
    TODAY,
    a_line,
    a_shipment,
    an_id,
    an_order,
    desk_database,
    office_database,
    put_records,
    the_rules,
)


def _no_network(*_args: object, **_named: object) -> None:
    message = "a warning asked the network"
    raise AssertionError(message)


@pytest.mark.system("S16")
def test_a_limit_that_passes_offline_is_told_when_the_desk_is_opened(tmp_path, monkeypatch):
    order = an_order(signed_on=None, quoted_on=TODAY - timedelta(days=1))
    order = msgspec.structs.replace(order, quote_valid_until=TODAY + timedelta(days=4))
    database = desk_database(tmp_path)
    with database.write() as connection:
        put_records(connection, [order])
        keeping.refresh_stale(connection, rules=the_rules(), now=NOW)
        assert derived.everything(connection, WarningRow) == []
    monkeypatch.setattr(socket, "socket", _no_network)
    for days, level in ((1, "warning"), (5, "urgent")):
        with database.write() as connection:
            now = NOW + timedelta(days=days)
            assert keeping.refresh_stale(connection, rules=the_rules(), now=now) == 1
            (found,) = derived.everything(connection, WarningRow)
        assert (found.warning, found.level, found.next_step) == ("W02", level, "W02_next")
    database.close()


def _records() -> list[Record]:
    order = an_order(
        signed_on=TODAY - timedelta(days=9), costing_rate="7.2", refund_rate="13",
        payment_term="OA", inline_defect_percent="3",
    )  # fmt: skip
    line = a_line(order_id=order.id, hs_code="8501100000")
    shipment = a_shipment(
        order_id=order.id, etd=TODAY + timedelta(days=9), promised_etd=TODAY,
        eta=TODAY + timedelta(days=40), promised_eta=TODAY + timedelta(days=20),
    )  # fmt: skip
    request = Approval(
        id=an_id(), order_id=order.id, title="price", requested_at=NOW - timedelta(days=3)
    )
    conflict = Conflict(
        id=an_id(), order_id=order.id, entity="orders", row_id=order.id, group="money", base="{}",
        mine="{}", theirs="{}", author_id="a", acted_at=NOW, operation_id="o",
        raised_at=NOW - timedelta(hours=9),
    )  # fmt: skip
    changes = [
        HistoryEntry(
            id=an_id(), order_id=order.id, entity="order_lines", row_id=line.id, field=field,
            operation_id=an_id(), actor_id="x", acted_at=NOW, accepted_at=NOW,
        )
        for field in ("quantity", "unit_price", "note", "note", "note")
    ]  # fmt: skip
    items = [
        ConfigItem(id=key, key=key, value=value)
        for key, value in (
            ("fx.spot.USD", "7.1"),
            (f"tax.refund_rate.8501100000.{TODAY + timedelta(days=3)}", "0"),
        )
    ]
    return [order, line, shipment, request, conflict, *changes, *items]


@pytest.mark.system("S16")
def test_a_desk_and_head_office_tell_the_same_bytes_of_the_same_facts(tmp_path):
    kept, told = _records(), []
    databases = (desk_database(tmp_path), office_database(tmp_path))
    for database, records in zip(databases, (kept, kept[::-1]), strict=True):
        with database.write() as connection:
            put_records(connection, records)
            (facts,) = load_facts(connection, [kept[0].id])
        items = [each for each in records if isinstance(each, ConfigItem)]
        found = find_warnings(
            facts,
            calendars=the_rules().calendars,
            now=NOW,
            settings=settings_of(items, defaults=load_warning_settings()),
        )
        told.append(msgspec.json.encode(found))
        database.close()
        assert {"W15", "W25", "W36", "W44", "W46", "W47", "W49"} <= {each.id for each in found}
    assert told[0] == told[1]
