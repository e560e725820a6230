"""Conditions of the process as data: a closed language of facts, flags and questions, no code.

A condition is an empty object (always), one test, or tests joined by `all`, `any`, `not`:
`{"payment_term": ["TT_DB"]}`, `{"flag": "needs_sample"}`, `{"question": "N23:complaint"}`.
The answer may be unknown (None): a flag whose dates are not in yet, or a question nobody answered.
What depends on an unknown is shown and stays open until the fact comes in or a person answers.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from sync.domain.orders import Incoterm, PaymentTerm, SupplyMode


class Flag(StrEnum):
    """What conditions may ask of the facts; `circumstances` knows how each is found."""

    NEEDS_SAMPLE = "needs_sample"
    NEEDS_CERTIFICATE = "needs_certificate"
    NEEDS_THIRD_PARTY_INSPECTION = "needs_third_party_inspection"
    HAS_WOOD_PACKING = "has_wood_packing"
    SELLER_CLEARS_EXPORT = "seller_clears_export"
    CREDIT_NEEDED = "credit_needed"
    CREDIT_LIMIT_SHORT = "credit_limit_short"
    DEPOSIT_AGREED = "deposit_agreed"
    REFUND_DUE = "refund_due"
    AMENDMENT_REQUESTED = "amendment_requested"
    DRAFT_CALLED_FOR = "draft_called_for"
    ADVANCE_OVER_30_DAYS = "advance_over_30_days"
    INSURED = "insured"
    TRANSPORT_DOCUMENT_KNOWN = "transport_document_known"
    TELEX_RELEASE = "telex_release"
    FILING_CUTOFF_KNOWN = "filing_cutoff_known"
    OVERDUE_3_DAYS = "overdue_3_days"
    OVERDUE_30_DAYS = "overdue_30_days"
    REPORTABLE_RECEIPT = "reportable_receipt"
    SETTLED = "settled"


class Condition(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"not_": "not"},
):
    """At most one of the tests; none of them means always."""

    payment_term: tuple[PaymentTerm, ...] = ()
    incoterm: tuple[Incoterm, ...] = ()
    supply_mode: tuple[SupplyMode, ...] = ()
    flag: Flag | None = None
    question: str = ""
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    not_: "Condition | None" = None


ALWAYS = Condition()


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What a condition is judged by: terms, and which flags and questions are yes or unknown."""

    payment_term: PaymentTerm
    incoterm: Incoterm
    supply_mode: SupplyMode
    yes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


def holds(condition: Condition, circumstances: Circumstances) -> bool | None:
    """Return whether the condition is true; None when that is not known yet."""
    if condition.all:
        return _every(holds(part, circumstances) for part in condition.all)
    if condition.any:
        return _some(holds(part, circumstances) for part in condition.any)
    if condition.not_ is not None:
        inner = holds(condition.not_, circumstances)
        return None if inner is None else not inner
    return _test(condition, circumstances)


def _test(condition: Condition, circumstances: Circumstances) -> bool | None:
    if condition.payment_term:
        return circumstances.payment_term in condition.payment_term
    if condition.incoterm:
        return circumstances.incoterm in condition.incoterm
    if condition.supply_mode:
        return circumstances.supply_mode in condition.supply_mode
    name = condition.flag or condition.question
    if not name or name in circumstances.yes:
        return True
    return None if name in circumstances.unknown else False


def _every(answers: Iterable[bool | None]) -> bool | None:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _some(answers: Iterable[bool | None]) -> bool | None:
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def parts(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and every condition inside it."""
    yield condition
    inner = (*condition.all, *condition.any)
    for part in inner if condition.not_ is None else (*inner, condition.not_):
        yield from parts(part)


def questions(condition: Condition) -> frozenset[str]:
    """Return the questions to people that the condition depends on."""
    return frozenset(part.question for part in parts(condition) if part.question)


def tests_count(condition: Condition) -> int:
    """Return how many tests one condition object carries; more than one is a mistake."""
    tests = (
        condition.payment_term,
        condition.incoterm,
        condition.supply_mode,
        condition.flag,
        condition.question,
        condition.all,
        condition.any,
        condition.not_,
    )
    return sum(bool(test) for test in tests)
