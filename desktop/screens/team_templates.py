"""Order templates: what each says, gives and asks for; writing a new one, a line for each task."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.order_templates import line_of, tasks_in
from desktop.models.team import TeamPicture
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, ThingCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.widgets.fields import TextArea, TextField
from sync.domain.commands import Command
from sync.domain.ids import Id
from sync.domain.incoterms import RULES
from sync.domain.order_templates import OrderTemplate, fields_of, papers_of, tasks_of
from sync.domain.orders import PaymentTerm
from sync.domain.staff_commands import OfTemplate, WriteTemplate

if TYPE_CHECKING:
    from sync.domain.records import Value

_CHOSEN = ("transport_mode", "incoterm", "payment_term")


class TemplatesTab(TeamTab):
    """A card for each template in use, and a form that writes one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._changed: OrderTemplate | None = None
        self.cards: dict[str, ThingCard] = {}
        self._cards = QVBoxLayout()
        self.form = self._form()
        self.lay_out(self.tr("Order templates"), self._cards, self.form)

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show the templates in use."""
        empty(self._cards)
        self.cards = {}
        for template in picture.templates:
            self.cards[template.id] = self._card(template)
            self._cards.addWidget(self.cards[template.id])

    def _form(self) -> FormCard:
        label = self.wording.label
        value = self.wording.value
        payments = [(t.value, value("orders", "payment_term", t.value, {})) for t in PaymentTerm]
        modes = [(m, value("orders", "transport_mode", m, {})) for m in ("SEA", "AIR", "RAIL")]
        example = self.tr("N12 LOG 1 订舱 / Book space — step, role, working days before, title")
        fields = (
            (
                Field("name_zh", label("name_zh"), required=True),
                Field("name_en", label("name_en"), required=True),
            ),
            (
                Field("transport_mode", label("transport_mode"), "choice", modes),
                Field("incoterm", label("incoterm"), "choice", [(i, i) for i in RULES]),
                Field("payment_term", label("payment_term"), "choice", payments),
            ),
            (Field("tasks", label("tasks"), "area", placeholder=example),),
            (Field("papers", label("papers"), placeholder="PI,CI,PL,BL"),),
        )
        form = FormCard(self.tr("Write a template"), fields, self.tr("Keep it"), parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, self._written, self._begin_anew))
        return form

    def _written(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        said: dict[str, Value] = {name: typed[name] for name in _CHOSEN}
        before = self._changed
        more = {} if before is None else fields_of(before)
        asked = () if before is None else tasks_of(before)
        codes = typed["papers"].replace(" ", ",").upper().split(",")
        command = WriteTemplate(
            id="" if before is None else before.id,
            name_zh=typed["name_zh"],
            name_en=typed["name_en"],
            fields={**more, **said},
            tasks=tasks_in(typed["tasks"], asked),
            papers=tuple(code for code in codes if code),
            note="" if before is None else before.note,
        )
        return "template.write", command

    def _begin_anew(self) -> None:
        self._changed = None

    def _card(self, template: OrderTemplate) -> ThingCard:
        name = self.wording.pair(template.name_zh, template.name_en)
        tasks = tasks_of(template)
        note = self.tr("%n task(s)", "", len(tasks))
        card = ThingCard(name, note=note, parent=self)
        said = [
            self.wording.value("orders", field, value, {})
            for field, value in fields_of(template).items()
            if field in _CHOSEN
        ]
        card.say(" · ".join(text for text in said if text))
        card.say(self.tr("Papers: {names}").format(names=self._papers(template)), quiet=True)
        lines = sorted(f"{task.node} {task.title(self.wording.language)}" for task in tasks)
        card.say(" · ".join(lines), quiet=True)
        buttons = (
            card.add_button(self.tr("Change"), lambda: self._change(template)),
            card.add_button(self.tr("Take out of use"), lambda: self._retire(template.id)),
        )
        self.doer.lock(buttons, "template.retire", OfTemplate(id=template.id))
        return card

    def _papers(self, template: OrderTemplate) -> str:
        named = [self.wording.words(f"paper_{code}") for code in papers_of(template)]
        return self.wording.pair("、", ", ").join(named)

    def _change(self, template: OrderTemplate) -> None:
        """Put a template into the form, to be written anew."""
        self._changed = template
        said: dict[str, Value] = {
            **fields_of(template),
            "name_zh": template.name_zh,
            "name_en": template.name_en,
            "tasks": "\n".join(line_of(task) for task in tasks_of(template)),
            "papers": template.papers,
        }
        for name, control in self.form.controls.items():
            text = str(said.get(name) or "")
            if isinstance(control, TextArea):
                control.setPlainText(text)
            elif isinstance(control, TextField):
                control.setText(text)
            else:
                control.choose(text)
        self.form.controls["name_zh"].setFocus()

    def _retire(self, template_id: Id) -> None:
        self.doer.do("template.retire", OfTemplate(id=template_id), self.band)
