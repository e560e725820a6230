"""The first copy: what has been done, how much of the data is here, starting before it is whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.first_copy import Arrivals, FirstCopy
from desktop.models.sync_status import SyncState
from desktop.screens.doorway import Doorway
from desktop.settings import Preferences
from desktop.theme import Role, Shape, look
from desktop.theme.cells import Mark
from desktop.widgets.avatar import Avatar
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Divider
from desktop.widgets.figures import ProgressLine
from desktop.widgets.labels import Label
from desktop.widgets.shapes import ShapeMark


class _Step(QWidget):
    """One line: a shape, what, and a note at the right."""

    def __init__(self, text: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look().px(30 if small else 0), 0, 0, 0)
        self._row.setSpacing(look().px(10))
        side = 14 if small else 18
        self._shape = ShapeMark(Mark("", "ring", "neutral"), size=side, parent=self)
        self._text = Label(text, style="body" if small else "strong", parent=self)
        self._note = Label(style="small", ink="ink2", parent=self)
        self._row.addWidget(self._shape)
        self._row.addWidget(self._text)
        self._row.addStretch(1)
        self._row.addWidget(self._note)

    def show_step(self, shape: Shape, colour: Role, note: str) -> None:
        """Show how far it is."""
        self._shape.show_mark(Mark("", shape, colour))
        self._note.setText(note)
        self.setAccessibleName(f"{self._text.text()} {note}")


class FirstCopyPage(Doorway):
    """Shows the copy coming; tells `begun` when the person starts working."""

    begun = Signal()
    sign_in_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        wording: Wording,
        copy: FirstCopy,
        sync: SyncState,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(preferences, "", parent)
        self.setAccessibleName(self.tr("First copy"))
        self._wording = wording
        self._copy = copy
        self._sync = sync
        self._shown_name = ""
        self._name = Label(style="title", parent=self)
        self._below = Label(style="small", ink="ink2", parent=self)
        self._avatar = QHBoxLayout()
        self._signed = _Step(self.tr("Sign in"), parent=self)
        self._sealed = _Step(self.tr("Encrypted replica made"), parent=self)
        self._fetch = _Step(self.tr("Fetch the first data"), parent=self)
        self._line = ProgressLine(name=self.tr("First copy"), height=7, parent=self)
        self._percent = Label(style="strong", parent=self)
        self._nouns = {
            "partners": _Step(self.tr("Partners and products"), small=True, parent=self),
            "orders": _Step(self.tr("Orders"), small=True, parent=self),
            "parts": _Step(self.tr("Lines, shipments, receipts"), small=True, parent=self),
            "process": _Step(self.tr("Process and checklists"), small=True, parent=self),
            "rest": _Step(self.tr("Comments, files, history"), small=True, parent=self),
        }
        self._ready = Band("info", title=" ", text=" ", below=True, parent=self)
        self._start = Button(self.tr("Start working now"), kind="primary", key="↵", parent=self)
        self._trouble = Label(style="small", ink="ink2", wrap=True, parent=self)
        self._pause = LinkButton(self.tr("Pause"), parent=self)
        self._again = LinkButton(self.tr("Sign in again"), parent=self)
        self._lay_out()
        self._connect()
        self._show()

    def begin(self) -> None:
        """Take the keys."""
        self._start.setFocus()

    def _lay_out(self) -> None:
        here, body = look(), self.card.body
        head = QHBoxLayout()
        head.setSpacing(here.px(12))
        head.addLayout(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._below)
        head.addLayout(words, 1)
        head.addWidget(self._again)
        body.addLayout(head)
        body.addWidget(Divider(parent=self))
        for step in (self._signed, self._sealed, self._fetch):
            body.addWidget(step)
        line = QHBoxLayout()
        line.setContentsMargins(here.px(30), 0, 0, 0)
        line.addWidget(self._line, 1)
        line.addWidget(self._percent)
        body.addLayout(line)
        for step in self._nouns.values():
            body.addWidget(step)
        body.addWidget(Divider(parent=self))
        self._ready.add(self._start)
        body.addWidget(self._ready)
        foot = QHBoxLayout()
        foot.addWidget(self._trouble, 1)
        foot.addWidget(self._pause)
        body.addLayout(foot)

    def _connect(self) -> None:
        self._sync.changed.connect(self._show)
        self._copy.counted.connect(self._show)
        self._start.clicked.connect(self.begun)
        self._again.clicked.connect(self.sign_in_wanted)
        self._pause.clicked.connect(self._switch)

    # What it shows

    def _show(self) -> None:
        arrivals = self._copy.arrivals
        self._show_person(arrivals)
        self._signed.show_step("disc_tick", "confirmed", self._sync.report.company)
        self._sealed.show_step("tick", "neutral", self._copy.lock_words())
        percent = self._sync.percent
        whole = self._sync.report.agreed_at is not None
        shape: Shape = "disc_tick" if whole else "half_disc"
        colour: Role = "confirmed" if whole else "active"
        self._fetch.show_step(shape, colour, self.tr("Goes on after a lost line"))
        self._line.set_percent(100 if whole else percent)
        self._percent.setText(f"{100 if whole else percent} %")
        self._show_nouns(arrivals, whole=whole)
        self._show_ready(arrivals, whole=whole)
        self._show_line()

    def _show_person(self, arrivals: Arrivals) -> None:
        self._again.setVisible(self._sync.phase == "signed_out")
        name = arrivals.name_zh if self._wording.is_chinese else arrivals.name_en
        shown = name or self._copy.login
        self._name.setText(self.tr("Welcome, {name}").format(name=shown))
        roles = self._wording.role(arrivals.roles) if arrivals.roles else ""
        self._below.setText(" · ".join(t for t in (self._sync.report.company, roles) if t))
        if shown != self._shown_name:
            self._shown_name = shown
            while (item := self._avatar.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.deleteLater()
            self._avatar.addWidget(Avatar(shown, size=36, parent=self))

    def _show_nouns(self, arrivals: Arrivals, *, whole: bool) -> None:
        for key, step in self._nouns.items():
            count = arrivals.counts.get(key, 0)
            note = f"{count:,}" if count else self.tr("Waiting")
            done = whole and count
            shape: Shape = "tick" if done else "half_disc" if count else "ring"
            step.show_step(shape, "neutral" if done or not count else "active", note)

    def _show_ready(self, arrivals: Arrivals, *, whole: bool) -> None:
        can_start = self._copy.can_start
        count = arrivals.own_orders
        title = self.tr("All data are here") if whole else self.tr("You can start now")
        own = self.tr("Your open orders here: {count}.").format(count=count)
        if not count and not whole:
            own = self.tr("Your own open orders are still on their way.")
        rest = "" if whole else self.tr("The rest follows.")
        self._ready.show_words(title, text=self._wording.pair("", " ").join((own, rest)).strip())
        self._ready.setVisible(can_start)

    def _show_line(self) -> None:
        trouble, paused = self._sync.report.trouble, self._sync.report.is_paused
        self._pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        if trouble is not None:
            self._trouble.setText(self._wording.refusal(trouble))
        elif paused:
            self._trouble.setText(self.tr("Paused; what has come is kept."))
        else:
            words = self.tr("Line lost? What has come is kept; it goes on from here.")
            self._trouble.setText(words)

    def _switch(self) -> None:
        control = self._sync.control
        if self._sync.report.is_paused:
            control.resume()
        else:
            control.pause()
