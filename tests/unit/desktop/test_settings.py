"""Preferences survive crashes, wrong values and fields of other versions."""

import json

import msgspec
import pytest

from desktop.settings import FILE_NAME, Preferences, load_preferences, save_preferences


def test_preferences_come_back_as_saved(tmp_path):
    chosen = Preferences(
        language="en", scale=150, densities={"orders": "compact"}, hidden_areas=frozenset({"money"})
    )
    save_preferences(tmp_path, chosen)
    assert load_preferences(tmp_path) == chosen


def test_missing_file_gives_the_defaults(tmp_path):
    assert load_preferences(tmp_path / "nowhere") == Preferences()


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "\x00\x01"])
def test_unreadable_file_gives_the_defaults(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    assert load_preferences(tmp_path) == Preferences()


def test_one_wrong_field_costs_only_itself(tmp_path):
    whole = {"language": "en", "scale": 900, "theme": "pink", "digest_hour": 7, "future": True}
    (tmp_path / FILE_NAME).write_text(json.dumps(whole))
    assert load_preferences(tmp_path) == Preferences(language="en", digest_hour=7)


def test_saving_leaves_no_part_behind(tmp_path):
    save_preferences(tmp_path, Preferences())
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_failed_save_keeps_the_old_file(tmp_path):
    save_preferences(tmp_path, Preferences(scale=125))
    (tmp_path / f"{FILE_NAME}.part").mkdir()
    with pytest.raises(OSError, match=r"part"):
        save_preferences(tmp_path, Preferences(scale=200))
    assert load_preferences(tmp_path).scale == 125


def test_density_of_a_list_falls_back_to_the_default():
    chosen = msgspec.structs.replace(Preferences(), densities={"orders": "compact"})
    assert chosen.density("orders") == "compact"
    assert chosen.density("papers") == "regular"
