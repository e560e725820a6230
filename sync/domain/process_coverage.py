"""Who owns what in a process: stages and tasks that nobody, or two departments, own (S02)."""

from collections.abc import Container, Iterator
from enum import StrEnum

import msgspec

from sync.domain.people import Role
from sync.domain.process import Item, Node, Process
from sync.domain.refusals import Refusal


class Gap(StrEnum):
    """What is wrong with who owns a stage or a task."""

    OWNERLESS = "ownerless"
    NOBODY = "nobody"
    OVERLAP = "overlap"
    ELSEWHERE = "elsewhere"
    TASK_OVERLAP = "task_overlap"
    VACANT = "vacant"


ADVICE = frozenset({Gap.VACANT})
"""What is told and keeps nobody from publishing: a role that nobody holds may be filled later."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One gap or overlap: at which stage, in which task of it, between which roles."""

    gap: Gap
    node: str
    item: str = ""
    roles: tuple[Role, ...] = ()

    @property
    def is_blocking(self) -> bool:
        """Return whether the process cannot be published with it."""
        return self.gap not in ADVICE

    @property
    def refusal(self) -> Refusal:
        """Return the finding as the refusal of a process that has it."""
        facts = {"node": self.node, "item": self.item, "roles": ",".join(self.roles)}
        return Refusal(code=f"process_{self.gap}", facts={**facts})


def coverage(process: Process, held: Container[Role] | None = None) -> tuple[Finding, ...]:
    """Return every gap and overlap, by stage; none where each is one department's.

    `held` are the roles that somebody in the company holds; without it nobody is missed.
    """
    return tuple(finding for node in process.nodes for finding in _of_node(node, held))


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings with which a process cannot be published."""
    return tuple(finding for finding in findings if finding.is_blocking)


def may_be_published(process: Process) -> Refusal | None:
    """Return why a process may not be put in force, naming the first stage, or None."""
    found = blocking(coverage(process))
    if not found:
        return None
    first = found[0].refusal
    return msgspec.structs.replace(first, facts={**first.facts, "others": len(found) - 1})


def _of_node(node: Node, held: Container[Role] | None) -> Iterator[Finding]:
    raci = node.raci
    if not raci.accountable:
        yield Finding(gap=Gap.OWNERLESS, node=node.id)
    if len(raci.accountable) > 1:
        yield Finding(gap=Gap.OVERLAP, node=node.id, roles=raci.accountable)
    if not raci.responsible:
        yield Finding(gap=Gap.NOBODY, node=node.id)
    elif node.owner not in raci.responsible:
        yield Finding(gap=Gap.ELSEWHERE, node=node.id, roles=(node.owner,))
    yield from (_shared(node, item) for item in node.items if len(item.accountable) > 1)
    if held is not None:
        missing = [role for role in (node.owner, *raci.accountable) if role not in held]
        if missing:
            roles = tuple(dict.fromkeys(missing))
            yield Finding(gap=Gap.VACANT, node=node.id, roles=roles)


def _shared(node: Node, item: Item) -> Finding:
    return Finding(gap=Gap.TASK_OVERLAP, node=node.id, item=item.id, roles=item.accountable)
