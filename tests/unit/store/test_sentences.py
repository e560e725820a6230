"""Every reason has a sentence in both languages, and what it names is called by its name."""

import ast
import string
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from sync.domain.entities import ENTITIES
from sync.domain.people import Role
from sync.domain.refusals import Kind, Refusal
from sync.store.resource_files import resource_folder
from sync.store.sentences import (
    LANGUAGES,
    all_words,
    has_words,
    language_named,
    sentence,
    words,
)

ROOT = Path(__file__).parents[3]
_MAKERS = {"refuse", "Refusal", "Refused", "Unreadable", "Trouble", "OutOfOrder", "decline"}


def _is_code(value):
    return isinstance(value, str) and value.isidentifier() and value not in get_args(Kind)


def _codes(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _MAKERS:
            named = [word.value for word in node.keywords if word.arg == "code"]
            for given in (*node.args[:2], *named):
                if isinstance(given, ast.Constant) and _is_code(given.value):
                    yield given.value


def _used():
    return sorted({code for path in (ROOT / "sync").rglob("*.py") for code in _codes(path)})


@pytest.mark.parametrize("code", _used())
def test_every_code_used_has_words_in_both_languages(code):
    assert has_words(code), f"no words for {code} in resources/messages"
    assert all_words()[code].zh
    assert all_words()[code].en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_filled_and_does_not_shout(language):
    for code, known in all_words().items():
        text = known.of(language)
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(name.isidentifier() for name in names), code
        assert "!" not in text, code
        assert "！" not in text, code


def test_facts_are_shown_by_their_names():
    refusal = Refusal(code="field_empty", facts={"entity": "orders", "field": "buyer_id"})
    assert "订单的“客户”" in sentence(refusal, "zh")
    assert "“buyer” of orders" in sentence(refusal, "en")


def test_several_roles_are_joined_as_the_language_does():
    facts = {"entity": "orders", "object": "order", "right": "U", "roles": "SSR,MGR"}
    refusal = Refusal(code="not_permitted", facts=facts)
    assert "资深业务员、外贸经理" in sentence(refusal, "zh")
    assert "senior sales, trade manager" in sentence(refusal, "en")


def test_an_unknown_code_gets_a_calm_sentence_that_names_it():
    for language in LANGUAGES:
        assert "from_the_future" in sentence(Refusal(code="from_the_future"), language)


def test_nodes_and_items_are_told_by_id_and_name():
    waits = Refusal(code="node_waits", facts={"node": "N15", "nodes": "N10,N12"})
    assert "N15 装柜、进港与装船" in sentence(waits, "zh")
    assert "；N12 " in sentence(waits, "zh")
    assert "; N12 " in sentence(waits, "en")
    item = Refusal(code="item_unwaivable", facts={"item": "N06-01"})
    assert "N06-01 通知行确认真实性" in sentence(item, "zh")
    assert "N06-01 Authenticity confirmed by advising bank" in sentence(item, "en")


def test_a_node_of_a_newer_process_shows_its_id():
    assert "N99" in sentence(Refusal(code="node_unknown", facts={"node": "N99"}), "en")


def test_chinese_sentences_address_people_plainly():
    assert [code for code, known in all_words().items() if "您" in known.zh] == []


def test_no_code_stands_in_two_message_files():
    files = sorted((resource_folder() / "messages").glob("*.toml"))
    codes = Counter(code for file in files for code in tomllib.loads(file.read_text("utf-8")))
    assert [code for code, times in codes.items() if times > 1] == []


def test_a_fact_that_is_missing_shows_as_a_dash_and_braces_in_facts_stay_text():
    assert "–" in sentence(Refusal(code="order_ended"), "en")
    assert "{order}" in sentence(Refusal(code="order_ended", facts={"order": "{order}"}), "en")


def test_every_noun_and_role_has_a_name():
    assert {f"noun_{name}" for name in ENTITIES} <= all_words().keys()
    assert {f"role_{role}" for role in Role} <= all_words().keys()


def test_every_field_a_person_can_fill_has_a_name():
    nouns = [kind for name, kind in ENTITIES.items() if name not in ("history", "conflicts")]
    fields = {f"field_{name}" for kind in nouns for name in kind.__struct_fields__}
    assert fields <= all_words().keys()


def test_locales_name_a_language():
    assert language_named("en_GB.UTF-8") == "en"
    assert language_named("zh_CN.UTF-8") == "zh"
    assert language_named("") == "zh"


def test_what_is_not_known_is_left_out_where_there_are_words_for_it():
    facts = {"due": "2026-12-11", "currency": "USD", "amount": "2000"}
    today = date(2026, 11, 27)
    assert words("W32_cause", facts, language="en", today=today) == "USD 2,000.00 due 11 Dec"
    for unknown in ({"currency": "USD"}, {"currency": "", "amount": "2000"}):
        told = {"due": "2026-12-11", **unknown}
        assert words("W32_cause", told, language="en", today=today) == "Payment due 11 Dec"
        assert words("W32_cause", told, language="zh", today=today) == "货款应于 12月11日 收到"


def test_what_is_said_with_less_names_nothing_more():
    for code, known in all_words().items():
        whole = all_words().get(code.removesuffix("_bare"))
        if code.endswith("_bare"):
            for language in LANGUAGES:
                assert _names(known.of(language)) < _names(whole.of(language)), code


def _names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
