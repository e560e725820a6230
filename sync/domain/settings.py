"""What head office sets for everybody: calendar days and configuration items."""

from datetime import date

from sync.domain.records import Record


class CalendarDay(Record, frozen=True, kw_only=True):
    """A day that is not what its weekday says: a holiday, or a make-up working day (domain.md 3.1).

    `calendar` is COMPANY, BANK:<place>, PORT:<locode> or CUSTOMS; `is_announced` is false for an
    estimated year.
    """

    calendar: str
    day: date
    is_open: bool
    is_announced: bool = True
    note: str = ""


class ConfigItem(Record, frozen=True, kw_only=True):
    """One key of the configuration registry (domain.md 10); `id` is row_id("config", key)."""

    key: str
    value: str
    note: str = ""
