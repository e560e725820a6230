"""Examples that stand in empty fields for days: near ones, in the way they may be typed."""

from datetime import timedelta

from sync import clock


def day_example(*, after: int = 7) -> str:
    """Return a day some days from now."""
    return (clock.today() + timedelta(after)).isoformat()


def moment_example() -> str:
    """Return a moment a week from now."""
    return f"{day_example()} 17:00"
