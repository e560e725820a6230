"""Knowledge as lists show it: with uses, and whether it has aged."""

from datetime import date

import msgspec
from sqlalchemy import Connection

from sync.domain.articles import Article, ArticleState, ArticleUse, is_stale
from sync.domain.records import record
from sync.store import rows

_ORDER = (ArticleState.DRAFT, ArticleState.PUBLISHED, ArticleState.RETIRED)


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list. `is_stale`: to be reviewed again, or retired."""

    article: Article
    uses: int
    last_used: date | None
    is_stale: bool


def read_articles(connection: Connection, today: date) -> tuple[ArticleRow, ...]:
    """Return all articles: what waits for somebody first, then the most used."""
    uses: dict[str, list[date]] = {}
    for row in rows.all_rows(connection, "article_uses"):
        use = record(ArticleUse, row)
        uses.setdefault(use.article_id, []).append(use.used_on)
    found = [
        _row(record(Article, row), uses.get(str(row["id"]), []), today)
        for row in rows.all_rows(connection, "articles")
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.is_stale,
                _ORDER.index(each.article.state),
                -each.uses,
                each.article.title,
            ),
        )
    )


def published(connection: Connection) -> tuple[Article, ...]:
    """Return the articles that can be shown where they apply."""
    state = ArticleState.PUBLISHED.value
    return tuple(record(Article, row) for row in rows.find(connection, "articles", "state", state))


def _row(article: Article, days: list[date], today: date) -> ArticleRow:
    last = max(days, default=None)
    return ArticleRow(
        article=article, uses=len(days), last_used=last, is_stale=is_stale(article, last, today)
    )
