"""The warnings' lines that ship with the program."""

from decimal import Decimal

from sync.store.warning_files import load_warning_settings


def test_the_shipped_lines_load():
    settings = load_warning_settings()
    assert len(settings.rules) == 52
    assert settings.watch_share == Decimal("0.7")
    assert settings.rules["W06"].is_grave
