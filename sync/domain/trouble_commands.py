"""The actions of exceptions, disputes and knowledge that have arguments of their own."""

from datetime import date

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class ExceptionStep(Command, frozen=True, kw_only=True):
    """Take an exception on, or say what was done to contain, verify, close or reopen it."""

    id: Id
    note: str = ""


class NoteException(Command, frozen=True, kw_only=True):
    """Put a fact, an option, a decision, a meeting or a playbook's step into an exception's room.

    Of a step `text` is its id, such as PB3-2.
    """

    id: Id = ""
    exception_id: Id
    kind: str = "fact"
    text: str


class ActOnException(Command, frozen=True, kw_only=True):
    """Give a person something to do about an exception: it cannot be closed before."""

    id: Id = ""
    exception_id: Id
    title: str
    assignee_id: Id
    due_on: date | None = None
    note: str = ""


class AnswerWhy(Command, frozen=True, kw_only=True):
    """Answer a why of an exception, or answer it anew; a branch forks off the first one."""

    exception_id: Id
    level: int
    branch: int = 1
    question: str = ""
    answer: str
    evidence: str = ""


class ConcludeWhy(Command, frozen=True, kw_only=True):
    """Say at which root cause a 5-Why ends.

    One that stops at a person needs a cause of the process or a system beside it, or a reason.
    """

    id: Id
    root_cause: str
    companion: str = ""
    reason: str = ""


class RaiseEscalation(Command, frozen=True, kw_only=True):
    """Take a step up that is due, for an exception or a dispute."""

    exception_id: Id = ""
    dispute_id: Id = ""
    step: int


class DisputeStep(Command, frozen=True, kw_only=True):
    """Say one's position, decide, appeal or settle a dispute."""

    id: Id
    text: str = ""


class MediateDispute(Command, frozen=True, kw_only=True):
    """Name who mediates a dispute, and by when."""

    id: Id
    mediator_id: Id
    limit_on: date | None = None


class DraftArticle(Command, frozen=True, kw_only=True):
    """Begin an article with what an exception taught; names of firms and people are left out."""

    id: Id = ""
    exception_id: Id


class ArticleStep(Command, frozen=True, kw_only=True):
    """Publish an article or review it again, retire it, or say that it helped."""

    id: Id
    reason: str = ""


TROUBLES = (
    Action("exception.acknowledge", ExceptionStep, "exceptions"),
    Action("exception.contain", ExceptionStep, "exceptions"),
    Action("exception.verify", ExceptionStep, "exceptions"),
    Action("exception.close", ExceptionStep, "exceptions"),
    Action("exception.reopen", ExceptionStep, "exceptions"),
    Action("exception.answer_buyer", ExceptionStep, "exceptions"),
    Action("exception.note", NoteException, "exception_notes"),
    Action("exception.act", ActOnException, "tasks"),
    Action("exception.conclude", ConcludeWhy, "exceptions"),
    Action("why.answer", AnswerWhy, "whys"),
    Action("escalation.raise", RaiseEscalation, "escalations"),
    Action("dispute.say", DisputeStep, "disputes"),
    Action("dispute.mediate", MediateDispute, "disputes"),
    Action("dispute.decide", DisputeStep, "disputes"),
    Action("dispute.appeal", DisputeStep, "disputes"),
    Action("dispute.settle", DisputeStep, "disputes"),
    Action("article.draft", DraftArticle, "articles"),
    Action("article.publish", ArticleStep, "articles"),
    Action("article.retire", ArticleStep, "articles"),
    Action("article.helped", ArticleStep, "article_uses"),
)
