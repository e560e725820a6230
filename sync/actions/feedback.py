"""Giving feedback on a step or a paper, under one's name or under none, and answering it."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create
from sync.domain.feedback import Feedback
from sync.domain.people import Role
from sync.domain.process import nodes_by_id
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.team_commands import AnswerFeedback, GiveFeedback
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR)


def give(deed: Deed, command: GiveFeedback) -> None:
    """Say what one thinks of a step or a paper; anonymous keeps no name and only the day."""
    if not command.text.strip():
        raise refuse("field_empty", entity="feedback", field="text")
    if bool(command.node) == bool(command.paper):
        raise refuse("feedback_about_one_thing")
    require_create(deed, "feedback", {"id": command.id})
    _accountable(deed, command.node)
    context = deed.context
    said: Fields = {
        "node": command.node,
        "paper": command.paper,
        "text": command.text,
        "is_anonymous": int(command.anonymous),
        "author_id": "" if command.anonymous else context.actor.id,
        "given_on": to_value(context.acted_at.date()),
    }
    fields = check_fields("feedback", said)
    deed.add("feedback", {**fields, "id": command.id}, is_noted=not command.anonymous)


def answer(deed: Deed, command: AnswerFeedback) -> None:
    """Answer feedback, as whoever leads or answers for the step."""
    feedback = deed.work.load(Feedback, "feedback", command.id)
    if not deed.context.actor.holds(*_LEADERS, *_accountable(deed, feedback.node)):
        raise refuse("feedback_not_yours", kind="denied")
    if not command.text.strip():
        raise refuse("field_empty", entity="feedback", field="answer")
    fields: Fields = {
        "answer": command.text,
        "answered_by": deed.context.actor.id,
        "answered_at": to_value(deed.context.acted_at),
    }
    deed.set("feedback", command.id, check_fields("feedback", fields))


def _accountable(deed: Deed, node: str) -> tuple[Role, ...]:
    if not node:
        return ()
    process = deed.context.rules.process(deed.context.rules.newest_process)
    known = nodes_by_id(process).get(node)
    if known is None:
        raise refuse("value_not_valid", entity="feedback", field="node", value=node[:40])
    return known.raci.accountable
