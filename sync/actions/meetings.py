"""Noting a meeting: what was said, and the tasks it gave."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create, require_right
from sync.domain.ids import row_id
from sync.domain.meetings import TASKS_MAX, Found, find_tasks
from sync.domain.organisation_commands import NoteMeeting
from sync.domain.people import User
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields


def note(deed: Deed, command: NoteMeeting) -> None:
    """Keep the notes, and give each task in them to whom it names."""
    if command.order_id:
        require_right(deed, "order", "R", command.order_id)
    require_create(deed, "meetings", {"id": command.id})
    for name in ("title", "text"):
        if not str(getattr(command, name)).strip():
            raise refuse("field_empty", entity="meetings", field=name)
    for each in command.attendees:
        deed.work.require("users", each)
    tasks = _tasks(deed, command)
    ids = [_give(deed, command, number, each) for number, each in enumerate(tasks)]
    fields: Fields = {
        "order_id": command.order_id,
        "title": command.title.strip(),
        "held_on": to_value(command.held_on),
        "attendees": ",".join(dict.fromkeys(command.attendees)),
        "text": command.text,
        "tasks": ",".join(ids),
        "noted_by": deed.context.actor.id,
        "noted_at": to_value(deed.context.acted_at),
    }
    deed.add("meetings", {**check_fields("meetings", fields), "id": command.id})


def _tasks(deed: Deed, command: NoteMeeting) -> list[Found]:
    people = [record(User, row) for row in deed.work.find("users", "active", 1)]
    found = list(find_tasks(command.text, people, command.held_on))
    for each in found:
        if not each.user_id:
            raise refuse("meeting_person_unknown", name=each.called[:40], title=each.title[:80])
    if len(found) > TASKS_MAX:
        raise refuse("meeting_too_long", count=len(found), limit=TASKS_MAX)
    return found


def _give(deed: Deed, command: NoteMeeting, number: int, found: Found) -> str:
    fields: Fields = {
        "id": row_id("task of meeting", command.id, str(number)),
        "order_id": command.order_id,
        "title": found.title,
        "assignee_id": found.user_id,
        "due_on": to_value(found.due_on),
        "note": command.title.strip(),
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    return str(deed.add("tasks", check_fields("tasks", fields))["id"])
