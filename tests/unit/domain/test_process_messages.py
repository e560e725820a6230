"""Every reason the process can give has its sentence in both languages, with its facts."""

import ast
import string
from pathlib import Path

import msgspec
import pytest

import sync.domain
from sync.domain.nodes import NodeState
from sync.store.resource_files import read_toml, resource_folder


def sentences(pattern: str) -> dict[str, dict[str, str]]:
    """Return the tables of some files of messages."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((resource_folder() / "messages").glob(pattern)):
        found |= msgspec.convert(read_toml(file), dict[str, dict[str, str]])
    return found


SENTENCES = sentences("process.toml")
FILES = ("progress", "gates", "money", "incoterms")
LABELS = ("gate_", "node_", "item_", "waiver_", "reason_", "amount_", "incoterm_")


def codes_in(name: str) -> set[str]:
    """Return the codes that a module of rules names."""
    folder = Path(next(iter(sync.domain.__path__)))
    tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    words = {text for text in texts if isinstance(text, str) and text.isidentifier()}
    return {word for word in words if word.startswith(LABELS)}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("name", FILES)
def test_every_code_has_its_sentence(name):
    assert codes_in(name) <= sentences("*.toml").keys()


def test_every_state_and_deadline_has_its_words():
    assert {f"state_{state.value}" for state in NodeState} <= sentences("*.toml").keys()
    assert sum(code.startswith("deadline_") for code in SENTENCES) == 14


@pytest.mark.parametrize("code", list(SENTENCES))
def test_both_languages_say_the_same(code):
    zh, en = SENTENCES[code]["zh"], SENTENCES[code]["en"]
    assert zh
    assert en
    assert places(zh) == places(en)
    assert not set("!！") & set(zh + en)
    assert not any(a in zh for a in (", ", ": ", "; "))
