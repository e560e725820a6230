"""The arguments of what is done to a draft of the order process."""

from sync.domain.command_kinds import Action, Command, Fields
from sync.domain.ids import Id


class DraftProcess(Command, frozen=True, kw_only=True):
    """Begin a draft of a new version, made from the one that runs."""

    id: Id = ""
    title: str


class OfDraft(Command, frozen=True, kw_only=True):
    """Ask for a draft, publish it, or take it on to the version that runs by now."""

    id: Id


class EndDraft(Command, frozen=True, kw_only=True):
    """Refuse a draft, which its authors may mend, or drop it for good; with the reason."""

    id: Id
    reason: str


class ChangeStage(Command, frozen=True, kw_only=True):
    """Change what a stage is called and says: names, entry, the words of its standard."""

    draft_id: Id
    node: str
    set: Fields


class SetOwner(Command, frozen=True, kw_only=True):
    """Give a stage to a role to work on."""

    draft_id: Id
    node: str
    role: str


class SetRaci(Command, frozen=True, kw_only=True):
    """Say who is responsible, accountable, consulted, informed: roles, comma-joined, by level."""

    draft_id: Id
    node: str
    set: Fields


class SetStandard(Command, frozen=True, kw_only=True):
    """Say how many days a stage takes: working days (wd) or calendar days (cd).

    `place` is which of its standards; the last is the one without a condition. `text` says it in
    words.
    """

    draft_id: Id
    node: str
    days: int
    unit: str = "wd"
    place: int = -1
    text: str = ""


class AddPart(Command, frozen=True, kw_only=True):
    """Add a checklist item, or an exception path, to a stage."""

    id: Id = ""
    draft_id: Id
    node: str
    set: Fields


class ChangePart(Command, frozen=True, kw_only=True):
    """Change a checklist item or an exception path, by its id in the process."""

    draft_id: Id
    part: str
    set: Fields


class DropPart(Command, frozen=True, kw_only=True):
    """Take a checklist item or an exception path out of the process."""

    draft_id: Id
    part: str


class TakeBack(Command, frozen=True, kw_only=True):
    """Take one change of a draft back: what it changed is as in the running version again."""

    id: Id


PROCESS = (
    Action("process.draft", DraftProcess, "process_drafts"),
    Action("process.submit", OfDraft, "process_drafts"),
    Action("process.publish", OfDraft, "process_drafts"),
    Action("process.refuse", EndDraft, "process_drafts"),
    Action("process.drop", EndDraft, "process_drafts"),
    Action("process.renew", OfDraft, "process_drafts"),
    Action("process.change_stage", ChangeStage, "process_changes"),
    Action("process.set_owner", SetOwner, "process_changes"),
    Action("process.set_raci", SetRaci, "process_changes"),
    Action("process.set_standard", SetStandard, "process_changes"),
    Action("process.add_item", AddPart, "process_changes"),
    Action("process.change_item", ChangePart, "process_changes"),
    Action("process.drop_item", DropPart, "process_changes"),
    Action("process.add_path", AddPart, "process_changes"),
    Action("process.change_path", ChangePart, "process_changes"),
    Action("process.drop_path", DropPart, "process_changes"),
    Action("process.take_back", TakeBack, "process_changes"),
)
