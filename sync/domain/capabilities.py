"""What people can do, to which level, and what shows it; trainings; what a task asks for (S51).

A level is somebody else's judgement with evidence: nobody sets their own.
"""

from collections.abc import Container
from datetime import date

from sync.domain.ids import Id, row_id
from sync.domain.records import Record

LEVEL_MAX = 4
"""1 learns it, 2 does it with help, 3 does it alone, 4 teaches it."""
LANGUAGE = "language_"
"""Skills that begin so are languages, by their two letters."""
SKILLS = (
    "quotation",
    "contract",
    "lc_examination",
    "documents",
    "booking",
    "customs",
    "insurance",
    "production",
    "purchasing",
    "inspection",
    "receipts",
    "fx_settlement",
    "tax_refund",
    "claims",
    "language_en",
    "language_es",
    "language_fr",
    "language_de",
    "language_ru",
    "language_ar",
)
NODE_SKILLS = {
    "N02": ("quotation", 2),
    "N04": ("contract", 3),
    "N06": ("lc_examination", 3),
    "N12": ("booking", 2),
    "N13": ("insurance", 2),
    "N14": ("customs", 3),
    "N16": ("documents", 2),
    "N18": ("documents", 3),
    "N21": ("fx_settlement", 2),
    "N22": ("tax_refund", 3),
    "N23": ("claims", 2),
}
"""What a step asks for where the task itself says nothing; our default, no authority's.

It is asked of those who were assessed in it: an errand at a step, done by somebody of another
trade, is no gap, nor is anything in a company that has assessed nobody.
"""


class Capability(Record, frozen=True, kw_only=True):
    """How well a person does one thing, and what shows it; one row for a person and a skill."""

    user_id: str
    skill: str
    skill_level: int = 0
    evidence: str = ""
    valid_until: date | None = None
    assessed_by: str = ""
    assessed_on: date | None = None


class Training(Record, frozen=True, kw_only=True):
    """That a person was trained in something; evidence for a level, and no level by itself."""

    user_id: str
    skill: str
    title: str
    held_on: date
    hours: int = 0
    noted_by: str = ""


def capability_id(user_id: Id, skill: str) -> Id:
    """Return the id of what is known of a person's skill, the same on every desk."""
    return row_id("capability", user_id, skill)


def level_on(capability: Capability, day: date) -> int:
    """Return the level that counts on a day; one whose term is over counts for nothing."""
    is_over = capability.valid_until is not None and capability.valid_until < day
    return 0 if is_over else capability.skill_level


def asked_of(
    skill: str, level: int, node: str, assessed_in: Container[str] | None = None
) -> tuple[str, int]:
    """Return what a task asks for: what it says itself, else what its step does; "" for nothing.

    With `assessed_in`, of a person who was assessed in these skills.
    """
    if skill:
        return skill, level
    known = NODE_SKILLS.get(node, ("", 0))
    return known if assessed_in is None or known[0] in assessed_in else ("", 0)
