"""The actions of setting up orders and of who can do what: templates, levels, trainings."""

from datetime import date

from sync.domain.command_kinds import Action, Command, Fields
from sync.domain.ids import Id
from sync.domain.order_templates import TemplateTask
from sync.domain.people import Role


class WriteTemplate(Command, frozen=True, kw_only=True):
    """Write a template, or write it anew: its names, what it says of the order, tasks, papers."""

    id: Id = ""
    name_zh: str = ""
    name_en: str = ""
    fields: Fields = {}
    tasks: tuple[TemplateTask, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""


class OfTemplate(Command, frozen=True, kw_only=True):
    """A template that is taken out of use."""

    id: Id


class CreateFromTemplate(Command, frozen=True, kw_only=True):
    """Make an order and set it up; `set` goes before what the template says.

    `owners` names a person for a role; for the others the desk proposes one.
    """

    id: Id = ""
    template_id: Id
    set: Fields = {}
    owners: dict[Role, Id] = {}


class SetUpOrder(Command, frozen=True, kw_only=True):
    """Set up an order that there is."""

    id: Id = ""
    order_id: Id
    template_id: Id
    owners: dict[Role, Id] = {}


class UndoSetup(Command, frozen=True, kw_only=True):
    """Take back all that a template made on an order."""

    id: Id


class AssessCapability(Command, frozen=True, kw_only=True):
    """Say how well somebody does something, and what shows it."""

    user_id: Id
    skill: str
    level: int
    evidence: str
    valid_until: date | None = None


class NoteTraining(Command, frozen=True, kw_only=True):
    """Note that somebody was trained."""

    id: Id = ""
    user_id: Id
    skill: str
    title: str
    held_on: date
    hours: int = 0


STAFF = (
    Action("template.write", WriteTemplate, "order_templates"),
    Action("template.retire", OfTemplate, "order_templates"),
    Action("order.from_template", CreateFromTemplate, "setups"),
    Action("order.set_up", SetUpOrder, "setups"),
    Action("setup.undo", UndoSetup, "setups"),
    Action("capability.assess", AssessCapability, "capabilities"),
    Action("training.note", NoteTraining, "trainings"),
)
