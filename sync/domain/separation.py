"""Segregation of duties: pairs of acts that one person never does both of (domain.md 8.4).

Rules 1, 2, 4, 7, 12 and 13 are asked where somebody decides a request, 3, 4, 5, 6, 9, 10 and 11
where items are ticked or waived; 5 and 8 are also permissions of fields, 14 that nothing changes
history. Small companies may relax 3 and 10, no others.
"""

from collections.abc import Iterable

from sync.domain.checklists import Answer
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.people import Role, User
from sync.domain.records import split
from sync.domain.refusals import Refusal

SMALL = 5
"""With fewer people than this a company may relax a rule."""
RELAXABLE = frozenset({"3", "10"})
RELAXED_KEY = "separation.relaxed"
CALL_BACK = "bank_account"
"""The topic whose yes needs a sentence of how the other side was called back (rule 7)."""

_PAIRS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("3", "N18-08", ("N18-01", "N18-02", "N18-03", "N18-04")),
    ("4", "N09-06", ("N09-02", "N09-03", "N09-04")),
    ("10", "N22-06", ("N22-03",)),
    ("11", "N21-05", ("N21-04",)),
)
"""By rule: what one person checks, and what the other made."""
_RECEIPT_PAIRS = {"N20-05": "5", "N19-05": "6"}
"""Items that whoever confirmed a receipt of the order does not tick, with their rules."""
_RELEASES = ("N19-05",)
NAMED_ITEMS = frozenset(
    (*_RECEIPT_PAIRS, *(item for _, checked, made in _PAIRS for item in (checked, *made)))
)
"""Checklist items that these rules stand on: no version of the process may be without them."""
PRICED = frozenset({"A1", "A2", "A3"})
"""Rows of the decision table that speak of a price: their approver did not quote it (rule 2)."""
_PURCHASE_ITEMS = ("N09-02", "N09-03", "N09-04")
PAYMENT = "supplier_payment"


def relaxed_rules(setting: str, people: Iterable[User]) -> frozenset[str]:
    """Return the rules that the company has relaxed, as far as it is small enough for that."""
    working = [person for person in people if person.active and person.roles != Role.ADM.value]
    return RELAXABLE & set(split(setting)) if len(working) < SMALL else frozenset()


def may_tick(
    facts: OrderFacts,
    subject_id: Id,
    item: str,
    *,
    actor_id: Id,
    relaxed: frozenset[str] = frozenset(),
) -> Refusal | None:
    """Return why this person may not tick the item after what they did elsewhere, or None."""
    for rule, checked, made in _PAIRS:
        others = made if item == checked else (checked,) if item in made else ()
        if rule not in relaxed and _did_any(facts, subject_id, others, actor_id):
            return apart(rule, item)
    rule = _RECEIPT_PAIRS.get(item, "")
    if rule and any(receipt.confirmed_by == actor_id for receipt in facts.receipts):
        return apart(rule, item)
    return None


def may_waive(facts: OrderFacts, subject_id: Id, item: str, *, actor_id: Id) -> Refusal | None:
    """Return why this person may not waive the item: they made or checked what it is about."""
    own = [answer.item for answer in facts.answers if answer.subject_id == subject_id]
    near = [name for name in own if name[:3] == item[:3]]
    evidence = [file.item for file in facts.attachments if file.item[:3] == item[:3]]
    if _did_any(facts, subject_id, (*near, *evidence, item), actor_id):
        return apart("9", item)
    return None


def may_confirm(facts: OrderFacts, *, actor_id: Id) -> Refusal | None:
    """Return why this person may not confirm a receipt: they book its rest, or release on it."""
    for item, rule in _RECEIPT_PAIRS.items():
        if any(_answered(answer, item, actor_id) for answer in facts.answers):
            return apart(rule, item)
    return None


def released_by(facts: OrderFacts) -> frozenset[Id]:
    """Return who released papers or goods of the order: none of them approves that (rule 6)."""
    return frozenset(a.answered_by for a in facts.answers if a.item in _RELEASES and a.ticked)


def bought_by(facts: OrderFacts) -> frozenset[Id]:
    """Return who ordered from the supplier: none of them approves paying him (rule 4)."""
    return frozenset(a.answered_by for a in facts.answers if a.item in _PURCHASE_ITEMS and a.ticked)


def _did_any(facts: OrderFacts, subject_id: Id, items: Iterable[str], actor_id: Id) -> bool:
    wanted = frozenset(items)
    ticked = any(
        answer.subject_id == subject_id and _answered(answer, answer.item, actor_id)
        for answer in facts.answers
        if answer.item in wanted
    )
    attached = any(
        file.item in wanted and file.added_by == actor_id and file.subject_id in ("", subject_id)
        for file in facts.attachments
    )
    return ticked or attached


def _answered(answer: Answer, item: str, actor_id: Id) -> bool:
    return answer.item == item and answer.ticked and answer.answered_by == actor_id


def apart(rule: str, what: str) -> Refusal:
    """Return the refusal of an act that the rule keeps from this person."""
    return Refusal(code="duties_apart", kind="denied", facts={"rule": rule, "what": what})
