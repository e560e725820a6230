"""The right rail of an order page: who holds the ball, warnings, next limits, what happened."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import unbroken
from desktop.models.history import activity_of
from desktop.models.order_fields import zone_named
from desktop.models.order_page import OrderPicture
from desktop.models.order_views import warning_facts
from desktop.screens.order_ball import BallSection
from desktop.screens.page import Surroundings
from desktop.theme import Role, look
from desktop.theme.cells import Mark, mark
from desktop.widgets.buttons import LinkButton
from desktop.widgets.cards import Facts, RailSection, ScrollColumn
from desktop.widgets.labels import ElidedLabel, Label, StateLabel
from desktop.widgets.shapes import ShapeMark
from sync.domain.deadlines import Deadline
from sync.domain.summaries import WarningRow

_WARNINGS_MAX = 6
_LIMITS_MAX = 3
_SOON_DAYS = 5


class OrderRail(ScrollColumn):
    """What somebody must know of an order before doing anything.

    `asked` carries "hand_over", "node" or "comment".
    """

    asked = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(
            name=_name(), ground="surface", edges="l", margin=0, spacing=0, parent=parent
        )
        self._wording = around.wording
        self._ball = BallSection(around, parent=self)
        self._ball.asked.connect(self.asked)
        self._warnings = RailSection(self.tr("Warnings"), parent=self)
        self._limits = RailSection(self.tr("Next limits"), parent=self)
        self._activity = RailSection(self.tr("Activity"), last=True, parent=self)
        write = LinkButton(self.tr("Write progress"), parent=self._activity)
        write.clicked.connect(self._ask_comment)
        self._activity.add_action(write)
        self._facts = Facts(parent=self._limits)
        self._limits.body.addWidget(self._facts)
        for section in (self._ball, self._warnings, self._limits, self._activity):
            self.body.addWidget(section)
        self.body.addStretch(1)

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's state."""
        self._ball.show_order(picture)
        self._show_warnings(picture)
        self._show_limits(picture)
        self._show_activity(picture)

    # Warnings

    def _show_warnings(self, picture: OrderPicture) -> None:
        _clear(self._warnings.body)
        count = len(picture.warnings)
        title = self.tr("Warnings")
        self._warnings.title.setText(f"{title} {count}" if count else title)
        if not count:
            quiet = mark(look().state("level", "normal"), self._wording.language)
            self._warnings.body.addWidget(StateLabel(quiet, parent=self))
        for warning in picture.warnings[:_WARNINGS_MAX]:
            self._warnings.body.addLayout(self._warning(warning))

    def _warning(self, warning: WarningRow) -> QVBoxLayout:
        here = look()
        facts = warning_facts(warning)
        token = here.state("level", warning.level.value)
        said = [self._wording.words(code, facts) for code in (warning.cause, warning.effect)]
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(here.px(1))
        row.setSpacing(here.px(7))
        title = self._wording.words(warning.title, facts)
        row.addWidget(ShapeMark(mark(token, self._wording.language), size=14, parent=self))
        heading = ElidedLabel(title, style="strong", parent=self)
        heading.set_ink(token.color)
        row.addWidget(heading, 1)
        column.addLayout(row)
        arrow = " → ".join(part.rstrip("。.") for part in said if part)
        column.addWidget(self._inset(unbroken(arrow), "ink2"))
        column.addWidget(self._inset(self._wording.words(warning.next_step, facts), "ink"))
        return column

    def _inset(self, text: str, ink: Role) -> Label:
        label = Label(text, style="small", ink=ink, wrap=True, parent=self)
        label.setContentsMargins(look().px(21), 0, 0, 0)
        return label

    # Limits

    def _show_limits(self, picture: OrderPicture) -> None:
        ahead = [limit for limit in picture.planned.deadlines if not limit.is_done]
        self._limits.setVisible(bool(ahead))
        self._facts.set_rows(
            [
                (self._wording.words(f"deadline_{limit.code}"), self._limit(picture, limit))
                for limit in ahead[:_LIMITS_MAX]
            ]
        )

    def _limit(self, picture: OrderPicture, limit: Deadline) -> str | Mark:
        day = self._wording.day(limit.day)
        if limit.at is not None:
            zones = {each.id: each.port_zone for each in picture.facts.shipments}
            zone = zone_named(zones.get(limit.subject_id, ""))
            day = self._wording.moment(limit.at, zone)
        is_past = limit.day < picture.today
        text = f"{day} · {self._wording.slack(limit.slack, is_past=is_past)}"
        if limit.slack < 0:
            return Mark(text, "octagon", "urgent")
        if limit.slack <= _SOON_DAYS:
            return Mark(text, "triangle", "warning")
        return text

    # Activity

    def _show_activity(self, picture: OrderPicture) -> None:
        _clear(self._activity.body)
        for line in activity_of(picture, self._wording):
            row, words = QHBoxLayout(), QVBoxLayout()
            row.setSpacing(look().px(8))
            words.setSpacing(0)
            words.addWidget(Label(line.text, style="small", wrap=True, parent=self))
            said = "" if line.mark.colour == "confirmed" else line.mark.text
            parts = (line.who, self._wording.moment(line.at), said)
            below = " · ".join(part for part in parts if part)
            words.addWidget(Label(below, style="small", ink="ink2", wrap=True, parent=self))
            row.addWidget(ShapeMark(line.mark, size=14, parent=self))
            row.addLayout(words, 1)
            self._activity.body.addLayout(row)

    def _ask_comment(self) -> None:
        self.asked.emit("comment")


def _name() -> str:
    return QCoreApplication.translate("OrderRail", "Holder, warnings, limits, activity")


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a column, also what stands in rows."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        if isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            _clear(inner)
            inner.deleteLater()
