"""Writes answers on a terminal: tables in which Chinese takes two columns, sentences, JSON."""

import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO, cast

import msgspec

from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.sentences import Language, sentence, words

_CELL_WIDTH_MAX = 40
_BAR_WIDTH = 30


class Console:
    """Where a command answers, in which language, and whether for a program."""

    def __init__(
        self,
        *,
        language: Language,
        is_json: bool,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.language: Language = language
        self.is_json = is_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def say(self, code: str, **facts: Value) -> None:
        """Write a sentence for people; nothing where a program reads."""
        if not self.is_json:
            self._write(words(code, facts, language=self.language))

    def hint(self, code: str, **facts: Value) -> None:
        """Write a sentence beside the answer, to the error stream."""
        self._err.write(words(code, facts, language=self.language) + "\n")

    def refuse(self, refusal: Refusal) -> None:
        """Write why not: the sentence, and for a program the refusal."""
        self._err.write(sentence(refusal, self.language) + "\n")
        if self.is_json:
            self.json({"refusal": refusal})

    def json(self, answer: object) -> None:
        """Write one line of JSON."""
        self._write(msgspec.json.encode(answer, enc_hook=_plain, order="deterministic").decode())

    def text(self, line: str) -> None:
        """Write a line as it is."""
        self._write(line)

    def table(self, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write rows in aligned columns."""
        for line in table_lines(heading, rows):
            self._write(line)

    def progress(self) -> Callable[[int, int], None]:
        """Return what draws a bar on a terminal; nothing elsewhere."""
        if not self._err.isatty():
            return lambda _done, _total: None
        return self._draw

    def _draw(self, done: int, total: int) -> None:
        filled = _BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
        self._err.write(f"\r{bar} {done}/{total}" + ("\n" if done >= total else ""))
        self._err.flush()

    def _write(self, line: str) -> None:
        self._out.write(line + "\n")


def table_lines(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table's lines, columns as wide as what stands in them."""
    cells = [[_short(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(width(row[at]) for row in cells) for at in range(len(heading))]
    lines = ["  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)) for row in cells]
    return [line.rstrip() for line in lines]


def width(text: str) -> int:
    """Return how many columns a terminal needs for text."""
    return sum(_character_width(character) for character in text)


def text_of(value: Value) -> str:
    """Return a value as a table shows it."""
    return "" if value is None else str(value)


def row_text(row: Mapping[str, Value], names: Sequence[str]) -> list[str]:
    """Return a row's cells."""
    return [text_of(row.get(name)) for name in names]


def _short(text: str) -> str:
    """Return one line of at most 40 columns, without anything that moves the cursor."""
    plain = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    if width(plain) <= _CELL_WIDTH_MAX:
        return plain
    kept = ""
    for character in plain:
        if width(kept + character) >= _CELL_WIDTH_MAX:
            break
        kept += character
    return kept + "…"


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _plain(thing: object) -> object:
    """Return what JSON has no form for: sets become sorted lists."""
    if isinstance(thing, frozenset | set):
        return sorted(str(part) for part in cast("set[object]", thing))
    raise NotImplementedError
