"""A question of the orders list as one line of text, so that another page can lead to it."""

from urllib.parse import parse_qsl, urlencode

import msgspec

from sync.store.order_lists import Asking

FILTERS = (
    "payment_terms",
    "load_ports",
    "levels",
    "owners",
    "teams",
    "incoterms",
    "nodes",
    "troubles",
)
"""The filters of the orders list, in the order of its menu."""


_BEGIN = "view="


def said(asking: Asking, **more: tuple[str, ...]) -> str:
    """Return a view with its filters as text; `more` replaces filters."""
    pairs: list[tuple[str, str]] = [("view", asking.view)]
    for name in FILTERS:
        held: tuple[str, ...] = more.get(name) or getattr(asking, name)
        pairs += [(name, value) for value in held]
    return urlencode(pairs)


def understood(text: str, asking: Asking) -> Asking | None:
    """Return what such a text asks for, without the filters before; None for any other text."""
    if not text.startswith(_BEGIN):
        return None
    found: dict[str, list[str]] = {name: [] for name in FILTERS}
    view = "open"
    for name, value in parse_qsl(text):
        if name == "view":
            view = value
        elif name in found:
            found[name].append(value)
    asked = msgspec.structs.asdict(asking) | found | {"view": view, "words": ""}
    return msgspec.convert(asked, Asking)
