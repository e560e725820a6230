"""The arguments of what is done to a draft of the decision table."""

from sync.domain.command_kinds import Action, Command, Fields
from sync.domain.ids import Id
from sync.domain.process_commands import EndDraft, OfDraft, TakeBack


class DraftTable(Command, frozen=True, kw_only=True):
    """Begin a draft of a newer decision table, made from the one in force."""

    id: Id = ""
    title: str


class ChangeTable(Command, frozen=True, kw_only=True):
    """Change fields of the table, of a row of it, or of how a row asks for one fact.

    Without `row`: mode, currency, hours.LEVEL, needed.LEVEL, rate.CURRENCY, urgent.BOUND. With it:
    zh, en, consults, never_urgent. With `fact` too: limit.LEVEL, start.LEVEL, word.WORD, beyond,
    currency. A limit, edge, word or rate that is set to nothing is taken away.
    """

    draft_id: Id
    row: str = ""
    fact: str = ""
    set: Fields


class AddTableRow(Command, frozen=True, kw_only=True):
    """Add a row that asks for a fact: `kind` at_most, at_least or word.

    A fact that the table asks for already keeps its kind. `set` has its names, who is heard, and
    its bands as in `authority.change`.
    """

    id: Id = ""
    draft_id: Id
    fact: str
    kind: str = "at_most"
    is_money: bool = False
    set: Fields


class RetireTableRow(Command, frozen=True, kw_only=True):
    """Take a row out of the table, unless it keeps duties apart."""

    draft_id: Id
    row: str


AUTHORITY_TABLE = (
    Action("authority.draft", DraftTable, "authority_drafts"),
    Action("authority.submit", OfDraft, "authority_drafts"),
    Action("authority.publish", OfDraft, "authority_drafts"),
    Action("authority.refuse", EndDraft, "authority_drafts"),
    Action("authority.drop", EndDraft, "authority_drafts"),
    Action("authority.renew", OfDraft, "authority_drafts"),
    Action("authority.change", ChangeTable, "authority_changes"),
    Action("authority.add_row", AddTableRow, "authority_changes"),
    Action("authority.retire_row", RetireTableRow, "authority_changes"),
    Action("authority.take_back", TakeBack, "authority_changes"),
)
