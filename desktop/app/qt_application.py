"""Makes the one QApplication: input method, names, theme, language."""

import os
import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.app.collecting import Collector
from desktop.resources import resource
from desktop.settings import Preferences
from desktop.theme import apply, load_theme

NAME = "gendan"


def make_application() -> QApplication:
    """Return the application, made if there is none yet."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    _choose_input_method()
    app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setQuitOnLastWindowClosed(True)
    Collector(app)
    return app


def dress(app: QApplication, preferences: Preferences) -> None:
    """Give the application the person's theme and size."""
    name = preferences.theme
    if name == "system":
        is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        name = "dark" if is_dark else "light"
    apply(app, load_theme(name), scale=preferences.scale)


class Languages:
    """Switches the application's language while it runs."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Have the window, and Qt's own menus, speak a language."""
        self.forget()
        if language == "zh":
            system = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(Path(system) / "qtbase_zh_CN.qm")
            self._install(resource("translations", "gendan_zh_CN.qm"))
            QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        else:
            self._install(resource("translations", "gendan_en.qm"))
            QLocale.setDefault(QLocale(QLocale.Language.English))

    def forget(self) -> None:
        """Speak as the sources do."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []

    def _install(self, path: Path) -> None:
        if not path.exists():
            return
        translator = QTranslator(self._app)
        if translator.load(_content(path)):
            self._app.installTranslator(translator)
            self._installed.append(translator)


@cache
def _content(path: Path) -> bytes:
    """Return a file's content, kept for good: Qt reads it in place.

    Loaded by its name, the file would be mapped, and an update that rewrites it end the program.
    """
    return path.read_bytes()


def _choose_input_method() -> None:
    """Have fcitx answer by its ibus door where Qt has no plug-in for fcitx: else no Chinese."""
    if "fcitx" not in os.environ.get("QT_IM_MODULE", ""):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    folder = plugins / "platforminputcontexts"
    if not any("fcitx" in file.name for file in folder.glob("*")):
        os.environ["QT_IM_MODULE"] = "ibus"
