"""The 5-Why: a chain of questions that ends at a cause within our own control (domain.md 5.6)."""

import re
from collections.abc import Iterable
from datetime import datetime

from sync.domain.exception_codes import OWN_CAUSES, PEOPLE, ROOT_CAUSES
from sync.domain.records import Record, Value
from sync.domain.refusals import Refusal

LEVELS_MAX = 5
LEVELS_LEAST = 3
BRANCHES_MAX = 3
_NAME_LEAST = 2
_BLAMING = (
    *("粗心", "马虎", "疏忽", "不小心", "不认真", "大意", "责任心", "忘记", "忘了", "人为"),
    *("careless", "negligen", "inattent", "human error", "forgot", "lazy", "not careful"),
)


class Why(Record, frozen=True, kw_only=True):
    """One question with its answer; a branch forks off the first one."""

    order_id: str = ""
    exception_id: str
    branch: int = 1
    level: int
    question: str = ""
    answer: str
    evidence: str = ""
    author_id: str = ""
    written_at: datetime | None = None


def chain_of(whys: Iterable[Why], exception_id: str) -> tuple[Why, ...]:
    """Return an exception's answers, branch by branch from the top."""
    found = (why for why in whys if why.exception_id == exception_id)
    return tuple(sorted(found, key=lambda why: (why.branch, why.level)))


def is_blaming(answer: str, names: Iterable[str]) -> bool:
    """Return whether an answer stops at a person: at carelessness, or at somebody's name."""
    said = answer.casefold()
    return any(word in said for word in _BLAMING) or any(_is_named(name, said) for name in names)


def _is_named(name: str, said: str) -> bool:
    if len(name) < _NAME_LEAST:
        return False
    if not name.isascii():
        return name in said
    return re.search(rf"\b{re.escape(name.casefold())}\b", said) is not None


def why_not_concluded(
    chain: Iterable[Why],
    *,
    root_cause: str,
    companion: str,
    reason: str,
    names: Iterable[str],
) -> Refusal | None:
    """Return why a chain does not end at this cause: blame needs a cause of ours beside it."""
    if root_cause not in ROOT_CAUSES:
        return Refusal(code="cause_unknown", facts={"cause": root_cause[:20]})
    if companion and not _is_own(companion):
        return Refusal(code="cause_companion_wrong", facts={"cause": companion[:20]})
    answers = tuple(chain)
    last = answers[-1].answer if answers else ""
    blames = is_blaming(last, names)
    if (blames or root_cause.startswith(PEOPLE)) and not (
        _is_own(root_cause) or companion or reason.strip()
    ):
        facts: dict[str, Value] = {"answer": last[:80], "cause": root_cause}
        return Refusal(code="cause_blames", facts=facts)
    return None


def _is_own(cause: str) -> bool:
    return cause in ROOT_CAUSES and cause.startswith(OWN_CAUSES)
