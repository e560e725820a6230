"""People: who works here, in which roles, up to which level they decide."""

from enum import StrEnum

from sync.domain.records import Record, split


class Role(StrEnum):
    """The roles of domain.md 0; one person may hold several."""

    GM = "GM"
    MGR = "MGR"
    SSR = "SSR"
    SR = "SR"
    MR = "MR"
    MKT = "MKT"
    CS = "CS"
    DOC = "DOC"
    LOG = "LOG"
    FIN = "FIN"
    PRD = "PRD"
    PUR = "PUR"
    QC = "QC"
    ADM = "ADM"


class User(Record, frozen=True, kw_only=True):
    """A person who signs in.

    `roles` is comma-joined; `level` is the approval level 0 to 4 of domain.md 4.4.
    """

    login: str
    name_zh: str
    name_en: str
    roles: str
    level: int = 0
    team: str = ""
    email: str = ""
    language: str = "zh"
    active: bool = True


class Actor(Record, frozen=True, kw_only=True):
    """Who is doing something, on which device: what permission and history need to know."""

    roles: frozenset[Role]
    level: int = 0
    team: str = ""
    device_id: str = ""

    def holds(self, *roles: Role) -> bool:
        """Return whether the person holds one of the roles."""
        return not self.roles.isdisjoint(roles)


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles a person holds."""
    return frozenset(Role(part) for part in split(user.roles))


def actor_of(user: User, *, device_id: str = "") -> Actor:
    """Return the person as the one who acts."""
    return Actor(
        id=user.id, roles=roles_of(user), level=user.level, team=user.team, device_id=device_id
    )
