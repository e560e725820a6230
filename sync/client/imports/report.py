"""What came of an import: the orders found, and each line that could not be used, with why."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.sentences import Language, words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How text begins that a spreadsheet program would run, full-width signs included."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)

REASON_ZH = "原因"
REASON_EN = "Reason"
"""Headings of the columns added to rows that go back; a map never takes them for data."""


class ImportedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One order with everything it needs: noun to rows, each with an id derived from its source.

    A row holds its id and what the source says; every other column keeps its default.
    `lines` are the line numbers it was made from.
    """

    source: str
    rows: dict[str, list[dict[str, Value]]]
    lines: tuple[int, ...]


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A line that could not be used: where, why, and what stood there."""

    line: int
    column: str = ""
    code: str
    facts: dict[str, Value] = {}
    raw: str = ""
    cells: tuple[str, ...] = ()


def rejected(line: int, cells: Sequence[str], refusal: Refusal) -> Rejected:
    """Return the report entry for a line whose reading was refused."""
    return Rejected(
        line=line,
        column=str(refusal.facts.get("column") or ""),
        code=refusal.code,
        facts=refusal.facts,
        raw=str(refusal.facts.get("text") or ""),
        cells=tuple(cells),
    )


def reason(entry: Rejected, language: Language) -> str:
    """Return the sentence for people; an order may also be refused by a rule that is not ours."""
    return words(entry.code, entry.facts, language=language)


def guarded(text: str) -> str:
    """Return text for a CSV cell so that no spreadsheet program runs it: an apostrophe in front.

    A number is no formula, so "-1" stays as it is.
    """
    return "'" + text if text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def write_report(path: Path, entries: Iterable[Rejected]) -> int:
    """Write one CSV line an entry (line, column, text, code, both reasons); return how many."""
    table = [("line", "column", "text", "code", REASON_ZH, REASON_EN)]
    table += [
        (str(e.line), e.column, e.raw, e.code, reason(e, "zh"), reason(e, "en")) for e in entries
    ]
    write_csv(path, table)
    return len(table) - 1


def write_csv(path: Path, table: Iterable[Sequence[str]]) -> None:
    """Write CSV in UTF-8 with a BOM, without which spreadsheet programs garble Chinese."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in table)
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def write_whole(path: Path, content: bytes) -> None:
    """Write the whole file or nothing, so that a full disk leaves the former one."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
