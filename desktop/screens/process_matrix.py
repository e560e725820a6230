"""Who does what at each stage: stages by roles, with R, A, C and I, set by a key or a button."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column
from desktop.models.kept_table import KeptTable
from desktop.models.process_drafts import ProcessView
from desktop.models.process_times import key_said, offer_said
from desktop.theme import look
from desktop.theme.cells import Cell, Mark, Text
from desktop.widgets.buttons import Button
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.table import DataTable
from sync.domain.people import Role
from sync.domain.process import Node, nodes_by_id
from sync.domain.process_changes import RACI
from sync.domain.time_standards import Key, TimeStandard

LETTERS = dict(zip("RACI", RACI, strict=True))
SHOWN = tuple(role for role in Role if role is not Role.ADM)
_FIRST_ROLE = 2
_WIDTH = 46


def letters_of(node: Node, role: Role) -> str:
    """Return what a role is at a stage: "RA" where it does the work and answers for it."""
    return "".join(letter for letter, level in LETTERS.items() if role in getattr(node.raci, level))


class ProcessMatrix(QWidget):
    """The matrix. `chosen` tells a stage's id; `set_wanted` a stage, a level and its roles."""

    chosen = Signal(object)
    set_wanted = Signal(object, object, object)

    def __init__(self, desk: Desk, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._view: ProcessView | None = None
        self._nodes: dict[str, Node] = {}
        self._wrong: dict[str, bool] = {}
        self.table_model = KeptTable[Node](
            desk.background, lambda: self._nodes, columns=self._columns(), parent=self
        )
        self.table = DataTable(
            name=self.tr("Stages and roles"), density="compact", by_cell=True, parent=self
        )
        self.table.setModel(self.table_model)
        self.buttons: dict[str, Button] = {}
        self._where = ElidedLabel(style="small", ink="ink2", parent=self)
        self._lay_out()
        self.table.selectionModel().currentChanged.connect(self._moved)

    def show_process(self, view: ProcessView, why_not: str) -> None:
        """Show a process; `why_not` says why nobody's letters can be set now."""
        self._view = view
        self._nodes = dict(nodes_by_id(view.process))
        self._wrong = {}
        for finding in view.design.findings:
            is_wrong = self._wrong.get(finding.node, False)
            self._wrong[finding.node] = is_wrong or finding.is_blocking
        for letter, button in self.buttons.items():
            button.lock(why_not)
            button.setToolTip(why_not or self._wording.label(LETTERS[letter]))
        self.table_model.reload()
        self.table_model.refresh(list(self._nodes))

    def choose_stage(self, node: str) -> None:
        """Put the keys on a stage."""
        column = max(0, self.table.currentIndex().column())
        self.table.choose(self.table_model.row_of(node), column=column)

    def place(self) -> tuple[str, Role | None]:
        """Return the stage and the role that the keys are on."""
        at = self.table.currentIndex().column() - _FIRST_ROLE
        return self.table.current_id(), SHOWN[at] if 0 <= at < len(SHOWN) else None

    def toggle(self, letter: str) -> None:
        """Give the role that the keys are on a letter at that stage, or take it away."""
        stage, role = self.place()
        node = self._nodes.get(stage)
        if node is None or role is None or not self.buttons[letter].isEnabled():
            return
        level = LETTERS[letter]
        held: tuple[Role, ...] = getattr(node.raci, level)
        new = [each for each in held if each is not role] if role in held else [*held, role]
        self.set_wanted.emit(stage, level, ",".join(new))

    def _lay_out(self) -> None:
        here = look()
        foot = QHBoxLayout()
        foot.setContentsMargins(here.px(12), here.px(6), here.px(12), here.px(6))
        foot.setSpacing(here.px(6))
        for letter, level in LETTERS.items():
            button = Button(letter, small=True, parent=self)
            button.setAccessibleName(self._wording.label(level))
            button.setToolTip(self._wording.label(level))
            button.clicked.connect(self._toggler(letter))
            self.buttons[letter] = button
            foot.addWidget(button)
            action = QAction(self._wording.label(level), self.table)
            action.setShortcut(QKeySequence(letter))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(self._toggler(letter))
            self.table.addAction(action)
        foot.addWidget(self._where, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _toggler(self, letter: str) -> Callable[[], None]:
        return lambda: self.toggle(letter)

    def _columns(self) -> list[Column[Node]]:
        first = Column[Node]("stage", self.tr("Stage"), self._stage, sortable=False)
        days = Column[Node](
            "days", self.tr("Takes"), self._days, 84, sortable=False, hint=self._days_hint
        )
        return [first, days, *(self._column(role) for role in SHOWN)]

    def _column(self, role: Role) -> Column[Node]:
        heading = self._wording.words(f"role_short_{role}")
        said = self._wording.role(role.value)

        def cell(node: Node) -> Cell:
            letters = letters_of(node, role)
            return Text(letters, ink="ink" if "A" in letters else "ink2", style="strong")

        def hint(node: Node) -> str:
            levels = [self._wording.field(LETTERS[each]) for each in letters_of(node, role)]
            return " · ".join([said, *levels])

        return Column(role.value, heading, cell, _WIDTH, sortable=False, hint=hint)

    def _stage(self, node: Node) -> Cell:
        name = f"{node.id} {self._wording.pair(node.short_zh, node.short_en)}"
        if node.id not in self._wrong:
            return Text(name)
        is_wrong = self._wrong[node.id]
        return Mark(name, "octagon" if is_wrong else "ring", "urgent" if is_wrong else "neutral")

    def _days(self, node: Node) -> Cell:
        if not node.standards:
            return Text("–", ink="ink3")
        offered = self._offered(node)
        standard = self._followed(node) or node.standards[-1]
        unit = self._wording.words(f"unit_{standard.unit}")
        said = f"{standard.days} {unit}"
        return Mark(said, "half_disc", "active") if offered else Text(said, ink="ink2")

    def _followed(self, node: Node) -> TimeStandard | None:
        """Return what new orders of any kind follow, where the library says so."""
        if self._view is None or self._view.draft is not None:
            return None
        own = (line for line in self._view.library if line.key == Key(node.id))
        return next((line.followed for line in own), None)

    def _offered(self, node: Node) -> bool:
        """Return whether own history offers something for a stage."""
        library = () if self._view is None else self._view.library
        return any(line.offered is not None for line in library if line.key.node == node.id)

    def _days_hint(self, node: Node) -> str:
        """Return what own history offers, line by line."""
        language, library = self._wording.language, () if self._view is None else self._view.library
        offers = [line for line in library if line.key.node == node.id and line.offered]
        return "\n".join(
            f"{key_said(line.key, language)}: {offer_said(line.shown, language)}" for line in offers
        )

    def _moved(self) -> None:
        stage, role = self.place()
        if stage:
            self.chosen.emit(stage)
        said = self.tr("Choose a stage and a role, then press a letter")
        if role is not None and stage:
            said = f"{stage} · {self._wording.role(role.value)}"
        self._where.setText(said)
