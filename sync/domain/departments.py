"""Departments: what they are called, who is in them since when, what they became (S67).

A department that is renamed, merged or split ends, and others begin, so that what happened before
is told with the name of its day. Who is in none by name is in the one of their role.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sync.domain.ids import Id
from sync.domain.people import Role, User, roles_of
from sync.domain.records import Record, split


class Department(Record, frozen=True, kw_only=True):
    """A department from its beginning to its end. `roles` and `became` are comma-joined."""

    name_zh: str
    name_en: str
    roles: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    became: str = ""

    def stood(self, moment: datetime) -> bool:
        """Return whether it was there at a moment."""
        begun = self.began_at is None or self.began_at <= moment
        return begun and (self.ended_at is None or moment < self.ended_at)


class Membership(Record, frozen=True, kw_only=True):
    """That a person belongs to a department from a moment on, whatever their roles."""

    user_id: str
    department_id: str
    from_at: datetime


class Organisation:
    """Departments and who is in them, to be asked about any moment."""

    def __init__(
        self, departments: Iterable[Department], memberships: Iterable[Membership]
    ) -> None:
        self.departments = sorted(departments, key=lambda each: (each.name_en, each.id))
        self._by_id = {each.id: each for each in self.departments}
        self._named: dict[Id, list[Membership]] = {}
        for each in sorted(memberships, key=lambda each: (each.from_at, each.id)):
            self._named.setdefault(each.user_id, []).append(each)

    def standing(self, moment: datetime) -> list[Department]:
        """Return the departments of a moment."""
        return [each for each in self.departments if each.stood(moment)]

    def of(self, user: User, moment: datetime) -> Department | None:
        """Return a person's department at a moment; None where no department is theirs."""
        earlier = [each for each in self._named.get(user.id, ()) if each.from_at <= moment]
        named = self._by_id.get(earlier[-1].department_id) if earlier else None
        if named is not None and named.stood(moment):
            return named
        return self._by_role(user, moment)

    def members(self, department_id: Id, people: Sequence[User], moment: datetime) -> list[User]:
        """Return the people of a department at a moment."""
        return [user for user in people if _is(self.of(user, moment), department_id)]

    def _by_role(self, user: User, moment: datetime) -> Department | None:
        held = roles_of(user)
        standing = self.standing(moment)
        for role in Role:
            found = [each for each in standing if role in held and role in split(each.roles)]
            if found:
                return found[0]
        return None


def _is(department: Department | None, department_id: Id) -> bool:
    return department is not None and department.id == department_id
