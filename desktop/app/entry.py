"""The way in: opens the data folder by keyring or password, or signs the person in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.app.doors import FolderState, device_name, look_at, open_door, reason_of, sign_in_at
from desktop.app.syncing import Opened, Reports
from desktop.messages import Wording
from desktop.screens.sign_in import Given, SignInPage, UnlockPage
from desktop.screens.window import Opening, Standstill
from sync import clock
from sync.client.sign_in import Credentials
from sync.client.troubles import Trouble

if TYPE_CHECKING:
    from desktop.app.program import Program


class Entry(QObject):
    """Shows in the first window what is needed to come in; then tells `opened`."""

    opened = Signal(object)  # a pair: Opened, Reports

    def __init__(self, program: "Program", *, password: str | None) -> None:
        super().__init__(program)
        self._program = program
        self._password = password
        self._reports = Reports(self)
        self._again = ("", "")
        program.dressed.connect(self._show_anew)

    def open_folder(self) -> None:
        """Find out what the folder needs, and ask for it."""
        folder = self._program.folder
        self._program.background.network(
            lambda: look_at(folder), owner=self, done=self._take_state, failed=self._stand_still
        )

    def show_sign_in(self, *, office: str = "", login: str = "") -> None:
        """Ask for office, name and password."""
        self._again = (office, login)
        preferences = self._program.preferences
        page = SignInPage(preferences, office=office, login=login, is_again=bool(login))
        page.given.connect(self._sign_in)
        page.preferences_changed.connect(self._program.change)
        self._program.window.show_content(page)
        page.begin()

    def say_ended(self) -> None:
        """Say that head office has ended this device."""
        self._stand_still(Trouble("device_wiped"))

    def _take_state(self, state: FolderState) -> None:
        if not state.has_replica:
            self.show_sign_in()
        elif state.needs_password and self._password is None:
            self._show_unlock()
        else:
            self._open(self._password)

    def _show_unlock(self) -> None:
        page = UnlockPage(self._program.preferences)
        page.given.connect(self._open)
        page.other_wanted.connect(self._sign_in_instead)
        page.preferences_changed.connect(self._program.change)
        self._program.window.show_content(page)
        page.begin()

    def _sign_in_instead(self) -> None:
        self.show_sign_in()

    def _open(self, password: str | None) -> None:
        folder, reports = self._program.folder, self._new_reports()
        self._program.background.network(
            lambda: open_door(folder, password, reports),
            owner=self,
            done=self._tell,
            failed=self._not_opened,
        )

    def _sign_in(self, given: Given) -> None:
        who = Credentials(
            url=given.office,
            login=given.login,
            password=given.password,
            device_name=device_name(),
            ca_file=given.ca_file,
            plain_is_meant=given.plain_is_meant,
            old_password=given.old_password,
        )
        folder, reports = self._program.folder, self._new_reports()
        self._program.background.network(
            lambda: sign_in_at(folder, who, reports),
            owner=self,
            done=self._tell,
            failed=self._not_opened,
        )

    def _tell(self, opened: Opened) -> None:
        if not opened.standing.token:
            opened.replica.close()
            self.show_sign_in(office=opened.standing.url, login=opened.standing.login)
            return
        self.opened.emit((opened, self._reports))

    def _not_opened(self, error: Exception) -> None:
        self._password = None
        page = self._program.window.content
        sentence = self._sentence(error)
        if isinstance(page, SignInPage | UnlockPage):
            page.say_no(sentence)
        elif _code(error) == "lease_over":
            self.show_sign_in()
            self._not_opened(error)
        elif _code(error) == "password_wrong":
            self._show_unlock()
        else:
            self._show_standstill(sentence)

    def _stand_still(self, error: Exception) -> None:
        self._show_standstill(self._sentence(error))

    def _show_standstill(self, sentence: str) -> None:
        page = Standstill(sentence)
        page.again.connect(self.open_folder)
        page.quit_wanted.connect(self._program.app.quit)
        self._program.window.show_content(page)

    def _sentence(self, error: Exception) -> str:
        reason = reason_of(error)
        if reason is None:
            raise error
        language = self._program.preferences.language
        return Wording(language, clock.today()).refusal(reason)

    def _new_reports(self) -> Reports:
        self._reports = Reports(self)
        return self._reports

    def _show_anew(self) -> None:
        """Show the same in another language or theme."""
        page = self._program.window.content
        if isinstance(page, SignInPage):
            typed = page.typed()
            self.show_sign_in(office=typed.office or self._again[0], login=typed.login)
        elif isinstance(page, UnlockPage):
            self._show_unlock()
        elif isinstance(page, Opening | Standstill):
            self.open_folder()


def _code(error: Exception) -> str:
    reason = reason_of(error)
    return "" if reason is None else reason.code
