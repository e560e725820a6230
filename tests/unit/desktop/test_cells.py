"""Cells speak for themselves, and people keep their colour."""

from desktop.theme.cells import Group, Mark, Pair, Person, Slack, initials_of, mark, tint_of
from desktop.theme.tokens import load_theme


def test_chinese_name_gives_its_first_character():
    assert initials_of("测试员") == "测"


def test_latin_name_gives_two_initials():
    assert initials_of("Ada Test Person") == "AT"


def test_empty_name_still_gives_a_sign():
    assert initials_of("  ") == "?"


def test_same_text_has_the_same_tint():
    assert tint_of("someone") == tint_of("someone")


def test_slack_speaks_its_words_not_its_bar():
    assert Slack(-4, Mark("4 d short", "octagon", "urgent")).spoken == "4 d short"


def test_spoken_leaves_out_what_is_empty():
    assert Pair("one", "").spoken == "one"
    assert Person("A").spoken == "A"
    assert Group("Later").spoken == "Later"


def test_mark_takes_the_word_of_the_language_unless_told_another():
    token = load_theme("light").state("paper", "missing")
    assert mark(token, "zh").text == "缺"
    assert mark(token, "en").text == "Missing"
    assert mark(token, "en", text="Missing 2").text == "Missing 2"
