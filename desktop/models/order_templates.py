"""The templates in use, and a template's tasks as lines that a person can type.

A line is the step, the role, the working days before its end, the title in two languages:
"N12 LOG 1 订舱 / Book space". Where a line is as it was, what its task asks for is kept.
"""

import re
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from desktop.models.desk import Desk
from sync.domain.ids import Id
from sync.domain.order_templates import OrderTemplate, TemplateTask
from sync.domain.people import Role
from sync.domain.refusals import refuse
from sync.store import team_lists

_LINE = re.compile(r"(N\d{2})\s+([A-Z]{2,3})\s+(?:(\d{1,3})\s+)?(.+)")


def line_of(task: TemplateTask) -> str:
    """Return a task as its line."""
    return f"{task.node} {task.role} {task.days_before} {task.title_zh} / {task.title_en}"


def tasks_in(text: str, before: Iterable[TemplateTask] = ()) -> tuple[TemplateTask, ...]:
    """Return the tasks of some lines; Refused naming the line that is none."""
    known = {line_of(task): task for task in before}
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(known.get(line) or _task(line) for line in lines if line)


def _task(line: str) -> TemplateTask:
    match = _LINE.fullmatch(line)
    if match is None or match[2] not in tuple(Role):
        raise refuse("template_line_unreadable", field="tasks", line=line[:60])
    zh, _, en = (part.strip() for part in match[4].partition("/"))
    return TemplateTask(
        title_zh=zh or en,
        title_en=en or zh,
        node=match[1],
        role=Role(match[2]),
        days_before=int(match[3] or 0),
    )


class TemplateList(QObject):
    """The templates in use; `read_anew` when they were read."""

    read_anew = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.templates: tuple[OrderTemplate, ...] = ()

    def read(self) -> None:
        """Read them now."""
        self._desk.read(team_lists.templates, owner=self, done=self._take)

    def named(self, template_id: Id) -> OrderTemplate | None:
        """Return a template by its id."""
        return next((each for each in self.templates if each.id == template_id), None)

    def _take(self, found: tuple[OrderTemplate, ...]) -> None:
        self.templates = found
        self.read_anew.emit()
