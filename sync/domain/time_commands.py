"""The arguments of what is done to the time-standard library."""

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class RefreshStandards(Command, frozen=True, kw_only=True):
    """Propose what own history says of a stage, or of all; nothing is followed by that alone."""

    node: str = ""


class AcceptStandard(Command, frozen=True, kw_only=True):
    """Accept a proposal for orders made from now on; `days` other than its 80 % are said here."""

    id: Id
    days: int = 0


class EndStandard(Command, frozen=True, kw_only=True):
    """Refuse a proposal, or let the process's own standard stand again; with the reason."""

    id: Id
    reason: str


TIMES = (
    Action("standard.refresh", RefreshStandards, "time_standards"),
    Action("standard.accept", AcceptStandard, "time_standards"),
    Action("standard.refuse", EndStandard, "time_standards"),
    Action("standard.retire", EndStandard, "time_standards"),
)
