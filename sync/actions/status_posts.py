"""Posting how a stage stands: inserts only, so that what was said is never said otherwise later."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_right
from sync.actions.stages import place_meant
from sync.domain.handing_commands import PostStatus
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields


def post(deed: Deed, command: PostStatus) -> None:
    """Say how a stage of an order that is still open stands."""
    facts = load_facts(deed.work, command.order_id, deed.context)
    require_right(deed, "order", "R", command.order_id)
    if not command.text.strip():
        raise refuse("field_empty", entity="status_posts", field="text")
    process = deed.context.rules.process(facts.order.process_version)
    subject, step = place_meant(facts, process, command)
    said: Fields = {
        "order_id": command.order_id,
        "subject_id": subject.id,
        "node": step.node.id,
        "text": command.text,
        "expected_on": to_value(command.expected_on),
    }
    fields = check_fields("status_posts", said) | {
        "id": command.id,
        "author_id": deed.context.actor.id,
        "device_id": deed.context.actor.device_id,
        "posted_at": to_value(deed.context.acted_at),
        "posted_offline": int(deed.context.offline),
    }
    deed.add("status_posts", fields, is_noted=False)
