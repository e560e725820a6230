"""Warnings about devices and conflicts, and the lines that head office moves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.conflicts import Conflict
from sync.domain.early_warnings import WarningSettings, settings_of
from sync.domain.settings import ConfigItem
from sync.domain.warning_people import find_conflict_warnings, find_device_warnings

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
