"""How days, moments and amounts are written for people, in both languages."""

import contextlib
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from sync.domain.money import format_amount

Language = Literal["zh", "en"]
HOME = ZoneInfo("Asia/Shanghai")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_AMOUNT = re.compile(r"-?\d{1,18}(\.\d{1,4})?")


def spoken_day(day: date, language: Language, today: date | None = None) -> str:
    """Return a day: 5月14日 / 14 May; with its year unless that is known to be this one."""
    is_far = today is None or day.year != today.year
    if language == "zh":
        text = f"{day.month}月{day.day}日"
        return f"{day.year}年{text}" if is_far else text
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if is_far else text


def spoken_moment(
    moment: datetime, language: Language, today: date | None = None, zone: ZoneInfo = HOME
) -> str:
    """Return a moment in a place's time: 今天 14:32 / today 14:32, or with its day."""
    there = moment.astimezone(zone)
    if there.date() == today:
        return f"今天 {there:%H:%M}" if language == "zh" else f"today {there:%H:%M}"
    return f"{spoken_day(there.date(), language, today)} {there:%H:%M}"


def spoken_text(
    text: str, language: Language, *, today: date | None, zone: ZoneInfo = HOME, currency: str = ""
) -> str:
    """Return a fact's text for people where it is a day, a moment or an amount; else as it is."""
    if _DAY.fullmatch(text) or _MOMENT.fullmatch(text):
        with contextlib.suppress(ValueError):  # only looks like one: the 13th month of a file
            return _spoken_time(text, language, today, zone)
    if currency and _AMOUNT.fullmatch(text):
        return format_amount(Decimal(text), currency)
    return text


def _spoken_time(text: str, language: Language, today: date | None, zone: ZoneInfo) -> str:
    if _DAY.fullmatch(text):
        return spoken_day(date.fromisoformat(text), language, today)
    return spoken_moment(datetime.fromisoformat(text), language, today, zone)
