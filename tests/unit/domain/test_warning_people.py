"""Warnings about devices and conflicts, and the lines that head office moves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.conflicts import Conflict
from sync.domain.early_warnings import WarningSettings, settings_of
from sync.domain.handovers import Handover, HandoverItem, HandoverState, ItemState
from sync.domain.settings import ConfigItem
from sync.domain.warning_people import (
    Absence,
    Load,
    absence_of,
    find_conflict_warnings,
    find_device_warnings,
    no_delegate,
    overload,
)

ROOT = Path(__file__).parents[3]
SETTINGS = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
)
NOW = datetime(2026, 5, 14, 7, tzinfo=UTC)
ORDER = "0" * 32


@pytest.mark.parametrize(
    ("hours", "level"),
    [(2, None), (2.8, "watch"), (4, "watch"), (4.1, "warning"), (24, "warning"), (24.1, "urgent")],
)
def test_a_device_out_of_touch_with_open_tasks_is_warned(hours: float, level: str | None):
    def levels(*, has_open_tasks: bool, synced_at: datetime | None) -> list[str]:
        found = find_device_warnings(
            "device", user_id="me", synced_at=synced_at, has_open_tasks=has_open_tasks,
            now=NOW, settings=SETTINGS,
        )  # fmt: skip
        return [each.level.value for each in found if each.owner_id == "me"]

    since = NOW - timedelta(hours=hours)
    assert levels(has_open_tasks=True, synced_at=since) == ([level] if level else [])
    assert levels(has_open_tasks=False, synced_at=since) == []
    assert levels(has_open_tasks=True, synced_at=None) == []


def test_a_conflict_that_waits_is_warned_until_it_is_decided():
    def a_conflict(identifier: str, hours: float, state: str = "open") -> Conflict:
        return Conflict(
            id=identifier, order_id=ORDER, entity="orders", row_id=ORDER, group="g", base="{}",
            mine="{}", theirs="{}", author_id="a", acted_at=NOW, operation_id="o", owner_id="me",
            raised_at=NOW - timedelta(hours=hours), state=state,
        )  # fmt: skip

    given = [a_conflict("4", 9, "decided"), a_conflict("3", 9), a_conflict("2", 3),
             a_conflict("1", 1)]  # fmt: skip
    found = find_conflict_warnings(given, now=NOW, settings=SETTINGS)
    assert [(each.row_id, each.level) for each in found] == [("2", "warning"), ("3", "urgent")]
    assert {(each.order_id, each.owner_id) for each in found} == {(ORDER, "me")}


def an_item(key: str, value: str) -> ConfigItem:
    return ConfigItem(id=key, key=key, value=value)


def test_head_office_moves_a_line():
    moved = settings_of(
        [an_item("warn.W06.amber", "10"), an_item("warn.W06.red", "5"),
         an_item("plan.buffer_wd", "7"), an_item("warn.watch_share", "0.5")],
        defaults=SETTINGS,
    )  # fmt: skip
    assert (moved.rules["W06"].amber, moved.rules["W06"].red) == (10, 5)
    assert (moved.buffer_wd, moved.watch_share) == (7, Decimal("0.5"))
    assert moved.rules["W07"] == SETTINGS.rules["W07"]


@pytest.mark.parametrize(
    "item",
    [("warn.W06.amber", "soon"), ("warn.W99.red", "1"), ("warn.W06.blue", "1"), ("x", "1"),
     ("W06.amber", "1"), ("plan.buffer_wd", "NaN")],
)  # fmt: skip
def test_a_setting_that_means_nothing_changes_nothing(item: tuple[str, str]):
    assert settings_of([an_item(*item)], defaults=SETTINGS) == SETTINGS


@pytest.mark.parametrize(
    ("tasks", "nodes", "days", "level"),
    [(16, 0, 5, None), (8, 9, 5, "warning"), (10, 10, 5, "warning"), (11, 10, 5, "urgent"),
     (8, 0, 2, "warning"), (50, 0, 0, None)],
)  # fmt: skip
def test_a_person_with_more_work_than_hours_is_warned_about(tasks, nodes, days, level):
    load = Load(person_id="p", tasks=tasks, nodes=nodes, days=days)
    assert [each.level.value for each in overload(load, SETTINGS)] == [level] * bool(level)


def test_a_person_away_without_a_deputy_is_warned_about():
    today = NOW.date()
    for ahead, level in ((4, []), (3, ["warning"]), (1, ["warning"]), (0, ["urgent"])):
        absence = Absence(
            person_id="p", from_on=today + timedelta(days=ahead),
            to_on=today + timedelta(days=9), left=2,
        )  # fmt: skip
        found = no_delegate(absence, today=today, settings=SETTINGS)
        assert [each.level.value for each in found] == level
        assert all(each.owner_id == each.row_id == "p" for each in found)
    for other in ({"left": 0}, {"to_on": today - timedelta(days=1)}):
        calm = msgspec.structs.replace(absence, **other)
        assert no_delegate(calm, today=today, settings=SETTINGS) == ()


def test_work_that_a_deputy_has_accepted_is_in_hand():
    today = NOW.date()
    packet = Handover(id="h", from_id="p", from_on=today, to_on=today)
    items = [
        HandoverItem(
            id=f"{row}", handover_id="h", order_id="o", entity=entity, row_id=row, from_id="p",
            to_id="d", from_on=today, to_on=today, state=ItemState(state),
        )
        for entity, row, state in (
            ("tasks", "task 1", "accepted"), ("tasks", "task 2", "refused"),
            ("orders", "order 1", "accepted"),
        )
    ]  # fmt: skip
    work = [("task 1", ""), ("task 2", ""), ("node 1", "order 1"), ("node 2", "order 2")]
    found = absence_of(packet, items, work)
    assert found is not None
    assert found.left == 2
    ended = msgspec.structs.replace(packet, state=HandoverState.ENDED)
    assert absence_of(ended, items, work) is None
