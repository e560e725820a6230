"""Knowledge: written, begun from a closed exception, published by somebody else, retired."""

from collections.abc import Iterator
from datetime import timedelta

from sync.actions import exceptions
from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow
from sync.actions.plain import checked_edit
from sync.domain.articles import REVIEW_DAYS, Article, ArticleState, anonymous
from sync.domain.commands import Add, Edit
from sync.domain.exception_codes import EXCEPTION_CODES
from sync.domain.exceptions import OrderException
from sync.domain.ids import Id, row_id
from sync.domain.permissions import may_do
from sync.domain.process import nodes_by_id
from sync.domain.records import split, to_value
from sync.domain.refusals import Refusal, refuse
from sync.domain.rights import Letter
from sync.domain.trouble_commands import ArticleStep, DraftArticle
from sync.domain.values import check_fields
from sync.domain.whys import Why, chain_of


def add(deed: Deed, command: Add) -> None:
    """Write an article down as a draft."""
    allow(_may(deed, "C"))
    fields = checked_edit("articles", command.set)
    if not str(fields.get("title") or "").strip():
        raise refuse("field_empty", entity="articles", field="title")
    _require_triggers(deed, fields)
    deed.add("articles", {**fields, **_born(deed, command.id)})


def draft(deed: Deed, command: DraftArticle) -> None:
    """Begin an article with what an exception taught, without the names of firms and people."""
    exception = deed.work.load(OrderException, "exceptions", command.exception_id)
    exceptions.require(deed, "R", exception.order_id, exception.exception_code)
    allow(_may(deed, "C"))
    if any(deed.work.find("articles", "exception_id", exception.id)):
        raise refuse("article_drafted", title=exception.title)
    names = tuple(_names(deed, exception))
    chain = chain_of(deed.work.find_all(Why, "whys", "exception_id", exception.id), exception.id)
    said: Fields = {
        "title": exception.title,
        "symptom": exception.title,
        "cause_found": "\n".join(why.answer for why in chain),
        "solution": exception.result,
        "prevention": exception.cause_reason,
    }
    fields: Fields = {name: anonymous(str(text), names) for name, text in said.items()}
    fields |= {
        "at_nodes": exception.node,
        "codes": exception.exception_code,
        "exception_id": exception.id,
    }
    deed.add("articles", {**check_fields("articles", fields), **_born(deed, command.id)})


def edit(deed: Deed, command: Edit) -> None:
    """Change an article; one that is published waits for its review again."""
    article = deed.work.load(Article, "articles", command.id)
    if article.created_by != deed.context.actor.id or article.state is not ArticleState.DRAFT:
        allow(_may(deed, "U"))
    fields = checked_edit("articles", command.set)
    if "title" in fields and not str(fields["title"] or "").strip():
        raise refuse("field_empty", entity="articles", field="title")
    _require_triggers(deed, fields)
    deed.edit("articles", command.id, fields)


def publish(deed: Deed, command: ArticleStep) -> None:
    """Publish an article, or say that it still holds: whoever wrote it does not review it."""
    article = deed.work.load(Article, "articles", command.id)
    _require_reviewer(deed)
    if article.created_by == deed.context.actor.id:
        raise refuse("article_own", kind="denied", title=article.title)
    if not article.solution.strip():
        raise refuse("field_empty", entity="articles", field="solution")
    today = deed.context.today
    fields: Fields = {
        "state": ArticleState.PUBLISHED.value,
        "reviewed_by": deed.context.actor.id,
        "reviewed_on": to_value(today),
        "valid_until": to_value(today + timedelta(days=REVIEW_DAYS)),
        "retired_why": "",
    }
    deed.set("articles", command.id, fields)


def retire(deed: Deed, command: ArticleStep) -> None:
    """Retire an article, with the reason; it can be found but is shown nowhere by itself."""
    article = deed.work.load(Article, "articles", command.id)
    _require_reviewer(deed)
    if not command.reason.strip():
        raise refuse("reason_missing", action="article.retire")
    if article.state is ArticleState.RETIRED:
        raise refuse("article_retired", title=article.title)
    fields = check_fields("articles", {"retired_why": command.reason})
    deed.set("articles", command.id, {**fields, "state": ArticleState.RETIRED.value})


def helped(deed: Deed, command: ArticleStep) -> None:
    """Say that an article helped; counted once a person and day."""
    article = deed.work.load(Article, "articles", command.id)
    allow(_may(deed, "R"))
    if article.state is not ArticleState.PUBLISHED:
        raise refuse("article_not_published", title=article.title)
    me, day = deed.context.actor.id, to_value(deed.context.today)
    identifier = row_id("article_use", article.id, me, str(day))
    if deed.work.get("article_uses", identifier) is None:
        fields: Fields = {
            "id": identifier,
            "article_id": article.id,
            "helped_id": me,
            "used_on": day,
        }
        deed.add("article_uses", fields, is_noted=False)


def _born(deed: Deed, article_id: Id) -> Fields:
    return {
        "id": article_id,
        "state": ArticleState.DRAFT.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }


def _may(deed: Deed, letter: Letter) -> Refusal | None:
    permissions = deed.context.rules.permissions
    return may_do(deed.context.actor, "knowledge", letter, permissions=permissions)


def _require_reviewer(deed: Deed) -> None:
    if _may(deed, "A") is not None:
        allow(_may(deed, "U"))


def _names(deed: Deed, exception: OrderException) -> Iterator[str]:
    for row in deed.work.find("users", "active", 1):
        yield from (str(row["name_zh"]), str(row["name_en"]))
    if exception.order_id:
        order = deed.work.require("orders", exception.order_id)
        buyer = deed.work.get("partners", str(order["buyer_id"])) or {}
        yield from (str(buyer.get("name") or ""), str(order["order_no"] or ""))


def _require_triggers(deed: Deed, fields: Fields) -> None:
    rules = deed.context.rules
    known = nodes_by_id(rules.process(rules.newest_process))
    for node in split(str(fields.get("at_nodes") or "")):
        if node not in known:
            raise refuse("node_unknown", kind="gone", node=node[:20])
    for code in split(str(fields.get("codes") or "")):
        if code not in EXCEPTION_CODES:
            raise refuse("exception_code_unknown", code_asked=code[:20])
    for name, entity in (("product_id", "products"), ("buyer_id", "partners")):
        if fields.get(name):
            deed.work.require(entity, str(fields[name]))
