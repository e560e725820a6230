"""The decision table in words, in two languages: bands, fields, changes, why a level decides."""

import json
from decimal import Decimal

import msgspec

from sync.domain.approval_flow import Verdict
from sync.domain.authority import LEVEL_MAX, Band, Match, Table, TableRow, Test, bands_of
from sync.domain.authority_changes import AuthorityChange, as_said, row_of, value_in
from sync.domain.records import plain
from sync.store.sentences import Language, has_words, name_of, words

LEVELS = tuple(range(LEVEL_MAX + 1))
_BETWEEN: dict[Language, str] = {"zh": "；", "en": "; "}
_AND: dict[Language, str] = {"zh": "、", "en": ", "}
_OF_LEVEL = ("hours", "needed", "limit", "start")


class ChangeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a draft in words: where, what it said and says."""

    id: str
    row: str
    place: str
    before: str
    after: str


def fact_name(fact: str, language: Language) -> str:
    """Return how a fact is called; a company's own shows as it is written."""
    return _named(f"fact_{fact}", fact, language)


def value_name(value: str, language: Language) -> str:
    """Return how a fact's value is called: a stage, a kind of change; a number as it is."""
    coded = f"stage_{value}"
    return _named(coded if has_words(coded) else f"case_{value}", value, language)


def row_name(row: TableRow, language: Language) -> str:
    """Return a row by its id and name: A2 Margin after the change."""
    return f"{row.id} {title_of(row, language)}"


def title_of(row: TableRow, language: Language) -> str:
    """Return what a row is about, without its id."""
    return row.zh if language == "zh" else row.en


def cell(row: TableRow, level: int, language: Language) -> str:
    """Return what a row leaves to a level, as the table is written: "≤ 5 %", "> 10,000"."""
    parts = (_cell_of(test, level, language) for test in row.tests)
    return _BETWEEN[language].join(part for part in parts if part)


def heard_name(row: TableRow, language: Language) -> str:
    """Return who is heard on a row beside the level that decides, by name."""
    return name_of("roles", ",".join(row.consults), language=language)


def mode_name(mode: str, language: Language) -> str:
    """Return in words how levels decide."""
    return _named(f"authority_mode_{mode}", mode, language)


def field_name(field: str, language: Language) -> str:
    """Return how a field of the table is called, with the level or currency that it is of."""
    stem, _, key = field.partition(".")
    name = words(f"field_authority_{stem}", {}, language=language)
    if stem == "urgent":
        bound = _named(f"authority_bound_{key}", key, language)
        return f"{name}{'：' if language == 'zh' else ': '}{bound}"
    if stem == "word":
        return f"{name}{'：' if language == 'zh' else ': '}{value_name(key, language)}"
    if stem in _OF_LEVEL and key:
        return f"L{key} {name}"
    return f"{key} {name}".strip()


def change_line(base: Table, change: AuthorityChange, language: Language) -> ChangeLine:
    """Return a change of a draft in words, against the version it stands on."""
    where = [fact_name(change.fact, language)] if change.fact else []
    before = value_in(base, change.table_row, change.fact, change.field)
    after: object = json.loads(change.value)
    return ChangeLine(
        id=change.id,
        row=change.table_row,
        place=" · ".join([*where, field_name(change.field, language)]),
        before=_said(change.field, before, language),
        after=_said(change.field, after, language),
    )


def match_words(table: Table, match: Match, language: Language) -> str:
    """Return a row that matched: A2 Margin after the change, margin (%) 7.22."""
    row = row_of(table, match.row)
    name = match.row if row is None else row_name(row, language)
    value = measured(match, language)
    return f"{name}（{value}）" if language == "zh" else f"{name} ({value})"


def measured(match: Match, language: Language) -> str:
    """Return by which fact a row matched, with its value: margin (%) 7.22."""
    return f"{fact_name(match.fact, language)} {value_name(match.value, language)}"


def verdict_words(table: Table, verdict: Verdict, language: Language) -> str:
    """Return which level decides and because of which rows, as one sentence."""
    ruling = verdict.ruling
    told = [
        match_words(table, match, language)
        for match in ruling.matches
        if match.level == ruling.level
    ]
    facts: dict[str, str | int] = {"level": verdict.level, "version": table.version}
    facts["why"] = _AND[language].join(told)
    code = "authority_verdict"
    if not told:
        code = "authority_verdict_plain"
    elif verdict.level > ruling.level:
        code = "authority_verdict_setting"
    elif verdict.level == 0:
        code = "authority_verdict_none"
    return words(code, {**facts}, language=language)


def _cell_of(test: Test, level: int, language: Language) -> str:
    if test.kind == "word":
        named = [word for word, given in test.words.items() if given == level]
        return _AND[language].join(value_name(word, language) for word in named)
    before: Decimal | None = None
    said: list[str] = []
    for band in bands_of(test):
        if band.level == level:
            said.append(_band(test, band, is_apart=band.start != before))
        before = band.limit
    return _AND[language].join(said)


def _band(test: Test, band: Band, *, is_apart: bool) -> str:
    """Return a band as the table is written; both edges where it begins apart from the other."""
    inside, outside = ("≤", ">") if band.is_rising else ("≥", "<")
    unit = " %" if test.fact.endswith("percent") else ""
    money = f"{test.currency} " if test.currency else ""
    parts: list[str] = []
    if band.start is not None and (is_apart or band.limit is None):
        parts.append(f"{outside} {money}{_grouped(band.start)}{unit}")
    if band.limit is not None:
        parts.append(f"{inside} {money}{_grouped(band.limit)}{unit}")
    return " ".join(parts) or "–"


def _said(field: str, value: object, language: Language) -> str:
    stem = field.partition(".")[0]
    text = as_said(field, value, language)
    if not text or value is False:
        return "–"
    if isinstance(value, bool):
        return "✓"
    if stem == "consults":
        return name_of("roles", text, language=language)
    if stem == "mode":
        return mode_name(text, language)
    if stem in ("beyond", "word"):
        return f"L{text}"
    return text


def _named(code: str, plain_text: str, language: Language) -> str:
    return words(code, {}, language=language) if has_words(code) else plain_text


def _grouped(amount: Decimal) -> str:
    return f"{Decimal(plain(amount)):,}"
