"""Knowledge: what was learned and where it applies; an article opens at the right."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.articles import ArticleList, ArticleRow
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.screens.article_editor import ArticleEditor
from desktop.screens.exception_words import capital
from desktop.screens.page import Page, Surroundings, Where
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Text
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place
from sync.domain.articles import ArticleState

AREA = "knowledge"


class KnowledgePage(Page):
    """The list at the left, the article at the right."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = ArticleList(self.desk, parent=self)
        self._rows: dict[str, ArticleRow] = {}
        self._wanted = ""
        self.table_model = KeptTable[ArticleRow](
            self.desk.background, lambda: self._rows, columns=self._columns(), parent=self
        )
        self.table = DataTable(name=self.tr("Knowledge"), density="regular", parent=self)
        self.table.setModel(self.table_model)
        self.which = Segments(self._choices(), name=self.tr("Which"), current="all", parent=self)
        self.new = Button(self.tr("Write an article"), icon="plus", parent=self)
        self.editor = ArticleEditor(around, parent=self)
        self._body = QStackedWidget(self)
        self._lay_out()
        self.which.chosen.connect(self._show)
        self.new.clicked.connect(lambda: self.editor.show_article(None))
        self.table.choice_changed.connect(self._choose)
        self.list.read_anew.connect(self._show)
        self.editor.saved.connect(self._want)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Knowledge"))]

    @override
    def show_at(self, where: Where) -> None:
        self._wanted = where.id
        self.list.read()

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        row = QHBoxLayout(head)
        row.setContentsMargins(here.px(16), here.px(10), here.px(16), here.px(10))
        row.addWidget(self.which)
        row.addStretch(1)
        row.addWidget(self.new)
        self._body.addWidget(self.table)
        self._body.addWidget(
            EmptyState(
                "lightbulb",
                title=self.tr("Nothing here yet"),
                text=self.tr("A closed exception offers to write down what was learned."),
                parent=self,
            )
        )
        self._body.addWidget(Skeleton(name=self.tr("Reading"), rows=10, parent=self))
        self._body.setCurrentIndex(2)
        lower = QHBoxLayout()
        lower.setSpacing(0)
        lower.addWidget(self._body, 1)
        lower.addWidget(self.editor, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(lower, 1)

    def _choices(self) -> list[Choice]:
        return [
            Choice("all", self.tr("In use")),
            Choice("stale", self.tr("To review again")),
            Choice("draft", capital(self.wording.words("state_draft"))),
            Choice("retired", capital(self.wording.words("state_retired"))),
        ]

    def _columns(self) -> list[Column[ArticleRow]]:
        wording = self.wording
        said = (
            ("title", wording.label("title"), self._title, 0),
            ("state", self.tr("State"), self._state, 132),
            ("where", self.tr("Applies at"), self._where, 150),
            ("uses", self.tr("Helped"), self._uses, 64),
        )
        return [Column(key, text, cell, width, sortable=False) for key, text, cell, width in said]

    def _title(self, row: ArticleRow) -> Cell:
        return Text(row.article.title, style="strong")

    def _state(self, row: ArticleRow) -> Cell:
        if row.is_stale:
            return Mark(self.tr("Review again"), "triangle", "warning")
        state = row.article.state
        word = capital(self.wording.words(f"state_{state.value}"))
        is_out = state is ArticleState.PUBLISHED
        return Mark(word, "tick" if is_out else "dash", "neutral")

    def _where(self, row: ArticleRow) -> Cell:
        article = row.article
        parts = (
            *(article.at_nodes, article.codes, article.banks, article.ports, article.countries),
            *([self.tr("one buyer")] if article.buyer_id else []),
            *([self.tr("one product")] if article.product_id else []),
        )
        return Text(" · ".join(part for part in parts if part), ink="ink2")

    def _uses(self, row: ArticleRow) -> Cell:
        return Text(str(row.uses or "–"), ink="ink2", right=True)

    def _is_shown(self, row: ArticleRow) -> bool:
        which, state = self.which.current, row.article.state
        if which == "stale":
            return row.is_stale
        if which == "all":
            return state is ArticleState.PUBLISHED
        return state.value == which

    def _show(self) -> None:
        everything = {row.article.id: row for row in self.list.rows}
        wanted = everything.get(self._wanted)
        if wanted is not None and not self._is_shown(wanted):
            state = wanted.article.state
            self.which.choose("all" if state is ArticleState.PUBLISHED else state.value)
        self._rows = {key: row for key, row in everything.items() if self._is_shown(row)}
        self.table_model.reload()
        self._body.setCurrentIndex(0 if self._rows else 1)
        shown = everything.get(self._wanted or self.editor.article_id)
        if shown is None:
            shown = next(iter(self._rows.values()), None)
        if shown is not None:
            self.editor.show_article(shown)
        self._wanted = ""

    def _choose(self) -> None:
        row = self._rows.get(self.table.current_id())
        if row is not None:
            self.editor.show_article(row)

    def _want(self, article_id: object) -> None:
        self._wanted = str(article_id)
        self.list.read()
