"""The 5-Why of an exception: its answers one by one, and the root cause at which it ends."""

from sync.actions import exceptions
from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow
from sync.domain.exceptions import ExceptionState, is_grave
from sync.domain.ids import row_id
from sync.domain.people import User
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.trouble_commands import AnswerWhy, ConcludeWhy
from sync.domain.values import check_fields
from sync.domain.whys import (
    BRANCHES_MAX,
    LEVELS_LEAST,
    LEVELS_MAX,
    Why,
    chain_of,
    why_not_concluded,
)

_BEFORE_ACTIONS = (
    ExceptionState.OPEN,
    ExceptionState.ACKNOWLEDGED,
    ExceptionState.CONTAINED,
    ExceptionState.REOPENED,
)


def answer(deed: Deed, command: AnswerWhy) -> None:
    """Answer a why, or answer it anew: each level asks about the answer above it."""
    exception = exceptions.load(deed, command.exception_id)
    if not (1 <= command.level <= LEVELS_MAX and 1 <= command.branch <= BRANCHES_MAX):
        raise refuse("why_level_wrong", levels=LEVELS_MAX, branches=BRANCHES_MAX)
    if not command.answer.strip():
        raise refuse("field_empty", entity="whys", field="answer")
    found = deed.work.find_all(Why, "whys", "exception_id", exception.id)
    above = [why for why in found if why.level == command.level - 1]
    if command.level > 1 and not any(why.branch in (command.branch, 1) for why in above):
        raise refuse("why_level_missing", level=command.level - 1)
    place = (str(command.branch), str(command.level))
    identifier = row_id("why", exception.id, *place)
    said: Fields = {
        "question": command.question,
        "answer": command.answer,
        "evidence": command.evidence,
    }
    fields = check_fields("whys", said) | {
        "author_id": deed.context.actor.id,
        "written_at": to_value(deed.context.acted_at),
    }
    if deed.work.get("whys", identifier) is not None:
        deed.edit("whys", identifier, fields)
        return
    fields |= {
        "id": identifier,
        "order_id": exception.order_id,
        "exception_id": exception.id,
        "branch": command.branch,
        "level": command.level,
    }
    deed.add("whys", fields)


def conclude(deed: Deed, command: ConcludeWhy) -> None:
    """End a 5-Why at a root cause of the taxonomy; blame alone is not one."""
    exception = exceptions.load(deed, command.id)
    chain = chain_of(deed.work.find_all(Why, "whys", "exception_id", exception.id), exception.id)
    if is_grave(exception) and len(chain) < LEVELS_LEAST:
        raise refuse("why_too_short", count=len(chain), least=LEVELS_LEAST)
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    allow(
        why_not_concluded(
            chain,
            root_cause=command.root_cause,
            companion=command.companion,
            reason=command.reason,
            names=[name for user in people for name in (user.name_zh, user.name_en)],
        )
    )
    said: Fields = {
        "root_cause": command.root_cause,
        "companion_cause": command.companion,
        "cause_reason": command.reason,
    }
    fields = check_fields("exceptions", said)
    if exception.state in _BEFORE_ACTIONS:
        fields["state"] = ExceptionState.ANALYSED.value
    deed.set("exceptions", command.id, fields)
