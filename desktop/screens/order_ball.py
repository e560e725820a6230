"""The ball of an order, at the top of its rail: who has it, since when, what is promised, next."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.models import trials
from desktop.models.order_page import OrderPicture
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.theme.cells import Mark
from desktop.widgets.avatar import HolderLine
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Facts, RailSection
from desktop.widgets.labels import Label, StateLabel
from sync.domain.ball import Ball
from sync.domain.changes import Changes
from sync.domain.handing_commands import PostStatus, SendNudge
from sync.domain.refusals import Refusal
from sync.domain.silence import Silence
from sync.domain.status_posts import StatusPost, posts_at


class BallSection(RailSection):
    """One glance, offline: `asked` carries "hand_over" or "node"."""

    asked = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(
            QCoreApplication.translate("OrderRail", "Who holds the ball"), parent=parent
        )
        self._desk, self._wording = around.desk, around.wording
        self._order_id = ""
        self._holder = QVBoxLayout()
        self.facts = Facts(parent=self)
        self.nudge = Button(self.tr("Nudge"), icon="bell-ring", small=True, parent=self)
        self.give = Button(self.tr("Hand over"), icon="hand-helping", small=True, parent=self)
        self.post = Button(self.tr("Post status"), icon="send", small=True, parent=self)
        self.ask = AskLine(parent=self, is_tall=True)
        self._days = StateLabel(Mark("", "ring", "neutral"), parent=self)
        self._silent = StateLabel(Mark("", "ring", "neutral"), parent=self)
        self.said = Label(style="small", ink="ink2", wrap=True, parent=self)
        self.nudge.clicked.connect(self._send)
        self.give.clicked.connect(self._ask_hand_over)
        self.post.clicked.connect(self._ask_status)
        self._buttons = QWidget(self)
        row = QGridLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.give, 0, 0)
        row.addWidget(self.nudge, 0, 1)
        row.addWidget(self.post, 1, 0)
        row.setColumnStretch(2, 1)
        self.body.addLayout(self._holder)
        for widget in (self._days, self._silent, self.facts, self._buttons, self.ask, self.said):
            self.body.addWidget(widget)

    def show_order(self, picture: OrderPicture) -> None:
        """Show who has the ball."""
        if picture.facts.order.id != self._order_id:
            self.said.hide()
            self.ask.close_line()
        self._order_id = picture.facts.order.id
        while (item := self._holder.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ball = picture.ball
        for part in (self._days, self.facts, self._buttons):
            part.setVisible(ball is not None)
        self._silent.setVisible(ball is not None and ball.silence is not None)
        if ball is None:
            state = self._wording.words(f"state_{picture.facts.order.state.value}")
            self._holder.addWidget(Label(state, ink="ink2", parent=self))
            return
        self._show_holder(picture, ball)
        self._days.show_mark(self._day_mark(ball))
        if ball.silence is not None:
            self._silent.show_mark(self._silent_mark(ball.silence))
        self.facts.set_rows(self._rows(picture, ball))
        trials.ask(
            self._desk,
            "nudge.send",
            SendNudge(order_id=self._order_id),
            owner=self,
            done=self._lock_nudge,
        )
        trials.ask(
            self._desk,
            "status.post",
            PostStatus(order_id=self._order_id, text="…"),
            owner=self,
            done=self._lock_post,
        )

    def _show_holder(self, picture: OrderPicture, ball: Ball) -> None:
        role = self._wording.role(ball.role.value)
        name = picture.names.get(ball.holder_id, "")
        line = HolderLine(
            name or role,
            text=f"{name} · {role}" if name else role,
            below=self._wording.node(picture.process, ball.node),
            parent=self,
        )
        line.clicked.connect(self._ask_node)
        self._holder.addWidget(line)

    def _day_mark(self, ball: Ball) -> Mark:
        if ball.limit_on is None:
            text = self._wording.held(ball.day)
        else:
            text = self.tr("day {day}, limit {limit}").format(
                day=ball.day, limit=self._wording.day(ball.limit_on)
            )
        if ball.is_overdue:
            return Mark(text, "octagon", "urgent")
        return Mark(text, "ring", "neutral")

    def _rows(self, picture: OrderPicture, ball: Ball) -> list[tuple[str, str | Mark]]:
        wording = self._wording
        found: list[tuple[str, str | Mark]] = []
        if ball.since is not None:
            found.append((self.tr("Since"), wording.moment(ball.since)))
        if ball.promised_on is not None:
            found.append((wording.label("promised_on"), wording.day(ball.promised_on)))
        if ball.is_offered:
            waits = Mark(wording.words("state_handoff_offered"), "ring", "provisional")
            found.append((self.tr("Handoff"), waits))
        elif ball.was_returned and ball.handoff is not None:
            found.append((self.tr("Returned"), ball.handoff.reason))
        posts = posts_at(picture.facts.status_posts, ball.subject_id, ball.node)
        if posts:
            found.append((self.tr("Status"), self._post_said(picture, posts[0])))
        if ball.next:
            names = [wording.node(picture.process, node, short=True) for node in ball.next]
            found.append((self.tr("Next"), ", ".join(names)))
        return found

    def _silent_mark(self, silence: Silence) -> Mark:
        said = self._wording.words("silent_for", {"days": silence.days})
        text = self.tr("{silent}, limit {limit} d").format(silent=said, limit=silence.limit)
        return Mark(text, "diamond", "watch")

    def _post_said(self, picture: OrderPicture, post: StatusPost) -> str:
        name = picture.names.get(post.author_id, "")
        parts = [post.text, name, self._wording.moment(post.posted_at)]
        if post.expected_on is not None:
            parts.append(
                f"{self._wording.label('expected_on')} {self._wording.day(post.expected_on)}"
            )
        return " · ".join(part for part in parts if part)

    def _lock_post(self, refusal: Refusal | None) -> None:
        self.post.lock(self._wording.refusal(refusal) if refusal else "")

    def _ask_status(self) -> None:
        self.ask.ask(
            self.tr("How does it stand?"), button=self.tr("Post status"), then=self._post_status
        )

    def _post_status(self, text: str) -> None:
        self._desk.do(
            "status.post",
            PostStatus(order_id=self._order_id, text=text),
            owner=self,
            done=self._tell_posted,
            refused=self._tell_refused,
        )

    def _tell_posted(self, _changes: Changes) -> None:
        self.ask.close_line()
        self._say(self.tr("Posted. It stays as said; a newer status goes on top of it."))

    def _lock_nudge(self, refusal: Refusal | None) -> None:
        self.nudge.lock(self._wording.refusal(refusal) if refusal else "")

    def _send(self) -> None:
        self._desk.do(
            "nudge.send",
            SendNudge(order_id=self._order_id),
            owner=self,
            done=self._tell_sent,
            refused=self._tell_refused,
        )

    def _tell_sent(self, _changes: Changes) -> None:
        self._say(self.tr("Nudged. All nudges of a day reach a person as one digest."))

    def _tell_refused(self, refusal: Refusal) -> None:
        self._say(self._wording.refusal(refusal))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()

    def _ask_hand_over(self) -> None:
        self.asked.emit("hand_over")

    def _ask_node(self) -> None:
        self.asked.emit("node")
