"""Turns a reason code and its facts into a sentence for people, in Chinese or English.

The words stand in resources/messages/*.toml, one table a code; the command line and the window read
the same ones. Facts that name something (a noun, a field, a role, a node) are shown by its name.
"""

import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.domain.spoken import HOME, spoken_text
from sync.store.process_names import name_in_process
from sync.store.resource_files import read_toml, resource_folder

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BARE = "_bare"
"""Ends the code of the sentence that is said where not every fact of the whole one is known."""
UNKNOWN = "code_unknown"
"""The sentence for a code that has none, as from a newer head office."""

_AMOUNTS = ("amount", "used", "limit", "required", "paid", "missing")
_BETWEEN: dict[Language, str] = {"zh": "、", "en": ", "}
_BETWEEN_PARTS: dict[Language, str] = {"zh": "；", "en": "; "}
"""Names of nodes and items hold commas themselves."""
_NAMED = {
    "entity": "noun_",
    "used_by": "noun_",
    "field": "field_",
    "group": "field_group_",
    "object": "object_",
    "right": "right_",
    "role": "role_",
    "roles": "role_",
    "state": "state_",
    "exception_code": "exception_",
    "root_cause": "cause_",
    "companion_cause": "cause_",
    "skill": "skill_",
    "reasons": "alike_",
}
"""Which facts are codes of things with names, and how the names' tables begin."""

_PROCESS = ("node", "nodes", "item", "items", "gate")
"""Which facts are parts of the order process, told by id and name."""


class Words(msgspec.Struct, frozen=True):
    """One code's words in both languages."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Return the words in one language."""
        return self.zh if language == "zh" else self.en


def language_named(text: str) -> Language:
    """Return the language that a locale names ("en_GB.UTF-8"); Chinese unless it is English."""
    return "en" if text[:2].lower() == "en" or text in ("C", "POSIX", "C.UTF-8") else "zh"


def sentence(refusal: Refusal, language: Language) -> str:
    """Return why not, for a person; a code without words gives a calm general sentence."""
    return words(refusal.code, refusal.facts, language=language)


def words(
    code: str, facts: Mapping[str, Value], *, language: Language, today: date | None = None
) -> str:
    """Return a code's words filled with its facts; days of today's year are told without it."""
    known = all_words().get(code)
    if known is None:
        return all_words()[UNKNOWN].of(language).format_map({"code": code})
    bare = all_words().get(f"{code}{BARE}")
    if bare is not None and not _names(known.of(language)) <= _told(facts):
        known = bare
    return string.Formatter().vformat(known.of(language), (), _Shown(facts, language, today))


def has_words(code: str) -> bool:
    """Return whether a code has a sentence of its own."""
    return code in all_words()


def name_of(fact: str, value: Value, *, language: Language) -> str:
    """Return how a fact's value is called; what has no name shows as it is.

    The fact "role" with "FIN" is "财务", the fact "node" with "N15" is "N15 装柜、进港与装船".
    """
    text = "" if value is None else str(value)
    if fact in _PROCESS:
        parts = (name_in_process(part, language) for part in text.split(","))
        return _BETWEEN_PARTS[language].join(parts)
    prefix = _NAMED.get(fact, "")
    if not prefix or not text:
        return text
    return _BETWEEN[language].join(_one_name(prefix, part, language) for part in text.split(","))


@cache
def all_words() -> dict[str, Words]:
    """Return every code's words, from all message files."""
    found: dict[str, Words] = {}
    for path in sorted((resource_folder() / "messages").glob("*.toml")):
        found |= msgspec.convert(read_toml(path), dict[str, Words])
    return found


@cache
def _names(text: str) -> frozenset[str]:
    """Return the facts that a sentence names."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _told(facts: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(name for name, value in facts.items() if value not in (None, ""))


def _one_name(prefix: str, part: str, language: Language) -> str:
    known = all_words().get(prefix + part)
    return part if known is None else known.of(language)


class _Shown(dict[str, str]):
    """Facts as a sentence shows them; one that is absent shows as a dash."""

    def __init__(
        self, facts: Mapping[str, Value], language: Language, today: date | None = None
    ) -> None:
        zone = ZoneInfo(str(facts["zone"])) if facts.get("zone") else HOME
        currency = str(facts.get("currency") or "")
        shown = {name: name_of(name, value, language=language) for name, value in facts.items()}
        for name, text in shown.items():
            of = currency if name in _AMOUNTS else ""
            shown[name] = spoken_text(text, language, today=today, zone=zone, currency=of)
        super().__init__(shown)

    def __missing__(self, name: str) -> str:
        return "–"
