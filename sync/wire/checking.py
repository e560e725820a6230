"""What the two ends say to find out whether they still agree: of removals, and of what is held."""

from typing import Annotated

import msgspec

from sync.domain.ids import Id
from sync.wire.messages import Message

REMOVALS_MAX = 5_000
COMPARED_MAX = 500

_Key = tuple[
    Annotated[str, msgspec.Meta(max_length=40)], Annotated[str, msgspec.Meta(max_length=40)]
]
_Container = Annotated[str, msgspec.Meta(max_length=40)]
_Sum = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class Removals(Message, frozen=True, kw_only=True):
    """Rows that a page said are gone, so many that the desk asks again before it removes them."""

    rows: Annotated[list[_Key], msgspec.Meta(max_length=REMOVALS_MAX)]


class RemovalsAnswer(Message, frozen=True, kw_only=True):
    """How many of the rows head office has after all, by its own tables, for this person."""

    present: int


class Compare(Message, frozen=True, kw_only=True):
    """What a desk that stands at `cursor` holds of the containers after one up to another.

    By container a sum over its rows as head office sent them; `until` empty: to the end.
    """

    cursor: int
    scopes: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=200)]], msgspec.Meta(max_length=200)
    ]
    after: _Container
    until: _Container
    sums: Annotated[dict[_Container, _Sum], msgspec.Meta(max_length=COMPARED_MAX)]


class CompareAnswer(Message, frozen=True, kw_only=True):
    """Which containers differ from what head office would send, and which it would not send.

    Not compared (`is_compared` false) when head office has something newer than the cursor.
    """

    is_compared: bool
    differing: list[Id] = msgspec.field(default_factory=list[Id])
    surplus: list[Id] = msgspec.field(default_factory=list[Id])
