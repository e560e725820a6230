"""Every warning has its words, in both languages, with facts that exist."""

import re
import string
import tomllib
from pathlib import Path

import msgspec
import pytest

from sync.domain.early_warnings import WarningSettings

ROOT = Path(__file__).parents[3]
WORDS = tomllib.loads((ROOT / "resources" / "messages" / "warnings.toml").read_text("utf-8"))
RULES = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
).rules
SOURCES = "".join(
    path.read_text("utf-8") for path in (ROOT / "sync" / "domain").glob("*warning*.py")
)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("part", ["title", "cause", "effect", "next"])
def test_every_rule_has_each_sentence_in_both_languages(rule: str, part: str):
    words = WORDS[f"{rule}_{part}"]
    assert words["zh"]
    assert words["en"]
    assert fields(words["zh"]) == fields(words["en"])
    assert part != "title" or not fields(words["zh"])


def test_sentences_use_only_facts_that_a_rule_gives():
    for words in WORDS.values():
        for name in fields(words["zh"]):
            assert f'"{name}"' in SOURCES or f"{name}=" in SOURCES, name


@pytest.mark.parametrize("code", sorted(set(re.findall(r'"(span_[a-z_]+)"', SOURCES))))
def test_every_span_named_in_full_has_words(code: str):
    assert code in WORDS


def test_every_span_of_days_has_words_for_one():
    spans = [code for code in WORDS if code.startswith("span_") and not code.endswith("_one")]
    counted = re.compile(r"_(days|hours|months)$")
    once = {"span_left_hours", "span_over_hours", "span_mean_days"}
    for code in spans:
        if counted.search(code) and code not in once:
            assert "{count}" not in WORDS[f"{code}_one"]["en"]


def test_no_sentence_shouts_or_shows_a_minus():
    for words in WORDS.values():
        for text in words.values():
            assert not re.search(r"[!！]|-\d", text)
