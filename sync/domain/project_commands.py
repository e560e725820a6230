"""The actions of sub-projects with arguments of their own: how far, what waits, what was set."""

from datetime import date

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class ProjectStep(Command, frozen=True, kw_only=True):
    """Begin, finish, drop or take up a sub-project; `on` is the day, today where none is said."""

    id: Id
    on: date | None = None
    reason: str = ""


class LinkPieces(Command, frozen=True, kw_only=True):
    """Let a piece wait for another, and `lag_days` working days more.

    A piece is a sub-project's id, a step of the order ("N10"), or one of a shipment ("ID/N12").
    """

    order_id: Id
    before: str
    after: str
    lag_days: int = 0


class UnlinkPieces(Command, frozen=True, kw_only=True):
    """Let a piece no longer wait for another."""

    id: Id


class SetBaseline(Command, frozen=True, kw_only=True):
    """Set the days of now as the baseline; a later one needs a reason, and the earlier is kept."""

    id: Id = ""
    order_id: Id
    reason: str = ""


PROJECTS = (
    Action("project.start", ProjectStep, "projects"),
    Action("project.finish", ProjectStep, "projects"),
    Action("project.drop", ProjectStep, "projects"),
    Action("project.reopen", ProjectStep, "projects"),
    Action("project.link", LinkPieces, "project_links"),
    Action("project.unlink", UnlinkPieces, "project_links"),
    Action("project.baseline", SetBaseline, "project_baselines"),
)
