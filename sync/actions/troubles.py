"""The actions of exceptions, disputes and knowledge, by name."""

from collections.abc import Callable
from typing import Any

from sync.actions import articles, disputes, escalations, exceptions, whys
from sync.actions.deed import Deed

HANDLERS: dict[str, Callable[[Deed, Any], None]] = {
    "exception.open": exceptions.open_one,
    "exception.edit": exceptions.edit,
    "exception.acknowledge": exceptions.acknowledge,
    "exception.contain": exceptions.contain,
    "exception.note": exceptions.note,
    "exception.act": exceptions.act,
    "exception.verify": exceptions.verify,
    "exception.close": exceptions.close,
    "exception.reopen": exceptions.reopen,
    "exception.answer_buyer": exceptions.answer_buyer,
    "exception.conclude": whys.conclude,
    "why.answer": whys.answer,
    "escalation.raise": escalations.raise_one,
    "dispute.open": disputes.open_one,
    "dispute.say": disputes.say,
    "dispute.mediate": disputes.mediate,
    "dispute.decide": disputes.decide,
    "dispute.appeal": disputes.appeal,
    "dispute.settle": disputes.settle,
    "article.add": articles.add,
    "article.draft": articles.draft,
    "article.edit": articles.edit,
    "article.publish": articles.publish,
    "article.retire": articles.retire,
    "article.helped": articles.helped,
}
