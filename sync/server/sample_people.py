"""Who works at the sample company: fourteen people over all roles, named from syllables."""

from collections.abc import Iterator
from random import Random

from sync.domain.people import Role, User, roles_of
from sync.server.administration import NewUser
from sync.server.sample_words import Sound, words

SEATS = (
    ("GM", 4, ""),
    ("MGR", 3, ""),
    ("SSR,MR", 1, "west"),
    ("SR", 0, "west"),
    ("SR,MKT", 0, "west"),
    ("SR", 0, "east"),
    ("CS", 0, ""),
    ("DOC", 0, ""),
    ("DOC,LOG", 0, ""),
    ("LOG", 0, ""),
    ("FIN", 2, ""),
    ("PRD,QC", 0, ""),
    ("PUR", 0, ""),
    ("QC,ADM", 0, ""),
)
"""Roles, approval level and team of each person."""


class Cast:
    """The people once they are in, by role."""

    def __init__(self, people: list[User]) -> None:
        self.people = people
        self._by_role = {role: [u for u in people if role in roles_of(u)] for role in Role}

    def with_role(self, role: Role) -> list[User]:
        """Return who holds the role, in a stable order."""
        return self._by_role[role]

    def sellers(self) -> list[User]:
        """Return who owns orders."""
        return [*self.with_role(Role.SR), *self.with_role(Role.SSR)]


def company_name(draw: Random) -> str:
    """Return what the company calls itself, in both languages."""
    first, last = draw.choice(words().company_first), draw.choice(words().company_last)
    reading = first.reading + last.reading
    return f"{first.character}{last.character}贸易 {reading} Trading"


def new_people(draw: Random, password: str) -> Iterator[NewUser]:
    """Yield the people to let in; a login is the person's name as it is read."""
    taken: set[str] = set()
    for roles, level, team in SEATS:
        family, given = _name(draw, taken)
        reading = "".join(sound.reading for sound in given).capitalize()
        login = f"{family.reading}{reading}".lower().replace("ü", "v")
        yield NewUser(
            login=login,
            name_zh=family.character + "".join(sound.character for sound in given),
            name_en=f"{reading} {family.reading}",
            roles=roles,
            password=password,
            level=level,
            team=team,
            email=f"{login}@office.example",
        )


def _name(draw: Random, taken: set[str]) -> tuple[Sound, list[Sound]]:
    """Return a family name nobody has yet, and a given name of one or two characters."""
    family = draw.choice([each for each in words().surnames if each.character not in taken])
    taken.add(family.character)
    given = [draw.choice(words().given_last)]
    if draw.random() < 0.75:
        given.insert(0, draw.choice(words().given_first))
    return family, given
