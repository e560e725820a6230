"""Warnings of deciding: complaints, approvals that wait, changes, conflicts (W45-W47, W49)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sync.domain.approvals import LEVEL_MAX, Approval, ApprovalState
from sync.domain.dates import OFFICE_TIME, business_hours_between, working_days_between
from sync.domain.early_warnings import EarlyWarning
from sync.domain.exceptions import ExceptionState, OrderException
from sync.domain.warning_case import Case, days_gone, level_of, warn
from sync.domain.warning_people import find_conflict_warnings

Found = EarlyWarning | None


def request_warnings(case: Case) -> Iterator[Found]:
    """Yield the warnings about what waits for a decision, or was decided too often."""
    for approval in case.facts.approvals:
        if approval.state == ApprovalState.OPEN and approval.requested_at is not None:
            yield approval_idle(case, approval, approval.requested_at)
    for exception in case.facts.exceptions:
        yield complaint(case, exception)
    yield changes_after_signing(case)
    yield from conflict_warnings(case)


def conflict_warnings(case: Case) -> Iterator[Found]:
    """Yield W49 for each of the order's conflicts that has waited too long."""
    yield from find_conflict_warnings(case.facts.conflicts, now=case.now, settings=case.settings)


def approval_idle(case: Case, approval: Approval, asked: datetime) -> Found:
    """W46: business hours that a request waits, against what its level is given."""
    given = case.settings.decision_hours[min(max(approval.level, 1), LEVEL_MAX) - 1]
    hours = business_hours_between(asked, case.now, case.calendars.company)
    level = level_of(case, "W46", Decimal(hours) / given)
    span = days_gone(int(hours), "business_hours")
    return warn(case, "W46", level, approval, title=approval.title, given=given, **span)


def complaint(case: Case, exception: OrderException) -> Found:
    """W45: working days that a buyer's complaint has been open."""
    if not exception.is_complaint or exception.created_at is None:
        return None
    if exception.state is ExceptionState.CLOSED:
        return None
    since = exception.created_at.astimezone(OFFICE_TIME).date()
    gone = working_days_between(since, case.today, case.calendars.company)
    level = level_of(case, "W45", gone)
    span = days_gone(gone, "working_days")
    return warn(case, "W45", level, exception, title=exception.title, since=since, **span)


def changes_after_signing(case: Case) -> Found:
    """W47: how often what was agreed has been changed since the day of signing."""
    order = case.facts.order
    if order.signed_on is None:
        return None
    signed = order.signed_on
    made = {
        entry.operation_id
        for entry in case.facts.agreed_changes
        if entry.acted_at.astimezone(OFFICE_TIME).date() > signed
    }
    level = level_of(case, "W47", len(made))
    return warn(case, "W47", level, order, signed=signed, span="span_changes", count=len(made))
