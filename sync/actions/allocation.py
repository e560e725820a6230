"""Names a person for each role that a template needs, where its author named none.

The desk does so before it tries the action, with what it knows of everybody's load; head office
judges the names that were sent, so that it is the same people on both ends.
"""

import msgspec
from sqlalchemy import Connection

from sync.actions.context import Context
from sync.domain.allocation import Candidate, Need, suggest
from sync.domain.commands import Command
from sync.domain.ids import Id
from sync.domain.order_templates import OrderTemplate, roles_wanted, tasks_of
from sync.domain.people import Role
from sync.domain.records import record
from sync.domain.staff_commands import CreateFromTemplate, SetUpOrder
from sync.store import crews, rows


def with_owners(connection: Connection, command: Command, context: Context) -> Command:
    """Return the command with a person for each role; others as they are."""
    if not isinstance(command, CreateFromTemplate | SetUpOrder):
        return command
    row = rows.get(connection, "order_templates", command.template_id)
    if row is None:
        return command
    template = record(OrderTemplate, row)
    process = context.rules.process(context.rules.newest_process)
    calendar = context.rules.calendars.company
    people = crews.candidates(connection, today=context.today, calendar=calendar)
    wanted = [role for role in roles_wanted(template, process) if role not in command.owners]
    owners = {**command.owners, **proposed(template, wanted, people)}
    return msgspec.structs.replace(command, owners=owners)


def proposed(
    template: OrderTemplate, wanted: list[Role], people: list[Candidate]
) -> dict[Role, Id]:
    """Return the best person for each role; a role that nobody has is left out."""
    found: dict[Role, Id] = {}
    for role in wanted:
        proposals = suggest(need_of(template, role), people)
        if proposals:
            found[role] = proposals[0].user_id
    return found


def need_of(template: OrderTemplate, role: Role) -> Need:
    """Return what a template's tasks ask of a role: the most demanding of them."""
    asked = [task for task in tasks_of(template) if task.role is role and task.skill]
    hardest = max(asked, key=lambda task: task.skill_level, default=None)
    if hardest is None:
        return Need(role=role)
    return Need(role=role, skill=hardest.skill, level=hardest.skill_level)
