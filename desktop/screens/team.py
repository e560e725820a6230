"""The team: people, procedures, ideas, goals, meetings, departments, order templates."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.drafts import Drafts
from desktop.models.team import TeamList
from desktop.screens.page import Page, Surroundings, Where
from desktop.screens.team_departments import DepartmentsTab
from desktop.screens.team_goals import GoalsTab
from desktop.screens.team_ideas import IdeasTab
from desktop.screens.team_meetings import MeetingsTab
from desktop.screens.team_parts import FormCard
from desktop.screens.team_people import PeopleTab
from desktop.screens.team_procedures import ProceduresTab
from desktop.screens.team_templates import TemplatesTab
from desktop.theme import look
from desktop.widgets.blanks import Skeleton
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.sidebar import Badge
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from desktop.screens.team_tab import TeamTab

AREA = "team"
FIRST = "people"


class TeamPage(Page):
    """One part at a time; each is read with the others and shows itself."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = TeamList(self.desk, parent=self)
        self.tabs: dict[str, TeamTab] = {
            "people": PeopleTab(around, parent=self),
            "procedures": ProceduresTab(around, parent=self),
            "ideas": IdeasTab(around, parent=self),
            "goals": GoalsTab(around, parent=self),
            "meetings": MeetingsTab(around, parent=self),
            "departments": DepartmentsTab(around, parent=self),
            "templates": TemplatesTab(around, parent=self),
        }
        self._drafts = Drafts(self.desk, parent=self)
        for name, tab in self.tabs.items():
            for number, form in enumerate(tab.findChildren(FormCard)):
                form.keep_in(self._drafts, f"{AREA}.{name}/{number}")
        self.which = Segments(self._choices(), name=self.tr("Which"), current=FIRST, parent=self)
        self._body = QStackedWidget(self)
        self._waiting = Skeleton(name=self.tr("Reading"), rows=10, parent=self)
        self._lay_out()
        self.which.chosen.connect(self._turn)
        self.list.read_anew.connect(self._show)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Team"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.tab in self.tabs:
            self.which.choose(where.tab)
        self.list.read()

    @override
    def leave(self) -> None:
        self._drafts.flush()

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        row = QHBoxLayout(head)
        row.setContentsMargins(here.px(16), here.px(10), here.px(16), here.px(10))
        row.addWidget(self.which)
        row.addStretch(1)
        for tab in self.tabs.values():
            self._body.addWidget(tab)
        self._body.addWidget(self._waiting)
        self._body.setCurrentWidget(self._waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._body, 1)

    def _choices(self) -> list[Choice]:
        return [
            Choice("people", self.tr("People")),
            Choice("procedures", self.tr("Procedures")),
            Choice("ideas", self.tr("Suggestions, feedback")),
            Choice("goals", self.tr("Goals")),
            Choice("meetings", self.tr("Meetings")),
            Choice("departments", self.tr("Departments")),
            Choice("templates", self.tr("Order templates")),
        ]

    def _turn(self) -> None:
        if self.list.picture is not None:
            self._body.setCurrentWidget(self.tabs[self.which.current])

    def _show(self) -> None:
        picture = self.list.picture
        if picture is None:
            return
        for tab in self.tabs.values():
            tab.show_team(picture)
        self.badge_changed.emit(Badge(picture.to_read))
        self._turn()
