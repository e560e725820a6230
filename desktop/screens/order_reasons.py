"""What stands under a node's checklist: why it cannot be passed, which gates are closed."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.models.order_node import NodeSheet
from desktop.models.order_page import OrderPicture
from sync.domain.nodes import NodeState

_QUIET = (NodeState.DONE, NodeState.CANCELLED, NodeState.NOT_APPLICABLE)


def reasons_of(
    picture: OrderPicture, sheet: NodeSheet, wording: Wording
) -> Iterator[tuple[str, str]]:
    """Yield an icon and a sentence for each thing to know about the node."""
    if sheet.view.state not in _QUIET:
        yield from _closed(sheet, wording)
    if sheet.row is not None and sheet.row.note:
        yield "info", sheet.row.note
    if sheet.view.owner_id:
        text = QCoreApplication.translate("OrderReasons", "With {name}")
        yield "circle-user", text.format(name=picture.names.get(sheet.view.owner_id, ""))


def _closed(sheet: NodeSheet, wording: Wording) -> Iterator[tuple[str, str]]:
    finish = sheet.refusals.get("node.finish")
    if finish is not None:
        yield "lock", wording.refusal(finish)
    for gate in sheet.gates:
        if finish is None or gate.code != finish.code:
            yield "shield", wording.refusal(gate)
