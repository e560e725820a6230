"""Sign-in: office address, name, password; and unlocking a replica that the password seals."""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.screens.doorway import Doorway
from desktop.settings import Preferences
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.fields import TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from desktop.widgets.ticks import TickRow


@dataclass(frozen=True)
class Given:
    """What the person gave. Its repr holds no password."""

    office: str
    login: str
    password: str = field(repr=False)
    old_password: str = field(default="", repr=False)
    ca_file: str = ""
    plain_is_meant: bool = False


class SignInPage(Doorway):
    """Tells `given` when the person signs in; `say_no` shows why it did not go."""

    given = Signal(object)  # a Given

    def __init__(
        self,
        preferences: Preferences,
        *,
        office: str = "",
        login: str = "",
        is_again: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(preferences, "", parent)
        self.setAccessibleName(self.tr("Sign in"))
        self._is_again = is_again
        self._office = TextField(office, placeholder="https://", parent=self)
        self._login = TextField(login, parent=self)
        self._password = _password_field(self)
        self._old = _password_field(self)
        self._ca = TextField(placeholder=self.tr("Path of a .pem file"), parent=self)
        self._plain = TickRow(
            self.tr("This network is trusted: allow a connection without encryption"), parent=self
        )
        self._go = Button(self.tr("Sign in"), kind="primary", key="↵", parent=self)
        self._more = LinkButton(
            self.tr("More: own certificate, changed password"), flush=True, parent=self
        )
        self._why = Band("error", title=" ", below=True, parent=self)
        self._lay_out()
        self._connect()

    def say_no(self, sentence: str) -> None:
        """Show why signing in did not go; what was typed stays."""
        self._why.show_words(self.tr("Not signed in"), text=sentence)
        self._why.show()
        self._wait(waiting=False)
        self._password.selectAll()
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> Given:
        """Return what is typed so far."""
        return Given(
            office=_address(self._office.text()),
            login=self._login.text().strip().lower(),
            password=self._password.text(),
            old_password=self._old.text(),
            ca_file=self._ca.text().strip(),
            plain_is_meant=self._plain.isChecked(),
        )

    def begin(self) -> None:
        """Put the keys where something is missing."""
        fields = (self._office, self._login, self._password)
        first = next((each for each in fields if not each.text()), self._password)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        body = self.card.body
        title = self.tr("Sign in again") if self._is_again else self.tr("Sign in")
        body.addWidget(Label(title, style="title", parent=self))
        again = self.tr("Your changes are safe on this device and go out once you have signed in.")
        first = self.tr("With the address and the name your administrator gave you.")
        words = again if self._is_again else first
        body.addWidget(Label(words, ink="ink2", wrap=True, parent=self))
        body.addWidget(FormField(self.tr("Head office's address"), self._office, parent=self))
        body.addWidget(FormField(self.tr("Name"), self._login, parent=self))
        body.addWidget(FormField(self.tr("Password"), self._password, parent=self))
        old = self.tr("Only if it was changed since this device last signed in")
        certificate = self.tr("Only if head office has a certificate authority of its own")
        self._extra = (
            FormField(self.tr("Former password"), self._old, hint=old, parent=self),
            FormField(self.tr("Certificate authority"), self._ca, hint=certificate, parent=self),
            self._plain,
        )
        for widget in (self._more, *self._extra, self._why):
            body.addWidget(widget)
            widget.setVisible(widget is self._more)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._go)
        body.addSpacing(look().px(4))
        body.addLayout(row)

    def _connect(self) -> None:
        self._go.clicked.connect(self._give)
        self._more.clicked.connect(self._show_more)
        for typed in (self._office, self._login, self._password, self._old, self._ca):
            typed.returnPressed.connect(self._give)
            typed.textChanged.connect(self._lock)
        self._lock()

    def _show_more(self) -> None:
        self._more.hide()
        for widget in self._extra:
            widget.show()

    def _lock(self) -> None:
        missing = (
            (self._office, self.tr("The address is missing")),
            (self._login, self.tr("The name is missing")),
            (self._password, self.tr("The password is missing")),
        )
        reason = next((why for typed, why in missing if not typed.text().strip()), "")
        self._go.lock(reason)

    def _give(self) -> None:
        if not self._go.isEnabled():
            return
        self._why.hide()
        self._wait(waiting=True)
        self.given.emit(self.typed())

    def _wait(self, *, waiting: bool) -> None:
        self._go.setEnabled(not waiting)
        self._go.set_text(self.tr("Asking head office …") if waiting else self.tr("Sign in"))


class UnlockPage(Doorway):
    """Asks for the password that seals the replica. Tells `given` with it."""

    given = Signal(object)  # the password
    other_wanted = Signal()

    def __init__(
        self, preferences: Preferences, *, login: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(preferences, "", parent)
        self.setAccessibleName(self.tr("Unlock"))
        self._password = _password_field(self)
        self._field = FormField(self.tr("Password"), self._password, parent=self)
        self._go = Button(self.tr("Unlock"), kind="primary", key="↵", parent=self)
        self._other = LinkButton(
            self.tr("The password was changed: sign in again"), flush=True, parent=self
        )
        title = self.tr("Welcome back, {name}").format(name=login) if login else self.tr("Unlock")
        body = self.card.body
        body.addWidget(Label(title, style="title", parent=self))
        words = self.tr("The data on this device are encrypted and sealed by your password.")
        body.addWidget(Label(words, ink="ink2", wrap=True, parent=self))
        body.addWidget(self._field)
        row = QHBoxLayout()
        row.addWidget(self._other)
        row.addStretch(1)
        row.addWidget(self._go)
        body.addLayout(row)
        self._go.clicked.connect(self._give)
        self._password.returnPressed.connect(self._give)
        self._other.clicked.connect(self.other_wanted)

    def say_no(self, sentence: str) -> None:
        """Show why it did not open."""
        self._field.show_error(sentence)
        self._go.setEnabled(True)
        self._password.selectAll()
        self.begin()

    def begin(self) -> None:
        """Put the keys into the field."""
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        if self._password.text() and self._go.isEnabled():
            self._field.show_error("")
            self._go.setEnabled(False)
            self.given.emit(self._password.text())


def _password_field(parent: QWidget) -> TextField:
    made = TextField(parent=parent)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _address(text: str) -> str:
    """Return the address with https where the person left the scheme out."""
    plain = text.strip().rstrip("/")
    return plain if "://" in plain or not plain else f"https://{plain}"
