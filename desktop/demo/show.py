"""The demo with windows: a small panel that says who works here, and opens their desks."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.app.qt_application import Languages, dress, make_application
from desktop.demo.company import HeadOffice
from desktop.demo.desks import bring_in, bring_up_to_date, make_desk, opened
from desktop.demo.programs import open_window
from desktop.messages import Wording
from desktop.settings import Preferences
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Panel
from desktop.widgets.labels import Label
from sync import clock
from sync.client.desk_session import environment_language
from sync.domain.refusals import refuse
from sync.store.sentences import words

SEATS = {"sales": "SR", "documents": "DOC", "manager": "MGR"}
"""The demo's desks and the role of who sits there."""

SIZE = QSize(560, 400)
STOP_SECONDS = 20
_HEARTBEAT_MILLISECONDS = 200


def run(folder: Path, *, seed: int, orders: Path | None = None) -> int:
    """Found the company, open the first desk and the panel; end everything with the panel.

    A file of orders is brought in at the first desk.
    """
    try:
        office = HeadOffice(folder, seed=seed)
    except OSError:
        raise refuse("demo_office_failed", log=str(folder / "office.log")) from None
    desks = OpenDesks(folder, office)
    try:
        for seat in SEATS:
            make_desk(folder / seat, office, seat)
        if orders is not None:
            _bring_in(folder / "sales", office, orders)
        _say_ready(office)
        desks.open("sales")
        return _show_panel(office, desks)
    finally:
        desks.close()
        office.stop()


def _bring_in(folder: Path, office: HeadOffice, path: Path) -> None:
    with closing(opened(folder, office)) as replica:
        bring_in(replica, path)
        bring_up_to_date(replica)


class OpenDesks:
    """The desks' windows, each a process of its own that ends with the demo."""

    def __init__(self, folder: Path, office: HeadOffice) -> None:
        self._folder = folder
        self._password = office.password
        self._processes: list[subprocess.Popen[str]] = []

    def open(self, seat: str) -> None:
        """Open a desk's window; one that is open comes to the front."""
        self._processes.append(open_window(self._folder / seat, self._password))

    def close(self) -> None:
        """Close every window; what was typed is kept by the program itself."""
        for process in self._processes:
            if process.stdin is not None:
                process.stdin.close()
        for process in self._processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class DemoPanel(Panel):
    """Says what is shown here, and opens the desks."""

    def __init__(self, office: HeadOffice, desks: OpenDesks, wording: Wording) -> None:
        super().__init__(ground="canvas")
        self._office, self._desks, self._wording = office, desks, wording
        self.setWindowTitle(self.tr("Gendan – demo"))
        here = look()
        column = QVBoxLayout(self)
        edge = here.px(22)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(here.px(12))
        column.addWidget(Label(office.company.company, style="title", parent=self))
        about = self.tr(
            "A fictional company with {orders} orders and its own head office on this computer. "
            "It goes when this window is closed."
        )
        orders = office.company.orders
        column.addWidget(Label(about.format(orders=orders), ink="ink2", wrap=True, parent=self))
        column.addWidget(self._people())
        password = self.tr("Everybody's password here: {password}")
        shown = Label(password.format(password=office.password), mono=True, wrap=True, parent=self)
        column.addWidget(shown)
        column.addStretch(1)

    def _people(self) -> QWidget:
        card = Card(self.tr("Desks"), parent=self)
        for seat, role in SEATS.items():
            row = QHBoxLayout()
            login = self._office.company.desks[seat]
            row.addWidget(Label(self._wording.role(role), style="strong", parent=card))
            row.addWidget(Label(login, ink="ink2", parent=card))
            row.addStretch(1)
            button = Button(self.tr("Open the window"), small=True, parent=card)
            button.setObjectName(seat)
            button.clicked.connect(self._open)
            row.addWidget(button)
            card.body.addLayout(row)
        return card

    def _open(self) -> None:
        self._desks.open(self.sender().objectName())


def _show_panel(office: HeadOffice, desks: OpenDesks) -> int:
    app = make_application()
    language = environment_language()
    Languages(app).speak(language)
    dress(app, Preferences(language=language))
    panel = DemoPanel(office, desks, Wording(language, clock.today()))
    panel.resize(SIZE)
    panel.show()
    heart = _let_signals_through(app)
    try:
        return app.exec()
    finally:
        heart.stop()
        panel.close()


def _let_signals_through(app: QApplication) -> QTimer:
    """End with Ctrl+C and a request to end; Python hears of them only when it gets a turn."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        app.quit()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    heart = QTimer()
    heart.timeout.connect(_turn)
    heart.start(_HEARTBEAT_MILLISECONDS)
    return heart


def _turn() -> None:
    """Give Python its turn."""


def _say_ready(office: HeadOffice) -> None:
    company = office.company
    facts: dict[str, str | int | None] = {
        "company": company.company,
        "orders": company.orders,
        "login": company.desks["sales"],
        "password": office.password,
    }
    sys.stdout.write(words("demo_ready", facts, language=environment_language()) + "\n")
    sys.stdout.flush()
