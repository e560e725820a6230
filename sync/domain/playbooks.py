"""What to do first in the five classic exceptions, step by step (domain.md 1.8)."""

import msgspec

from sync.domain.people import Role


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: who does it, and within how many hours of the opening; 0 says no time."""

    id: str
    roles: tuple[Role, ...]
    hours: int = 0


class Playbook(msgspec.Struct, frozen=True, kw_only=True):
    """The steps for some codes, in their order."""

    id: str
    codes: tuple[str, ...]
    steps: tuple[Step, ...]


def _playbook(name: str, codes: str, *steps: tuple[str, int]) -> Playbook:
    return Playbook(
        id=name,
        codes=tuple(codes.split()),
        steps=tuple(
            Step(
                id=f"{name}-{number}",
                roles=tuple(Role(role) for role in roles.split()),
                hours=hours,
            )
            for number, (roles, hours) in enumerate(steps, 1)
        ),
    )


PLAYBOOKS: tuple[Playbook, ...] = (
    _playbook("PB1", "D21", ("DOC", 4), ("DOC SR", 8), ("FIN MGR", 0), ("MGR", 72), ("DOC", 0)),
    _playbook(
        "PB2", "Q11 Q12 Q13", ("QC", 0), ("PRD", 4), ("LOG", 0), ("QC", 0), ("SR", 0), ("FIN", 0)
    ),
    _playbook("PB3", "L12 L31", ("LOG", 2), ("LOG", 2), ("SR", 24), ("DOC SR", 0), ("MGR", 0)),
    _playbook("PB4", "R11", ("LOG", 0), ("DOC", 0), ("LOG", 0), ("DOC FIN", 0), ("LOG", 0)),
    _playbook(
        "PB5",
        "P12",
        ("CS SR", 24),
        ("SR", 72),
        ("MGR", 168),
        ("SR LOG", 360),
        ("FIN MGR", 720),
        ("FIN", 0),
    ),
)


def playbook_of(code: str) -> Playbook | None:
    """Return the playbook of an exception's code, if there is one."""
    return next((each for each in PLAYBOOKS if code in each.codes), None)
