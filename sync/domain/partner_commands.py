"""The actions on two records of what may be one firm."""

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class MergePartners(Command, frozen=True, kw_only=True):
    """Make one record of two: `keep_id` stays, with everything that named `lose_id`.

    `take` names, comma-joined, the fields of which the other's value stays; what is empty is filled
    in any case.
    """

    keep_id: Id
    lose_id: Id
    take: str = ""
    note: str = ""


class TellApart(Command, frozen=True, kw_only=True):
    """Say that two records are not the same firm; that stays said."""

    first_id: Id
    second_id: Id
    note: str = ""


class TellAlike(Command, frozen=True, kw_only=True):
    """Say that two records may be the same firm, also where it was said that they are not."""

    first_id: Id
    second_id: Id
    note: str = ""


PARTNERS = (
    Action("partner.merge", MergePartners, "duplicates"),
    Action("partner.differ", TellApart, "duplicates"),
    Action("partner.resemble", TellAlike, "duplicates"),
)
"""The actions on two records, by name."""
