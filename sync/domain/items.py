"""The checklist of a node for one subject: which items apply, which are still open."""

from datetime import date
from functools import lru_cache

import msgspec

from sync.domain.checklists import Answer
from sync.domain.circumstances import item_circumstances
from sync.domain.conditions import Circumstances, holds, questions
from sync.domain.facts import OrderFacts
from sync.domain.process import Item, Node, Process


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item that applies, or may apply: then `asks` names the questions that decide it."""

    id: str
    asks: tuple[str, ...] = ()
    is_certain: bool = True
    is_ticked: bool = False
    is_waived: bool = False
    attachment_count: int = 0
    needs_attachment: bool = False
    must_be_done: bool = False
    is_mandatory: bool = False

    @property
    def lacks_tick(self) -> bool:
        """Return whether nobody ticked or waived it."""
        return not (self.is_ticked or self.is_waived)

    @property
    def lacks_attachment(self) -> bool:
        """Return whether its evidence is missing."""
        return self.needs_attachment and not self.is_waived and self.attachment_count == 0

    @property
    def is_open(self) -> bool:
        """Return whether it keeps the node from being finished."""
        return self.must_be_done and (self.lacks_tick or self.lacks_attachment)


@lru_cache(maxsize=4096)
def applicable(node: Node, circumstances: Circumstances) -> tuple[tuple[Item, bool], ...]:
    """Return the items that apply, each with whether that is certain."""
    answers = ((item, holds(item.when, circumstances)) for item in node.items)
    return tuple((item, answer is True) for item, answer in answers if answer is not False)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered and attached for one subject, and what decides which items apply."""

    circumstances: Circumstances
    answers: dict[str, Answer]
    attachment_counts: dict[str, int]


def sheet_of(
    facts: OrderFacts, process: Process, subject_id: str, *, today: date | None = None
) -> Sheet:
    """Return one subject's answers and attachments."""
    return Sheet(
        circumstances=item_circumstances(facts, process, subject_id, today=today),
        answers={each.item: each for each in facts.answers if each.subject_id == subject_id},
        attachment_counts=_attachment_counts(facts, subject_id),
    )


def items_on(sheet: Sheet, node: Node) -> tuple[ItemView, ...]:
    """Return a node's applicable items for the sheet's subject, with their answers."""
    return tuple(
        _view(item, sheet, is_certain=is_certain)
        for item, is_certain in applicable(node, sheet.circumstances)
    )


def _attachment_counts(facts: OrderFacts, subject_id: str) -> dict[str, int]:
    """Return how many files each item has as evidence; one on the order may leave it empty."""
    counts: dict[str, int] = {}
    for file in facts.attachments:
        if file.item and (file.subject_id or facts.order.id) == subject_id:
            counts[file.item] = counts.get(file.item, 0) + 1
    return counts


def _view(item: Item, sheet: Sheet, *, is_certain: bool) -> ItemView:
    asked = () if is_certain else sorted(questions(item.when) & sheet.circumstances.unknown)
    answer = sheet.answers.get(item.id)
    return ItemView(
        id=item.id,
        asks=tuple(asked),
        is_certain=is_certain,
        is_ticked=answer is not None and answer.ticked,
        is_waived=answer is not None and bool(answer.waived_by),
        attachment_count=sheet.attachment_counts.get(item.id, 0),
        needs_attachment=item.needs_attachment,
        must_be_done=item.must_be_done,
        is_mandatory=item.is_mandatory,
    )
