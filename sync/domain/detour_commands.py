"""The arguments of leaving the main path by an exception path, and of coming back."""

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class TakePath(Command, frozen=True, kw_only=True):
    """Leave the main path at a stage by one of its exception paths; `note` is what happened."""

    id: Id = ""
    order_id: Id
    node: str
    subject_id: Id = ""
    path: str
    note: str


class LeavePath(Command, frozen=True, kw_only=True):
    """Come back to the main path; `note` is how it ended."""

    id: Id
    note: str


DETOURS = (
    Action("path.take", TakePath, "detours"),
    Action("path.leave", LeavePath, "detours"),
)
