"""The script of translations knows what is missing, and takes Chinese in."""

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app.qt_application import Languages

SCRIPT = Path(__file__).resolve().parents[3] / ".ci" / "translations.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("translations_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def a_message(source, *, forms=0):
    message = ET.Element("message")
    ET.SubElement(message, "source").text = source
    translation = ET.SubElement(message, "translation", {"type": "unfinished"})
    for _ in range(forms):
        ET.SubElement(translation, "numerusform")
    return message


def test_unfinished_message_is_open_until_filled(script):
    message = a_message("Orders")
    assert script.is_open(message)
    script.fill_message(message, "订单")
    assert not script.is_open(message)
    assert message.findtext("translation") == "订单"


def test_plural_message_is_filled_in_its_form(script):
    message = a_message("%n order(s)", forms=1)
    script.fill_message(message, "%n 张订单")
    assert not script.is_open(message)
    assert message.findtext("translation/numerusform") == "%n 张订单"


def test_lost_place_is_seen(script):
    message = a_message("Order {number}")
    script.fill_message(message, "订单")
    assert script.marks("Order {number}") - script.marks_of(message) == {"{number}"}


def test_lock_lets_one_run_in_at_a_time(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "LOCK", tmp_path / "lock" / "file")
    with script.alone():
        assert script.LOCK.exists()
    assert not script.LOCK.exists()


def test_lock_left_by_a_dead_run_is_taken_after_a_while(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "LOCK", tmp_path / "file")
    monkeypatch.setattr(script, "LOCK_SECONDS_MAX", 0.0)
    script.LOCK.touch()
    with script.alone():
        assert script.LOCK.exists()


def test_unknown_command_tells_how_to_use_it(script, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "LOCK", tmp_path / "file")
    assert script.main(["nonsense"]) == 2
    assert "fill FILE.json" in capsys.readouterr().out


def test_every_own_text_of_the_widgets_has_its_chinese(script):
    tree = ET.parse(script.TEXTS)  # noqa: S314 - our own file
    own = {"TopBar", "NoticeLine", "Band", "FilterChip", "DraftLine", "Conflicting"}
    missing = [
        message.findtext("source")
        for context, message in script.messages(tree)
        if context in own and script.is_open(message)
    ]
    assert missing == []


def test_a_counting_text_has_its_english_for_one_and_for_many(script):
    assert script.in_english("%n order(s)") == ("%n order", "%n orders")
    assert script.in_english("%n late") == ("%n late", "%n late")


def test_every_counting_text_has_its_english_forms(script):
    tree = script.read(script.PLURALS)
    forms = {
        source: [form.text for form in message.iter("numerusform")]
        for _, message in script.messages(tree)
        for source in [message.findtext("source")]
    }
    assert forms["%n order(s)"] == ["%n order", "%n orders"]
    assert not [texts for texts in forms.values() if any("(s)" in text for text in texts)]


@pytest.mark.parametrize(("count", "said"), [(1, "1 order"), (42, "42 orders"), (0, "0 orders")])
def test_the_window_counts_in_english(qapp, count, said):
    languages = Languages(qapp)
    languages.speak("en")
    try:
        assert QCoreApplication.translate("OrdersPage", "%n order(s)", "", count) == said
    finally:
        languages.forget()
