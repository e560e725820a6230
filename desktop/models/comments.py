"""What people said about an order: who is named in a text, and what is still on its way."""

import re
from collections.abc import Iterable, Mapping

from sync.domain.ids import Id
from sync.domain.people import User
from sync.store.outbox import OutboxState

_BEGIN = re.compile(r"@([^\s@]*)$")


def names_of(user: User) -> tuple[str, ...]:
    """Return the names by which a person can be addressed in a comment."""
    return tuple(dict.fromkeys(name for name in (user.name_zh, user.name_en, user.login) if name))


def mentioned(text: str, people: Mapping[Id, User]) -> tuple[Id, ...]:
    """Return the people whom a text addresses with @, the longest name first; each once."""
    wanted = sorted(
        ((name, user.id) for user in people.values() for name in names_of(user)),
        key=lambda pair: -len(pair[0]),
    )
    found: list[Id] = []
    for name, user_id in wanted:
        if f"@{name}" in text:
            found.append(user_id)
            text = text.replace(f"@{name}", " ")
    return tuple(dict.fromkeys(found))


def offered(before: str, people: Iterable[User], *, limit: int = 8) -> list[User]:
    """Return whom to offer while somebody types a name; `before` is the text before the cursor."""
    begun = _BEGIN.search(before)
    if begun is None:
        return []
    start = begun.group(1).casefold()
    fitting = (
        user
        for user in people
        if user.active and any(name.casefold().startswith(start) for name in names_of(user))
    )
    return sorted(fitting, key=lambda user: user.login)[:limit]


def completed(before: str, name: str) -> str:
    """Return the text before the cursor with the begun name written out."""
    return _BEGIN.sub(f"@{name} ", before)


def row_state(states: Mapping[tuple[str, Id], OutboxState], comment: Id) -> OutboxState | None:
    """Return how far a comment has come; None when head office has it."""
    return states.get(("comments", comment))
