"""Who might best take a piece of work, with the reasons; a person decides (S62).

And who does what they are not up to, with two who are (S51).
"""

from collections.abc import Iterable, Sequence

import msgspec

from sync.domain.ids import Id
from sync.domain.people import Role, User, roles_of
from sync.domain.records import Value

FULL_LOAD = 100
NAMED = 2
"""How many qualified people a warning names."""


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What a piece of work asks for; empty where it asks for nothing of the kind."""

    role: Role | None = None
    skill: str = ""
    level: int = 0
    language: str = ""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A person as far as giving work is concerned.

    `load` is in percent, `levels` by skill, `stands_in_for` whose work they have today; who is
    away today has handed their own desk to somebody.
    """

    user: User
    load: int = 0
    levels: dict[str, int] = {}
    stands_in_for: tuple[Id, ...] = ()
    is_away: bool = False


class Reason(msgspec.Struct, frozen=True):
    """One reason for or against somebody: a code and its facts."""

    code: str
    facts: dict[str, Value] = {}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A person who might take the work, and why."""

    user_id: Id
    load: int
    is_qualified: bool
    reasons: tuple[Reason, ...]


class Shortfall(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody has a piece of work above their level, and two who are up to it."""

    user_id: Id
    skill: str
    needed: int
    level: int
    qualified: tuple[Id, ...]


def suggest(need: Need, candidates: Iterable[Candidate]) -> tuple[Proposal, ...]:
    """Return who might take the work, the best first.

    Whoever is up to it goes before who is not, below a full load before above it, who speaks the
    buyer's language before who does not, then the lesser load and the higher level. Nobody who is
    away, has left or lacks the role is proposed.
    """
    fit = [each for each in candidates if _may_take(each, need)]
    ranked = sorted(fit, key=lambda each: _rank(each, need))
    return tuple(_proposal(each, need) for each in ranked)


def shortfall(need: Need, user_id: Id, candidates: Sequence[Candidate]) -> Shortfall | None:
    """Return that a person is not up to the work, with two who are; None where they are."""
    if not need.skill:
        return None
    person = next((each for each in candidates if each.user.id == user_id), None)
    level = 0 if person is None else person.levels.get(need.skill, 0)
    if level >= need.level:
        return None
    able = [each for each in suggest(need, candidates) if each.is_qualified]
    return Shortfall(
        user_id=user_id,
        skill=need.skill,
        needed=need.level,
        level=level,
        qualified=tuple(each.user_id for each in able if each.user_id != user_id)[:NAMED],
    )


def _may_take(candidate: Candidate, need: Need) -> bool:
    held = roles_of(candidate.user)
    fits = need.role in held if need.role is not None else bool(held - {Role.ADM})
    return candidate.user.active and not candidate.is_away and fits


def _level(candidate: Candidate, skill: str) -> int:
    return candidate.levels.get(skill, 0) if skill else 0


def _is_qualified(candidate: Candidate, need: Need) -> bool:
    return not need.skill or _level(candidate, need.skill) >= need.level


def _rank(candidate: Candidate, need: Need) -> tuple[bool, bool, bool, int, int, str]:
    return (
        not _is_qualified(candidate, need),
        candidate.load >= FULL_LOAD,
        bool(need.language) and not _level(candidate, need.language),
        candidate.load,
        -_level(candidate, need.skill),
        candidate.user.login,
    )


def _proposal(candidate: Candidate, need: Need) -> Proposal:
    is_over = candidate.load >= FULL_LOAD
    reasons = [Reason("load_over" if is_over else "load", {"percent": candidate.load})]
    if need.skill:
        level = _level(candidate, need.skill)
        short = "level_short" if level else "level_unknown"
        code = "level" if _is_qualified(candidate, need) else short
        told: dict[str, Value] = {"skill": need.skill, "level": level, "needed": need.level}
        reasons.append(Reason(code, told))
    if need.language and _level(candidate, need.language):
        reasons.append(Reason("language", {"skill": need.language}))
    reasons += [Reason("deputy", {"user_id": each}) for each in candidate.stands_in_for]
    return Proposal(
        user_id=candidate.user.id,
        load=candidate.load,
        is_qualified=_is_qualified(candidate, need),
        reasons=tuple(reasons),
    )
