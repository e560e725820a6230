"""The company's rules for judging actions, from the rows and files of this end.

The tables of permission and the first process ship with the program; the calendars are head
office's rows, and so are the versions of the process that the company published.
"""

from sqlalchemy import Connection

from sync.actions.context import Rules
from sync.domain.dates import Calendars, calendars_of
from sync.domain.records import record
from sync.domain.settings import CalendarDay
from sync.store import permission_files, process_versions, rows


def load_rules(connection: Connection) -> Rules:
    """Return the rules as they stand in this database."""
    found = process_versions.versions(connection)
    return Rules(
        permissions=permission_files.load_permissions(),
        process=found.of,
        newest_process=found.newest,
        calendars=load_calendars(connection),
    )


def load_calendars(connection: Connection) -> Calendars:
    """Return the calendars that the `calendar_days` rows describe."""
    days = rows.all_rows(connection, "calendar_days")
    return calendars_of(record(CalendarDay, row) for row in days)
