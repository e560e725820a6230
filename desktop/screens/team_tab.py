"""What every part of the team page is: a column that scrolls, and a band for what was refused."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from desktop.models.team import TeamPicture
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Doer
from desktop.widgets.bands import Band
from desktop.widgets.cards import ScrollColumn


class TeamTab(QWidget):
    """A part of the page; a subclass makes its cards and forms, then lays them out."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.doer = Doer(self.desk, self.wording, self)
        self.band = Band("error", title=self.tr("Nothing was changed"), below=True, parent=self)
        self.band.hide()

    def show_team(self, picture: TeamPicture) -> None:
        """Show the part as it is now."""
        raise NotImplementedError  # each part has its own; a QWidget cannot be an ABC

    def lay_out(self, name: str, *parts: QWidget | QLayout) -> None:
        """Put the parts below the band, one under the other."""
        column = ScrollColumn(name=name, margin=18, parent=self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        for part in (self.band, *parts):
            if isinstance(part, QWidget):
                column.body.addWidget(part)
            else:
                column.body.addLayout(part)
        column.body.addStretch(1)

    def nodes(self) -> list[tuple[str, str]]:
        """Return the steps of the process that runs now, to choose from."""
        process = self.desk.process(self.desk.seat.rules.newest_process)
        return [(node.id, self.wording.node(process, node.id)) for node in process.nodes]
