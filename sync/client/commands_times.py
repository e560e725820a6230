"""`gendan show standards`: how long stages take by own history, what is followed, what waits."""

from collections.abc import Callable

from sqlalchemy import Connection

from sync.client.desk_session import DeskSession
from sync.domain.refusals import refuse
from sync.store.sentences import Language, name_of, words
from sync.store.time_lists import (
    LibraryLine,
    followed_said,
    industry_said,
    key_said,
    offer_said,
    read_library,
)

_COLUMNS = ("node", "for_which", "followed_now", "offer", "p50", "state", "industry", "id")


def show_standards(session: DeskSession, connection: Connection) -> None:
    """Show the library; `--where node=N12` one stage of it. An id is that of the version shown."""
    lines = read_library(connection, _node_asked(session))
    if session.console.is_json:
        session.console.json([_told(line) for line in lines])
        return
    language = session.console.language
    if not lines:
        session.console.say("standards_none")
        return
    heading = [name_of("field", name, language=language) for name in _COLUMNS]
    session.console.table(heading, [_cells(line, language) for line in lines])


def _node_asked(session: DeskSession) -> str:
    for condition in session.options.where:
        name, sign, value = condition.partition("=")
        if name != "node" or not sign:
            raise refuse("condition_not_valid", condition=condition[:80])
        return value
    return ""


def _told(line: LibraryLine) -> dict[str, object]:
    return {
        "node": line.key.node,
        "family": line.key.family,
        "lane": line.key.lane,
        "payment_term": line.key.payment_term,
        "own_days": line.own.days,
        "own_unit": line.own.unit,
        "followed": line.followed,
        "offered": line.offered,
        "industry": industry_said(line.key.node, "en"),
        "versions": line.history,
    }


def _cells(line: LibraryLine, language: Language) -> list[str]:
    shown = line.shown
    unit = words(f"unit_{shown.unit}", {}, language=language)
    return [
        name_of("node", line.key.node, language=language),
        key_said(line.key, language),
        followed_said(line, language),
        offer_said(shown, language),
        f"{shown.p50} {unit}",
        words(f"state_standard_{shown.state.value}", {}, language=language),
        industry_said(line.key.node, language),
        shown.id,
    ]


TIMES: dict[str, Callable[[DeskSession, Connection], None]] = {"standards": show_standards}
