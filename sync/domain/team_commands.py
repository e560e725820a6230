"""The actions of a team's life: procedures that are read, suggestions, feedback."""

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class OfSop(Command, frozen=True, kw_only=True):
    """A procedure that is read, or taken out of use."""

    id: Id


class DecideSuggestion(Command, frozen=True, kw_only=True):
    """Accept or decline a suggestion, with the reason."""

    id: Id
    accepted: bool
    reason: str


class MeasureSuggestion(Command, frozen=True, kw_only=True):
    """Note what a suggestion that was accepted has brought."""

    id: Id
    effect: str


class GiveFeedback(Command, frozen=True, kw_only=True):
    """Say what one thinks of a step (`node`) or of a kind of paper (`paper`)."""

    id: Id = ""
    node: str = ""
    paper: str = ""
    text: str
    anonymous: bool = False


class AnswerFeedback(Command, frozen=True, kw_only=True):
    """Answer feedback."""

    id: Id
    text: str


TEAM = (
    Action("sop.retire", OfSop, "sops"),
    Action("sop.acknowledge", OfSop, "sops"),
    Action("suggestion.decide", DecideSuggestion, "suggestions"),
    Action("suggestion.measure", MeasureSuggestion, "suggestions"),
    Action("feedback.give", GiveFeedback, "feedback"),
    Action("feedback.answer", AnswerFeedback, "feedback"),
)
