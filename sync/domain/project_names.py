"""What the pieces of an order are called, in both languages."""

from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.process import Process, nodes_by_id
from sync.domain.projects import step_named


def piece_called(facts: OrderFacts, process: Process, piece: str) -> tuple[str, str]:
    """Return what a piece is called, in Chinese and in English."""
    step = step_named(piece)
    if step is None:
        name = _name_of(facts, piece)
        return name, name
    node = nodes_by_id(process).get(step[1])
    if node is None:
        return step[1], step[1]
    number = next((each.number for each in facts.shipments if each.id == step[0]), None)
    if number is None or len(facts.shipments) < 2:
        return f"{node.id} {node.short_zh}", f"{node.id} {node.short_en}"
    return (
        f"{node.id} {node.short_zh}（第 {number} 批）",
        f"{node.id} {node.short_en} (shipment {number})",
    )


def _name_of(facts: OrderFacts, project_id: Id) -> str:
    names = (project.name for project in facts.projects if project.id == project_id)
    return next(names, project_id)
