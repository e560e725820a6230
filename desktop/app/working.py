"""The work: one session, and the frame of each window on it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.app.doors import device_name
from desktop.app.session import Session
from desktop.app.syncing import Opened, Reports
from desktop.messages import Wording
from desktop.models.drafts import Drafts
from desktop.models.first_copy import FirstCopy
from desktop.screens.first_copy import FirstCopyPage
from desktop.screens.page import Surroundings, Where
from desktop.screens.window import Window
from desktop.screens.work_frame import WorkFrame
from desktop.screens.work_places import Facilities, place_named, place_text
from sync import clock

if TYPE_CHECKING:
    from desktop.app.program import Program


class Work(QObject):
    """From the open replica on: the first copy while it comes, then a frame for each window."""

    sign_in_wanted = Signal()
    ended = Signal()

    def __init__(
        self, program: "Program", opened: Opened, reports: Reports, *, crashed: bool = False
    ) -> None:
        super().__init__(program)
        self._program = program
        self._crashed = crashed
        self.session = Session(
            opened, reports, program.background, device_name=device_name(), parent=self
        )
        self._copy: FirstCopy | None = None
        self._is_shown = False
        self.session.desk.seated.connect(self._seated)
        self.session.sync.arrived.connect(self._seated)
        self.session.day_turned.connect(self._show_anew)
        self.session.ended.connect(self.ended)
        program.dressed.connect(self._show_anew)

    @property
    def frame(self) -> WorkFrame | None:
        """Return the work shown in the first window, once there is some."""
        content = self._program.window.content if self._program.windows else None
        return content if isinstance(content, WorkFrame) else None

    def begin(self) -> None:
        """Show what there is, and sync."""
        if not self.session.has_copy:
            self._show_first_copy()
        self.session.begin()

    def keep_all(self) -> None:
        """Have the pages keep what is half typed, and where the person is."""
        for _, frame in self._frames():
            frame.leave()
        for owner in (self.session.desk, *self._program.windows):
            for drafts in owner.findChildren(Drafts):
                drafts.flush()
        if self.frame is not None:
            place = place_text(self.frame.where)
            if place != self._program.preferences.last_place:
                self._program.change({"last_place": place})

    def close(self) -> None:
        """Keep everything, then end the session."""
        self.keep_all()
        self.session.close()

    def _frames(self) -> list[tuple[Window, WorkFrame]]:
        found = [(window, window.content) for window in self._program.windows]
        return [(window, each) for window, each in found if isinstance(each, WorkFrame)]

    def _seated(self) -> None:
        """Begin the work once the person's row and the rules are here, and all data were once."""
        whole = self.session.has_copy or self.session.sync.report.agreed_at is not None
        if whole and self.session.desk.is_seated and not self._is_shown:
            self.show_work()

    def _show_first_copy(self) -> None:
        session = self.session
        if self._copy is None:
            self._copy = FirstCopy(
                session.desk, session.sync, session.device, user_id=session.user_id, parent=self
            )
        preferences = self._program.preferences
        page = FirstCopyPage(preferences, self._wording(), self._copy, session.sync)
        page.begun.connect(self.show_work)
        page.sign_in_wanted.connect(self.sign_in_wanted)
        page.preferences_changed.connect(self._program.change)
        self._copy.count()
        self._program.window.show_content(page)
        page.begin()

    def show_work(self) -> None:
        """Show the work in the first window."""
        self._is_shown = True
        frame = self._make_frame(self._program.window)
        preferences = self._program.preferences
        start = preferences.start_page
        frame.go(place_named(preferences.last_place if start == "last" else start))
        if self._crashed:
            self._crashed = False
            frame.say(self.tr("The program ended unexpectedly last time. What was saved is here."))

    def _make_frame(self, window: Window) -> WorkFrame:
        session = self.session
        around = Surroundings(
            session.desk, self._wording(), self._program.preferences, session.files
        )
        frame = WorkFrame(around, Facilities(session.sync, session.device, session.importer))
        frame.apart_wanted.connect(self._open_apart)
        frame.preferences_changed.connect(self._program.change)
        frame.sign_in_wanted.connect(self.sign_in_wanted)
        frame.quit_wanted.connect(self._program.app.closeAllWindows)
        frame.titled.connect(window.show_title)
        window.show_content(frame)
        return frame

    def _open_apart(self, where: Where) -> None:
        window = self._program.add_window()
        self._make_frame(window).go(where)
        window.show()

    def _show_anew(self) -> None:
        """Make what the windows show anew: same places, same drafts."""
        if not self._is_shown:
            if self._copy is not None:
                self._show_first_copy()
            return
        self.keep_all()
        for window, frame in self._frames():
            visits = frame.visits
            self._make_frame(window).take_over(visits)

    def _wording(self) -> Wording:
        return Wording(self._program.preferences.language, clock.today())
