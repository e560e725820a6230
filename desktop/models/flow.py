"""The flow map for a screen: stages with their orders, kept in step with every change."""

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.theme.cells import Mark
from sync.domain.changes import Changes
from sync.domain.process import EdgeKind, Node, Process
from sync.store.flow_lists import FlowCounts, Standing, read_flow
from sync.store.order_lists import Asking

__all__ = ["FlowCounts", "FlowModel", "Stage", "figure", "stages_of", "ways_of"]

_SETTLE_MILLISECONDS = 200


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One box of the map."""

    node: str
    column: int
    row: int
    title: str
    below: str
    mark: Mark


class FlowModel(QObject):
    """Reads the map for a question; `loaded` carries FlowCounts."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asking = Asking(user_id=desk.seat.user.id, today=desk.today())
        self.counts: FlowCounts | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self.read)
        desk.changed.connect(self._take_in)

    @property
    def process(self) -> Process:
        """Return the process that runs."""
        return self.desk.process(self.desk.seat.rules.newest_process)

    def ask(self, asking: Asking) -> None:
        """Show where the orders asked for stand."""
        self.asking = asking
        self.read()

    def read(self) -> None:
        """Read the map anew."""
        asking = msgspec.structs.replace(self.asking, view="open", today=self.desk.today())
        self.desk.read(
            lambda connection: read_flow(connection, asking), owner=self, done=self._take
        )

    def _take_in(self, changes: Changes) -> None:
        if changes.orders or changes.touches("orders", "partners"):
            self._settling.start()

    def _take(self, counts: FlowCounts) -> None:
        self.counts = counts
        self.loaded.emit(counts)


def stages_of(process: Process, counts: FlowCounts, wording: Wording) -> list[Stage]:
    """Return the boxes of the map, in columns by phase."""
    standing = {each.node: each for each in counts.stages}
    nodes = {node.id: node for node in process.nodes}
    return [
        _stage(nodes[node], (column, row), standing.get(node, Standing(node=node)), wording)
        for column, phase in enumerate(process.phases)
        for row, node in enumerate(phase.nodes)
    ]


def ways_of(process: Process) -> list[tuple[str, str]]:
    """Return the ways from stage to stage that an order must go."""
    return [(e.start, e.end) for e in process.edges if e.kind is not EdgeKind.SOFT]


def _stage(node: Node, place: tuple[int, int], at: Standing, wording: Wording) -> Stage:
    name = wording.pair(node.short_zh, node.short_en)
    return Stage(
        node=node.id,
        column=place[0],
        row=place[1],
        title=f"{name} · {figure(at)}" if at.count else name,
        below=_below(at),
        mark=_mark(at),
    )


def figure(at: Standing) -> str:
    """Return the orders of a stage, with those overdue after a stroke: 12/3."""
    return f"{at.count}/{at.overdue}" if at.overdue else str(at.count)


def _below(at: Standing) -> str:
    if at.median_days is None:
        return ""
    text = QCoreApplication.translate("FlowMap", "median {median} d, oldest {oldest} d")
    return text.format(median=at.median_days, oldest=at.oldest_days)


def _mark(at: Standing) -> Mark:
    """Return the worst of a stage as shape and words."""
    if at.overdue:
        text = QCoreApplication.translate("FlowMap", "{count} overdue").format(count=at.overdue)
        return Mark(text, "triangle", "warning")
    if at.silent:
        text = QCoreApplication.translate("FlowMap", "{count} silent").format(count=at.silent)
        return Mark(text, "diamond", "watch")
    if at.count:
        return Mark(QCoreApplication.translate("FlowMap", "On track"), "ring", "neutral")
    return Mark(QCoreApplication.translate("FlowMap", "No order here"), "dash", "ink3")
