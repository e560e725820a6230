"""Which version of the order process a new order begins with: the newest its author's desk had."""

from sync.actions.deed import Deed
from sync.domain.process_versions import version_id
from sync.store.process_versions import shipped_newest

_NOUN = "process_versions"


def version_begun(deed: Deed) -> int:
    """Return the version of an order that is made, as its author's desk made it.

    An order that was begun offline keeps the version that it was worked by there, though head
    office has a newer one by the time that it comes in.
    """
    newest = deed.context.rules.newest_process
    if not deed.seen.is_noting:
        return _version_seen(deed, newest)
    row = deed.work.get(_NOUN, version_id(newest))
    if row is not None:
        deed.seen.of(_NOUN, row, frozenset({"number"}))
    return newest


def _version_seen(deed: Deed, newest: int) -> int:
    """Return the newest published version that the author had; else what the program brought."""
    seen = (key.partition("/")[2] for key in deed.seen.noted if key.startswith(f"{_NOUN}/"))
    rows = (deed.work.get(_NOUN, identifier) for identifier in seen)
    known = [int(row["number"] or 0) for row in rows if row is not None]
    return min(newest, max(known, default=shipped_newest()))
