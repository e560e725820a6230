"""What the words of a letter of credit allow: dates (UCP 600 art. 3) and tolerances (art. 30)."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import msgspec

ABOUT_DAYS = 5
ABOUT_PERCENT = Decimal(10)
BULK_PERCENT = Decimal(5)
SHORT_AMOUNT_PERCENT = Decimal(5)


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The days on which something may be shipped, both included; None is open."""

    first: date | None = None
    last: date | None = None


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """The least and the most, both allowed."""

    least: Decimal
    most: Decimal


DAY = timedelta(days=1)
WORDS: dict[str, Callable[[date], Window]] = {
    "to": lambda day: Window(last=day),
    "until": lambda day: Window(last=day),
    "till": lambda day: Window(last=day),
    "from": lambda day: Window(first=day),
    "before": lambda day: Window(last=day - DAY),
    "after": lambda day: Window(first=day + DAY),
    "on or about": lambda day: Window(
        first=day - timedelta(days=ABOUT_DAYS), last=day + timedelta(days=ABOUT_DAYS)
    ),
}
PARTS = {
    "first half": (1, 15),
    "second half": (16, 31),
    "beginning": (1, 10),
    "middle": (11, 20),
    "end": (21, 31),
}


def shipment_window(word: str, day: date) -> Window:
    """Return the shipment days that a word and a date allow; KeyError for an unknown word.

    For parts of a month (first half, beginning, …) any day of that month will do.
    """
    if word in PARTS:
        first, last = PARTS[word]
        final = min(last, calendar.monthrange(day.year, day.month)[1])
        return Window(first=day.replace(day=first), last=day.replace(day=final))
    return WORDS[word](day)


def between(first: date, last: date) -> Window:
    """Return the days between two dates, which are included."""
    return Window(first=first, last=last)


def maturity(base: date, days: int) -> date:
    """Return the day so many days from or after a date, which is itself not counted."""
    return base + timedelta(days=days)


def quantity_range(quantity: Decimal, *, is_about: bool, is_counted: bool) -> Range:
    """Return the quantities that may be shipped.

    "About" gives 10 % (30a); goods not counted in units or packages 5 % (30b); others none.
    """
    if is_about:
        return _around(quantity, ABOUT_PERCENT, ABOUT_PERCENT)
    share = Decimal(0) if is_counted else BULK_PERCENT
    return _around(quantity, share, share)


def amount_range(
    amount: Decimal,
    *,
    plus_percent: Decimal | None,
    minus_percent: Decimal | None,
    is_about: bool = False,
) -> Range:
    """Return the amounts that may be drawn: 39A, or "about"; 5 % less is always allowed (30c).

    The 5 % takes the full quantity shipped and an unreduced unit price.
    """
    spoken = ABOUT_PERCENT if is_about else Decimal(0)
    plus = spoken if plus_percent is None else plus_percent
    minus = spoken if minus_percent is None else minus_percent
    return _around(amount, max(minus, SHORT_AMOUNT_PERCENT), plus)


def common_range(contract: Range, credit: Range) -> Range | None:
    """Return what contract and credit both allow, None if nothing does."""
    least, most = max(contract.least, credit.least), min(contract.most, credit.most)
    return Range(least=least, most=most) if least <= most else None


def _around(value: Decimal, minus: Decimal, plus: Decimal) -> Range:
    return Range(least=value * (100 - minus) / 100, most=value * (100 + plus) / 100)
