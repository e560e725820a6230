"""What `gendan` does before there is a window: here, on a machine that has no screen."""

import sys

import pytest

from desktop.__main__ import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen")


@pytest.fixture(autouse=True)
def no_screen(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "这里没有屏幕"), ("en", "There is no display here")]
)
def test_without_a_screen_a_sentence_stands_where_qt_would_abort(language, words, capsys):
    assert main(["--language", language]) == 3
    assert capsys.readouterr().err.startswith(words)


def test_an_option_the_window_does_not_know_is_told_before_the_screen(capsys):
    assert main(["--language", "fr"]) == 2
    assert "--language zh|en" in capsys.readouterr().err
