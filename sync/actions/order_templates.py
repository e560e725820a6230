"""Writing a template by which orders are set up, and taking it out of use."""

import msgspec

from sync.actions.deed import Deed, Fields
from sync.domain.capabilities import LEVEL_MAX, SKILLS
from sync.domain.order_templates import (
    FIELDS,
    TASKS_MAX,
    OrderTemplate,
    TemplateTask,
    fields_of,
    wrong_in,
)
from sync.domain.people import Role
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.staff_commands import OfTemplate, WriteTemplate
from sync.domain.values import check_fields

_WRITERS = (Role.GM, Role.MGR, Role.SSR)


def write(deed: Deed, command: WriteTemplate) -> None:
    """Write a template, new or anew; what orders were set up with it stays as it is."""
    require_writer(deed)
    if not (command.name_zh.strip() or command.name_en.strip()):
        raise refuse("field_empty", entity="order_templates", field="name_zh")
    if len(command.tasks) > TASKS_MAX:
        raise refuse("template_too_long", count=len(command.tasks), limit=TASKS_MAX)
    for task in command.tasks:
        require_skill(task.skill, task.skill_level)
        _require_text(task)
    fields: Fields = {
        "name_zh": command.name_zh.strip() or command.name_en.strip(),
        "name_en": command.name_en.strip() or command.name_zh.strip(),
        "fields": msgspec.json.encode(_order_fields(command.fields), order="sorted").decode(),
        "tasks": msgspec.json.encode(command.tasks).decode(),
        "papers": ",".join(dict.fromkeys(command.papers)),
        "note": command.note,
        **_stamp(deed),
    }
    row = {**check_fields("order_templates", fields), "id": command.id}
    _require_whole(deed, record(OrderTemplate, row))
    if deed.work.get("order_templates", command.id) is None:
        deed.add("order_templates", row)
    else:
        deed.set("order_templates", command.id, {**row, "is_retired": 0})


def retire(deed: Deed, command: OfTemplate) -> None:
    """Take a template out of use; orders that were set up with it stay as they are."""
    require_writer(deed)
    template = deed.work.load(OrderTemplate, "order_templates", command.id)
    if template.is_retired:
        raise retired(template)
    deed.set("order_templates", command.id, {"is_retired": 1, **_stamp(deed)})


def retired(template: OrderTemplate) -> Exception:
    """Return the refusal of a template that is out of use."""
    return refuse("template_retired", title=template.name_en, title_zh=template.name_zh)


def require_skill(skill: str, level: int) -> None:
    """Raise Refused for a skill nobody knows, or a level that there is not."""
    if skill and skill not in SKILLS:
        raise refuse("value_not_valid", entity="capabilities", field="skill", value=skill[:40])
    if not 0 <= level <= LEVEL_MAX:
        raise refuse(
            "value_not_valid", entity="capabilities", field="skill_level", value=str(level)
        )


def require_writer(deed: Deed) -> None:
    """Raise Refused unless the actor may say how orders begin."""
    if not deed.context.actor.holds(*_WRITERS):
        raise refuse("template_not_yours", kind="denied", roles=",".join(_WRITERS))


def _order_fields(wanted: Fields) -> Fields:
    for name in wanted.keys() - FIELDS:
        raise refuse("field_fixed", entity="order_templates", field=name)
    return check_fields("orders", wanted)


def _require_text(task: TemplateTask) -> None:
    check_fields("tasks", {"title": task.title_zh})
    check_fields("tasks", {"title": task.title_en})


def _require_whole(deed: Deed, template: OrderTemplate) -> None:
    fields_of(template)
    wrong = wrong_in(template, deed.context.rules.process(deed.context.rules.newest_process))
    if wrong is not None:
        field, value = wrong
        raise refuse("value_not_valid", entity="order_templates", field=field, value=value[:40])


def _stamp(deed: Deed) -> Fields:
    context = deed.context
    return {"changed_by": context.actor.id, "changed_at": to_value(context.acted_at)}
