"""Days, moments and amounts as people read them; what only looks like one stays as it is."""

import pytest

from sync.domain.spoken import spoken_text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-10-09", "2026年10月9日"),
        ("2026-10-19T03:02:00Z", "2026年10月19日 11:02"),
        ("2026-13-01", "2026-13-01"),
        ("0000-00-00", "0000-00-00"),
        ("2026-10-19T25:02:00Z", "2026-10-19T25:02:00Z"),
        ("bowls", "bowls"),
    ],
)
def test_a_text_is_told_as_a_day_only_when_it_is_one(text, told):
    assert spoken_text(text, "zh", today=None) == told
