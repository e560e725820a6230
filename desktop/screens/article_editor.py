"""One article: read, changed, published by somebody else, retired; what it applies to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.articles import ArticleRow
from desktop.screens.exception_words import capital
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.bands import Band
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Panel, ScrollColumn
from desktop.widgets.fields import TextArea, TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label
from sync import clock
from sync.domain.articles import ArticleState
from sync.domain.changes import Changes
from sync.domain.commands import Add, Command, Edit, Fields
from sync.domain.refusals import Refusal
from sync.domain.trouble_commands import ArticleStep

_LONG = ("symptom", "cause_found", "solution", "prevention")
_TRIGGERS = (("at_nodes", "N16, N18"), ("codes", "D21"), ("banks", "HSBC"), ("ports", "Hamburg"))
_LISTED = ("at_nodes", "codes", "banks", "ports")


class ArticleEditor(Panel):
    """`saved` tells the id of what was saved."""

    saved = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(ground="surface", edges="l", parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self.article_id = ""
        self._shown: Fields = {}
        self.title = TextField(parent=self)
        self.areas = {name: TextArea(lines=2, parent=self) for name in _LONG}
        self.triggers = {
            name: TextField(placeholder=example, parent=self) for name, example in _TRIGGERS
        }
        self.band = Band("error", title="", below=True, parent=self)
        self.band.hide()
        self.note = Label(style="small", ink="ink2", wrap=True, parent=self)
        self.save = Button(self.tr("Save"), kind="primary", small=True, parent=self)
        self.publish = Button(self.tr("Publish"), small=True, parent=self)
        self.helped = Button(self.tr("This helped"), icon="check", small=True, parent=self)
        self.retire = Button(self.tr("Retire"), kind="quiet", small=True, parent=self)
        self.ask = AskLine(parent=self)
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.publish.clicked.connect(lambda: self._step("article.publish"))
        self.helped.clicked.connect(lambda: self._step("article.helped"))
        self.retire.clicked.connect(self._ask_reason)
        self.show_article(None)

    def show_article(self, row: ArticleRow | None) -> None:
        """Show an article, or an empty form for a new one; what is half typed stays."""
        article = None if row is None else row.article
        identifier = "" if article is None else article.id
        if identifier == self.article_id and self._is_typed() and identifier:
            return
        self.band.hide()
        self.article_id = identifier
        self._shown = {
            name: str(getattr(article, name)) if article is not None else ""
            for name in ("title", *_LONG, *_LISTED)
        }
        self.title.setText(str(self._shown["title"]))
        for name, area in self.areas.items():
            area.setPlainText(str(self._shown[name]))
        for name, field in self.triggers.items():
            field.setText(str(self._shown[name]).replace(",", ", "))
        state = None if article is None else article.state
        self.publish.setVisible(article is not None)
        is_out = state is ArticleState.PUBLISHED
        self.publish.set_text(self.tr("Still holds") if is_out else self.tr("Publish"))
        self.helped.setVisible(is_out)
        self.retire.setVisible(is_out)
        self.note.setText(self._said(row))

    def _said(self, row: ArticleRow | None) -> str:
        if row is None:
            return self.tr("A new article is a draft until somebody else has reviewed it.")
        article, wording = row.article, self._wording
        parts = [capital(wording.words(f"state_{article.state.value}"))]
        if article.valid_until is not None:
            day = wording.day(article.valid_until)
            parts.append(self.tr("to be reviewed by {day}").format(day=day))
        name = self._desk.name_of(article.created_by, wording.language)
        parts.append(self.tr("written by {name}").format(name=name or "–"))
        if row.is_stale:
            parts.append(self.tr("its time is over, or nobody has used it for a year"))
        if article.retired_why:
            parts.append(article.retired_why)
        return " · ".join(parts)

    def _lay_out(self) -> None:
        here, wording = look(), self._wording
        scroll = ScrollColumn(name=self.tr("Article"), ground="surface", margin=16, parent=self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)
        scroll.body.addWidget(self.band)
        scroll.body.addWidget(FormField(wording.label("title"), self.title, required=True))
        scroll.body.addWidget(self.note)
        for name, area in self.areas.items():
            scroll.body.addWidget(FormField(wording.label(name), area))
        card = Card(self.tr("Shown by itself where all of these hold"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(here.px(10))
        for name, field in self.triggers.items():
            row.addWidget(FormField(wording.label(name), field), 1)
        card.body.addLayout(row)
        scroll.body.addWidget(card)
        buttons = QHBoxLayout()
        buttons.setSpacing(here.px(8))
        for button in (self.save, self.publish, self.helped, self.retire):
            buttons.addWidget(button)
        buttons.addStretch(1)
        scroll.body.addLayout(buttons)
        scroll.body.addWidget(self.ask)
        scroll.body.addStretch(1)

    def _typed(self) -> Fields:
        listed = {
            name: ",".join(part.strip() for part in _parts(field.text()) if part.strip())
            for name, field in self.triggers.items()
        }
        texts = {name: area.toPlainText().strip() for name, area in self.areas.items()}
        return {"title": self.title.text().strip(), **texts, **listed}

    def _is_typed(self) -> bool:
        return self._typed() != self._shown

    def _save(self) -> None:
        typed = self._typed()
        changed = {name: value for name, value in typed.items() if value != self._shown[name]}
        if not changed:
            return
        if self.article_id:
            self._do("article.edit", Edit(id=self.article_id, set=changed), self.article_id)
            return
        made = clock.new_id()
        said = {name: value for name, value in typed.items() if value or name == "title"}
        self._do("article.add", Add(id=made, set=said), made)

    def _step(self, action: str, reason: str = "") -> None:
        self.ask.close_line()
        self._do(action, ArticleStep(id=self.article_id, reason=reason), self.article_id)

    def _ask_reason(self) -> None:
        self.ask.ask(
            self.tr("Why does it no longer hold?"),
            button=self.tr("Retire"),
            then=lambda said: self._step("article.retire", said),
        )

    def _do(self, action: str, command: Command, article_id: str) -> None:
        self.band.hide()

        def done(_: Changes) -> None:
            self._shown = self._typed()
            self.saved.emit(article_id)

        self._desk.do(action, command, owner=self, done=done, refused=self._refuse)

    def _refuse(self, refusal: Refusal) -> None:
        self.band.show_words(self.tr("Nothing was changed"), text=self._wording.refusal(refusal))
        self.band.show()


def _parts(text: str) -> list[str]:
    """Return what was listed, by whichever comma it was typed."""
    for comma in "，、；;":
        text = text.replace(comma, ",")
    return text.split(",")
