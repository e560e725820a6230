"""The template of a new order: fills in the terms, and says what the order will begin with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.order_templates import TemplateList
from desktop.screens.new_order_terms import OrderTerms
from desktop.widgets.cards import Card
from desktop.widgets.fields import ChoiceField
from desktop.widgets.labels import Label
from sync.domain.ids import Id
from sync.domain.order_templates import fields_of, papers_of, tasks_of


class TemplateChoice(Card):
    """A choice of the templates in use, or of none; `changed` when another is chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, wording: Wording, terms: OrderTerms, *, parent: QWidget) -> None:
        super().__init__(" ", parent=parent)
        self.set_title(self.tr("Template"))
        self._wording, self._terms = wording, terms
        self._wanted: Id = ""
        self.list = TemplateList(desk, parent=self)
        self.list.read_anew.connect(self._show)
        self.choice = ChoiceField(name=self.tr("Template"), parent=self)
        self._said = Label(style="small", ink="ink2", wrap=True, parent=self)
        self.body.addWidget(self.choice)
        self.body.addWidget(self._said)
        self.choice.activated.connect(self._take)
        self._show()

    @property
    def current_key(self) -> Id:
        """Return the id of the chosen template; "" for none."""
        return self._wanted

    def read(self) -> None:
        """Read which templates there are."""
        self.list.read()

    def choose(self, template_id: Id) -> None:
        """Choose a template, as it stands in a draft; the terms stay as they are."""
        self._wanted = template_id
        self.choice.choose(template_id)
        self._tell()

    def _show(self) -> None:
        named = [(t.id, self._wording.pair(t.name_zh, t.name_en)) for t in self.list.templates]
        self.choice.set_choices([("", self.tr("Begin with an empty order")), *named])
        self.choose(self._wanted)

    def _take(self) -> None:
        self._wanted = self.choice.current_key
        template = self.list.named(self._wanted)
        if template is not None:
            typed = {name: value for name, value in self._terms.fields().items() if value}
            self._terms.show_fields({**typed, **fields_of(template)})
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        template = self.list.named(self._wanted)
        if template is None:
            self._said.setText(self.tr("A template gives tasks, days, people and papers at once."))
            return
        tasks = self.tr("%n task(s)", "", len(tasks_of(template)))
        papers = self.tr("%n paper(s)", "", len(papers_of(template)))
        words = self.tr("Gives {tasks} and {papers}; all of it can be taken back at once.")
        self._said.setText(words.format(tasks=tasks, papers=papers))
