"""An import as a person plans it: what the file is, what its columns mean, what came of it."""

from collections.abc import Callable
from typing import Literal

import msgspec

ImportKind = Literal["orders", "scms"]

OnProgress = Callable[[int, int], bool]
"""Called with what is dealt with and all there is; answers whether to go on."""


class Cancelled(Exception):  # noqa: N818  the person's wish, not an error
    """The person stopped an import."""


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is taken for. `columns` is field to heading; `fields` are those there are.

    `dates` says which comes first in 03/04/2026: "mdy", "dmy", or empty when no day is read so.
    """

    kind: ImportKind
    heading: tuple[str, ...]
    columns: dict[str, str] = {}
    fields: tuple[str, ...] = ()
    dates: Literal["mdy", "dmy", ""] = ""


class RejectedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that could not be used: where, what stood there, and why, in both languages."""

    line: int
    text: str
    zh: str
    en: str


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought, or would bring; `known` orders were here already."""

    orders: int = 0
    known: int = 0
    lines: int = 0
    rejected: tuple[RejectedLine, ...] = ()
    is_stopped: bool = False
