"""What people said about an order, oldest first, and the box to say something."""

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.comments import completed, mentioned, offered, row_state
from desktop.models.drafts import DraftKept, Drafts
from desktop.models.history import sync_mark
from desktop.models.order_page import OrderPicture
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.avatar import Avatar
from desktop.widgets.bands import Band
from desktop.widgets.blanks import EmptyState
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.fields import TextArea
from desktop.widgets.forms import DraftLine
from desktop.widgets.labels import Label, StateLabel
from sync.domain.changes import Changes
from sync.domain.commands import WriteComment
from sync.domain.comments import Comment
from sync.domain.records import Value
from sync.domain.refusals import Refusal

_WIDTH_MAX = 720
_NOTHING = Mark("", "ring", "neutral")


class CommentsTab(QWidget):
    """Messages, and under them the box; @ offers people, Ctrl+Enter sends."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self._shown: dict[str, _Message] = {}
        self._drafts = Drafts(self.desk, parent=self)
        self._drafts.kept.connect(self._show_kept)
        self._empty = EmptyState(
            "message-circle",
            title=self.tr("Nothing has been said yet"),
            text=self.tr("Write what others must know of this order; @ tells a person."),
            parent=self,
        )
        self.column = ScrollColumn(name=self.tr("Messages"), margin=20, spacing=14, parent=self)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._scroll_to_end)
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order's messages; what was begun for it stands in the box."""
        is_other = self.picture is None or self.picture.facts.order.id != picture.facts.order.id
        if is_other:
            self._drafts.flush()
        self.picture = picture
        if is_other:
            self._begin()
        for comment_id in set(self._shown) - {comment.id for comment in picture.comments}:
            self._shown.pop(comment_id).deleteLater()
        count = len(self._shown)
        for comment in picture.comments:
            self._show(comment, picture)
        self._empty.setVisible(not picture.comments)
        if len(self._shown) > count:
            self._end.start(0)

    def leave(self) -> None:
        """Keep what is half typed."""
        self._drafts.flush()

    def focus_box(self) -> None:
        """Put the keys into the box."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.column.body.addWidget(self._empty)
        self.column.body.addStretch(1)
        column.addWidget(self.column, 1)
        foot = Panel(ground="surface", edges="t", parent=self)
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(here.px(20), here.px(10), here.px(20), here.px(10))
        self._band = Band("error", title=self.tr("Not sent"), below=True, parent=foot)
        self._band.hide()
        self.box = TextArea(
            placeholder=self.tr("Write a message; @ tells a person"), lines=3, parent=foot
        )
        self.box.setMaximumWidth(here.px(_WIDTH_MAX))
        self.box.textChanged.connect(self._typed)
        rows.addWidget(self._band)
        rows.addWidget(self.box)
        rows.addLayout(self._buttons(foot))
        column.addWidget(foot)
        self._names = QStringListModel(self)
        self._offer = QCompleter(self._names, self)
        self._offer.setWidget(self.box)
        self._offer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offer.activated.connect(self._complete)

    def _buttons(self, foot: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        self._draft = DraftLine(parent=foot)
        self.send = Button(
            self.tr("Send"), kind="primary", icon="send", key="Ctrl+Enter", parent=foot
        )
        self.send.clicked.connect(self.write)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self.box)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.write)
        row.addWidget(self.send)
        row.addWidget(self._draft)
        row.addStretch(1)
        return row

    def _show(self, comment: Comment, picture: OrderPicture) -> None:
        if comment.id not in self._shown:
            made = _Message(parent=self)
            made.setMaximumWidth(look().px(_WIDTH_MAX))
            self.column.body.insertWidget(self.column.body.count() - 1, made)
            self._shown[comment.id] = made
        author = picture.names.get(comment.author_id, "")
        when = self.wording.moment(comment.written_at)
        if comment.written_offline:
            when = self.tr("{time} · offline").format(time=when)
        if comment.node:
            when = f"{when} · {self.wording.node(picture.process, comment.node, short=True)}"
        state = sync_mark(row_state(picture.states, comment.id), self.wording)
        message = self._shown[comment.id]
        message.show_words(author, when, comment.text)
        message.state.show_mark(state)

    def _scroll_to_end(self) -> None:
        bar = self.column.verticalScrollBar()
        bar.setValue(bar.maximum())

    # Writing

    def _key(self) -> str:
        return "" if self.picture is None else f"comment.add/{self.picture.facts.order.id}"

    def _begin(self) -> None:
        self.box.blockSignals(True)  # noqa: FBT003  Qt's own signature
        self.box.clear()
        self.box.blockSignals(False)  # noqa: FBT003  Qt's own signature
        self._draft.show_kept("")
        self._drafts.load(self._key(), self._take_draft)

    def _take_draft(self, fields: dict[str, Value]) -> None:
        text = str(fields.get("text") or "")
        if text and not self.box.toPlainText():
            self.box.setPlainText(text)

    def _typed(self) -> None:
        if self.picture is not None:
            text = self.box.toPlainText()
            self._drafts.keep(self._key(), self.picture.facts.order.id, {"text": text})
            self._offer_names()

    def _show_kept(self, kept: DraftKept) -> None:
        if kept.form == self._key() and self.box.toPlainText():
            self._draft.show_kept(f"{self.wording.clock(kept.at)}:{kept.at:%S}")

    def _before(self) -> str:
        return self.box.toPlainText()[: self.box.textCursor().position()]

    def _offer_names(self) -> None:
        people = self.desk.seat.people.values()
        found = offered(self._before(), people)
        self._names.setStringList(
            [self.desk.name_of(user.id, self.wording.language) for user in found]
        )
        if found:
            here = self.box.cursorRect()
            here.setWidth(look().px(200))
            self._offer.complete(here)
        else:
            popup = self._offer.popup()
            if popup is not None:
                popup.hide()

    def _complete(self, name: str) -> None:
        before = self._before()
        after = self.box.toPlainText()[len(before) :]
        text = completed(before, name)
        self.box.setPlainText(text + after)
        cursor = self.box.textCursor()
        cursor.setPosition(len(text))
        self.box.setTextCursor(cursor)

    def write(self) -> None:
        """Send what stands in the box."""
        text = self.box.toPlainText().strip()
        if self.picture is None or not text:
            return
        key = self._key()

        def done(_: Changes) -> None:
            self.box.clear()
            self._drafts.flush()
            self._drafts.forget(key)
            self._draft.show_kept("")

        self._band.hide()
        command = WriteComment(
            order_id=self.picture.facts.order.id,
            text=text,
            mentions=",".join(mentioned(text, self.desk.seat.people)),
        )
        self.desk.do("comment.add", command, owner=self, done=done, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self._band.show_words(self.tr("Not sent"), text=self.wording.refusal(refusal))
        self._band.show()


class _Message(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        here = look()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(here.px(10))
        self._face = Avatar("?", size=28, parent=self)
        self._who = Label(style="strong", parent=self)
        self._when = Label(style="small", ink="ink2", parent=self)
        self._text = Label(wrap=True, parent=self)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = StateLabel(_NOTHING, parent=self)
        head, column = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(here.px(8))
        column.setSpacing(here.px(2))
        head.addWidget(self._who)
        head.addWidget(self._when)
        head.addStretch(1)
        head.addWidget(self.state)
        column.addLayout(head)
        column.addWidget(self._text)
        row.addWidget(self._face, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_words(self, who: str, when: str, text: str) -> None:
        """Show who said what."""
        self._face.show_person(who)
        self._who.setText(who)
        self._when.setText(when)
        self._text.setText(text)
        self.setAccessibleName(f"{who}, {when}: {text}")
