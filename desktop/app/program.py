"""The program: its windows and preferences, and the way from start to work.

Nothing heavy is imported here, so that the frame is painted first.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.app.qt_application import Languages, dress
from desktop.background import Background
from desktop.screens.window import Opening, Window
from desktop.settings import Preferences, save_preferences

if TYPE_CHECKING:
    from desktop.app.entry import Entry
    from desktop.app.syncing import Opened, Reports
    from desktop.app.working import Work
    from desktop.screens.work_frame import WorkFrame

_REBUILD = frozenset({"language", "theme", "scale"})
"""Preferences after which what a window shows is made anew."""

_HEAVY = ("sync.client.loop", "sync.client.sign_in", "sync.actions.desk")
"""What takes longest to import; fetched off the window's thread."""


class Program(QObject):
    """All windows on one data folder. `start` shows the first, `close` ends everything."""

    dressed = Signal()  # another language, theme or size: make what is shown anew

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        preferences: Preferences,
        *,
        language: Literal["zh", "en"] | None = None,
        password: str | None = None,
    ) -> None:
        super().__init__(app)
        self.app = app
        self.folder = folder
        if language:
            preferences = msgspec.structs.replace(preferences, language=language)
        self.preferences = preferences
        self.background = Background(self)
        self.windows: list[Window] = []
        self.work: Work | None = None
        self._entry: Entry | None = None
        self._password = password
        self._crashed = False
        self._languages = Languages(app)
        self._languages.speak(preferences.language)
        dress(app, preferences)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    # Windows

    @property
    def window(self) -> Window:
        """Return the first window."""
        return self.windows[0]

    @property
    def frame(self) -> "WorkFrame | None":
        """Return the work shown in the first window, once there is some."""
        return None if self.work is None else self.work.frame

    def start(self, *, crashed: str = "") -> None:
        """Show the first window, then open the folder."""
        self._crashed = bool(crashed)
        self.add_window().show_content(Opening())
        self.window.show()
        QTimer.singleShot(0, self, self._fetch)

    def add_window(self) -> Window:
        """Return a new window, which shows nothing yet."""
        name = f"apart{len(self.windows)}" if self.windows else "main"
        window = Window(self.folder, name=name)
        window.closing.connect(self._forget_window)
        self.windows.append(window)
        return window

    def raise_window(self) -> None:
        """Bring the first window to the front."""
        if self.windows:
            if self.window.isMinimized():
                self.window.showNormal()
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def show_bug(self, details: str) -> None:
        """Say calmly that something went wrong; the person can copy the details."""
        if not self.windows:
            return
        box = QMessageBox(self.window)
        box.setText(self.tr("Something went wrong here. What was saved is safe."))
        box.setInformativeText(
            self.tr("The details are in crash.txt in the data folder; please send them to us.")
        )
        box.setDetailedText(details)
        box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def close(self) -> None:
        """Have everything kept, end the sync loop, close the database."""
        self.end_work()
        self.background.close()
        for window in self.windows:
            window.deleteLater()
        self.windows = []

    def _forget_window(self, window: Window) -> None:
        if self.work is not None:
            self.work.keep_all()
        if len(self.windows) > 1:
            self.windows.remove(window)
            window.deleteLater()

    # From start to work

    def _fetch(self) -> None:
        self.background.network(
            lambda: [import_module(name) for name in _HEAVY], owner=self, done=self._enter
        )

    def _enter(self, _modules: object) -> None:
        from desktop.app.entry import Entry  # noqa: PLC0415  after the first frame is painted

        self._entry = Entry(self, password=self._password)
        self._entry.opened.connect(self._begin_work)
        self._password = None
        self._entry.open_folder()

    def _begin_work(self, found: "tuple[Opened, Reports]") -> None:
        from desktop.app.working import Work  # noqa: PLC0415  after the first frame is painted

        opened, reports = found
        self.work = Work(self, opened, reports, crashed=self._crashed)
        self.work.sign_in_wanted.connect(self._sign_in_again)
        self.work.ended.connect(self._end_device, Qt.ConnectionType.QueuedConnection)
        self._crashed = False
        self.work.begin()

    def _sign_in_again(self) -> None:
        """Let the person sign in again; what is on the device stays, closed meanwhile."""
        if self.work is not None and self._entry is not None:
            device = self.work.session.device
            for window in self.windows[1:]:
                window.close()
            self._entry.show_sign_in(office=device.office, login=device.login)
            self.end_work()
            self.background = Background(self)

    def _end_device(self) -> None:
        """Hand over what waits, destroy what is here, say so: head office has ended the device."""
        if self.work is not None and self._entry is not None:
            for window in self.windows[1:]:
                window.close()
            self._entry.say_ended()
            self.end_work()
            self.background = Background(self)

    def end_work(self) -> None:
        """End the work, if there is any."""
        work, self.work = self.work, None
        if work is not None:
            work.close()
            work.deleteLater()

    # Preferences

    def change(self, fields: dict[str, object]) -> None:
        """Change preferences: kept, and applied at once."""
        self.preferences = msgspec.structs.replace(self.preferences, **fields)
        kept, folder = self.preferences, self.folder
        self.background.write(lambda: save_preferences(folder, kept), owner=self, done=_ignore)
        if _REBUILD & fields.keys():
            QTimer.singleShot(0, self, self._dress)

    def _follow_system(self) -> None:
        if self.preferences.theme == "system":
            self._dress()

    def _dress(self) -> None:
        self._languages.speak(self.preferences.language)
        dress(self.app, self.preferences)
        self.dressed.emit()


def _ignore(_: None) -> None:
    return
