"""Every reason an import can give has a sentence in both languages, filled by its facts."""

import ast
import re
import tomllib
from pathlib import Path

from sync.client.imports import report
from sync.store.resource_files import resource_folder

SENTENCES = tomllib.loads((resource_folder() / "messages" / "imports.toml").read_text("utf-8"))
SOURCES = sorted(Path(report.__file__).parent.glob("*.py"))
FACTS_OF_THE_ROW = {"line"}


def codes_in_the_code():
    literals = re.compile(r'"(import_[a-z_]+)"')
    return {code for file in SOURCES for code in literals.findall(file.read_text("utf-8"))}


def facts_given():
    """Return code to the facts that each place giving it names."""
    found = {}
    for file in SOURCES:
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "refuse":
                code, names = call.args[0], {word.arg for word in call.keywords}
                if isinstance(code, ast.Constant):
                    found.setdefault(code.value, []).append(names)
    return found


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert codes_in_the_code() == set(SENTENCES)


def test_sentences_are_in_both_languages_and_show_the_same_facts():
    for code, both in SENTENCES.items():
        assert set(both) == {"zh", "en"}, code
        zh, en = (set(re.findall(r"\{(\w+)\}", both[language])) for language in ("zh", "en"))
        assert zh == en, code
        assert not re.search(r"[!！]", both["zh"] + both["en"]), code


def test_each_place_gives_the_facts_its_sentence_shows():
    for code, places in facts_given().items():
        shown = set(re.findall(r"\{(\w+)\}", SENTENCES[code]["zh"]))
        for names in places:
            # What the child refuses gets the file's name from its parent.
            assert shown <= names | {"file"}, code


def test_an_order_that_another_rule_refuses_has_that_rules_sentence():
    facts = {"entity": "products", "field": "code", "value": "P-1", "holder": "Large bowl"}
    entry = report.Rejected(line=2, code="code_taken", facts=facts)
    assert "P-1" in report.reason(entry, "en")
    assert "Large bowl" in report.reason(entry, "zh")


def test_a_reason_that_only_a_newer_head_office_knows_is_told_calmly():
    entry = report.Rejected(line=2, code="from_the_future")
    assert "from_the_future" in report.reason(entry, "en")
