"""What is known about the step in front: the lessons that apply to this order's node."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.order_page import OrderPicture
from desktop.screens.page import Where
from desktop.theme import look
from desktop.widgets.buttons import LinkButton
from desktop.widgets.cards import Card
from desktop.widgets.figures import IconMark
from desktop.widgets.labels import Label
from sync.domain.articles import Article, applies, place_of


class LessonsCard(Card):
    """Shown only where a lesson applies; `opened` carries the article's place."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("What is known about this step"))
        self._lines: list[QWidget] = []
        self.hide()

    def show_node(self, picture: OrderPicture, node: str) -> None:
        """Show the lessons that apply at a node."""
        place = place_of(picture.facts, node)
        found = [each for each in picture.lessons if applies(each, place)]
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in found]
        for line in self._lines:
            self.body.addWidget(line)
        self.setVisible(bool(found))

    def _line(self, article: Article) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(10))
        words = QVBoxLayout()
        words.setSpacing(0)
        link = LinkButton(article.title, parent=line)
        link.clicked.connect(lambda: self.opened.emit(Where("knowledge", id=article.id)))
        words.addWidget(link)
        words.addWidget(Label(article.solution, style="small", wrap=True, parent=line))
        row.addWidget(IconMark("lightbulb", size=16, parent=line))
        row.addLayout(words, 1)
        return line
