"""Making a suggestion, answering it with a reason, and noting what it brought."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create
from sync.domain.commands import Add
from sync.domain.people import Role
from sync.domain.process import nodes_by_id
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.suggestions import Suggestion, SuggestionState
from sync.domain.team_commands import DecideSuggestion, MeasureSuggestion
from sync.domain.values import check_fields

_LEADERS = (Role.GM, Role.MGR)
_SAID = frozenset({"node", "title", "text"})


def make(deed: Deed, command: Add) -> None:
    """Suggest something, on a step or on none."""
    fields = check_fields("suggestions", command.set)
    for name in fields.keys() - _SAID:
        raise refuse("field_fixed", entity="suggestions", field=name)
    if not str(fields.get("title") or "").strip():
        raise refuse("field_empty", entity="suggestions", field="title")
    require_create(deed, "suggestions", {"id": command.id})
    _accountable(deed, str(fields.get("node") or ""))
    context = deed.context
    made: Fields = {"author_id": context.actor.id, "made_at": to_value(context.acted_at)}
    deed.add("suggestions", {**fields, "id": command.id, **made})


def decide(deed: Deed, command: DecideSuggestion) -> None:
    """Accept or decline a suggestion, with the reason that its author is owed."""
    suggestion = deed.work.load(Suggestion, "suggestions", command.id)
    _require_answerer(deed, suggestion)
    if suggestion.state is not SuggestionState.OPEN:
        raise refuse("suggestion_decided", title=suggestion.title, state=suggestion.state.value)
    if not command.reason.strip():
        raise refuse("field_empty", entity="suggestions", field="reason")
    state = SuggestionState.ACCEPTED if command.accepted else SuggestionState.DECLINED
    fields: Fields = {
        "state": state.value,
        "reason": command.reason,
        "decided_by": deed.context.actor.id,
        "decided_at": to_value(deed.context.acted_at),
    }
    deed.set("suggestions", command.id, check_fields("suggestions", fields))


def measure(deed: Deed, command: MeasureSuggestion) -> None:
    """Note what an accepted suggestion brought."""
    suggestion = deed.work.load(Suggestion, "suggestions", command.id)
    _require_answerer(deed, suggestion)
    if suggestion.state is not SuggestionState.ACCEPTED:
        raise refuse("suggestion_not_accepted", title=suggestion.title)
    if not command.effect.strip():
        raise refuse("field_empty", entity="suggestions", field="effect")
    effect: Fields = {"effect": command.effect}
    deed.set("suggestions", command.id, check_fields("suggestions", effect))


def _require_answerer(deed: Deed, suggestion: Suggestion) -> None:
    """Raise Refused unless the actor leads or answers for the step, and did not suggest it."""
    actor = deed.context.actor
    if actor.id == suggestion.author_id:
        raise refuse("suggestion_own", kind="denied", title=suggestion.title)
    if not actor.holds(*_LEADERS, *_accountable(deed, suggestion.node)):
        raise refuse("suggestion_not_yours", kind="denied", title=suggestion.title)


def _accountable(deed: Deed, node: str) -> tuple[Role, ...]:
    if not node:
        return ()
    process = deed.context.rules.process(deed.context.rules.newest_process)
    known = nodes_by_id(process).get(node)
    if known is None:
        raise refuse("value_not_valid", entity="suggestions", field="node", value=node[:40])
    return known.raci.accountable
