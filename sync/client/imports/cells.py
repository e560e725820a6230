"""What a cell of a foreign sheet means: text, amounts, days. A refusal names column and text."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from sync.domain.refusals import refuse

DayOrder = Literal["mdy", "dmy", ""]
"""Which comes first in 03/04/2026; empty: not known, so such a date is refused."""

TEXT_CHARACTERS_MAX = 2_000
_SHOWN_CHARACTERS_MAX = 80
_YEAR_FIRST, _YEAR_LAST = 1990, 2100
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"-?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,12})?", re.ASCII)
_ISO = re.compile(
    r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?([ T]\d{1,2}:\d{2}(:\d{2})?)?",
    re.ASCII,
)
_NAMED = re.compile(r"(\d{1,2})[-/. ]([A-Za-z]{3,9})[-/., ]{1,2}(\d{4}|\d{2})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def shown(text: str) -> str:
    """Return the text as a report shows it: short, and without control characters."""
    return _BAD_CHARACTERS.sub("\ufffd", text[:_SHOWN_CHARACTERS_MAX])


def clean_text(text: str, column: str) -> str:
    """Return the text without space around it; refuse what no field may hold."""
    if len(text) > TEXT_CHARACTERS_MAX:
        raise refuse(
            "import_cell_too_long", column=column, limit=TEXT_CHARACTERS_MAX, text=shown(text)
        )
    if _BAD_CHARACTERS.search(text):
        raise refuse("import_cell_characters", column=column, text=shown(text))
    return text.strip()


def needed_text(text: str, column: str) -> str:
    """Return the text, which must not be empty."""
    if not (cleaned := clean_text(text, column)):
        raise refuse("import_cell_empty", column=column)
    return cleaned


@lru_cache(4096)
def parse_number(text: str, column: str) -> Decimal:
    """Return the exact number; thousands may be grouped by commas, digits may be full-width."""
    plain = _half_width(text)
    if not _NUMBER.fullmatch(plain):
        raise refuse("import_number_not_valid", column=column, text=shown(text))
    return Decimal(plain.replace(",", ""))


def parse_amount(text: str, column: str) -> Decimal:
    """Return an amount that is not below zero."""
    if (amount := parse_number(text, column)) < 0:
        raise refuse("import_number_negative", column=column, text=shown(text))
    return amount


def parse_quantity(text: str, column: str) -> Decimal:
    """Return a quantity, which is above zero."""
    if (quantity := parse_number(text, column)) <= 0:
        raise refuse("import_quantity_not_positive", column=column, text=shown(text))
    return quantity


@lru_cache(8192)
def parse_day(text: str, column: str, order: DayOrder = "") -> date:
    """Return the day; months may be named, and years have two digits.

    Refuses 03/04/2026 unless `order` says which is the month.
    """
    plain = _half_width(text)
    year, month, day = _parts(plain, column, order)
    try:
        found = date(year, month, day)
    except ValueError:
        raise refuse("import_date_not_valid", column=column, text=shown(text)) from None
    if not _YEAR_FIRST <= year < _YEAR_LAST:
        raise refuse("import_date_not_valid", column=column, text=shown(text))
    return found


def _parts(text: str, column: str, order: DayOrder) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NAMED.fullmatch(text):
        return _year(match[3]), _month(match[2]), int(match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return int(match[3]), _month(match[1]), int(match[2])
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, column, order)
    raise refuse("import_date_not_valid", column=column, text=shown(text))


def _numeric(match: re.Match[str], column: str, order: DayOrder) -> tuple[int, int, int]:
    first, second, year = int(match[1]), int(match[2]), _year(match[3])
    order = order or _order_shown(first, second)
    if not order:
        raise refuse("import_date_ambiguous", column=column, text=match[0])
    return (year, first, second) if order == "mdy" else (year, second, first)


def _order_shown(first: int, second: int) -> DayOrder:
    """Return the order where the numbers leave no doubt: no month is above 12."""
    if second > 12 or first == second:
        return "mdy"
    return "dmy" if first > 12 else ""


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int:
    """Return the number of a month named in full or by at least three letters; 0 if it is none."""
    start = name.lower()
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(start)), 0)


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def choose(text: str, choices: Mapping[str, str], *, code: str, column: str) -> str:
    """Return what `choices` makes of the text, in any case; refuse with `code` when unknown."""
    try:
        return choices[_half_width(text).casefold()]
    except KeyError:
        raise refuse(code, column=column, text=shown(text)) from None
