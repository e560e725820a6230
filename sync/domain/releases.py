"""What each release added to what is kept and said, so that programs some releases apart agree.

A release only adds: nouns, columns, values of a column, actions, arguments of an action. It may
give an action another name, or say its arguments in another way; then it says how the one becomes
the other. No column is renamed or removed. The history is one list; every release adds one entry.
"""

from collections.abc import Callable, Mapping

import msgspec

from sync.domain.records import Row, Value

Arguments = dict[str, object]
Said = Callable[[Arguments], Arguments]
"""Says the arguments of an action in the words of another release; KeyError or ValueError where
they make no sense there."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What one release added, by the names of its own time.

    `columns` by noun; `values` by "noun.column": each new value with the one that an older program
    is told instead; `arguments` by action; `renamed` from an action's older name to the newer;
    `raised` says an action's arguments of the release before in this one's words, `lowered` the
    other way round, both by the action's newer name.
    """

    nouns: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[str, ...]] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    actions: frozenset[str] = frozenset()
    arguments: Mapping[str, tuple[str, ...]] = {}
    renamed: Mapping[str, str] = {}
    raised: Mapping[str, Said] = {}
    lowered: Mapping[str, Said] = {}


RELEASES: list[Release] = []
"""The releases after the first, oldest first: entry 0 made schema 2 of schema 1."""

SPAN = 3
"""How many releases apart two programs may be and still agree."""


class Lacks(msgspec.Struct, frozen=True, kw_only=True):
    """What a program of an older schema does not know, by today's names."""

    nouns: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    values: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def is_nothing(self) -> bool:
        """Whether rows look the same to both."""
        return not (self.nouns or self.columns or self.values)

    def told(self, noun: str, column: str, value: Value) -> Value:
        """Return what that program is told of a value."""
        known = self.values.get((noun, column))
        return value if known is None else known.get(str(value), value)

    def row(self, noun: str, row: Row) -> Row:
        """Return a row as that program knows it."""
        hidden = self.columns.get(noun, frozenset())
        return {
            name: self.told(noun, name, value) for name, value in row.items() if name not in hidden
        }


_NOTHING = Lacks(nouns=frozenset(), columns={}, values={})


def newest() -> int:
    """Return the schema of this program."""
    return 1 + len(RELEASES)


def lacks(schema: int) -> Lacks:
    """Return what a program of `schema` does not know; nothing for ours and newer ones."""
    later = since(schema)
    return _lacks(later) if later else _NOTHING


def since(schema: int) -> list[Release]:
    """Return the releases after `schema`, oldest first."""
    return RELEASES[max(0, schema - 1) :]


def raised(action: str, arguments: Arguments, schema: int) -> tuple[str, Arguments]:
    """Return an action as `schema` said it in today's words.

    KeyError or ValueError where its arguments make no sense.
    """
    for release in since(schema):
        action = release.renamed.get(action, action)
        if action in release.raised:
            arguments = release.raised[action](arguments)
    return action, arguments


def lowered(action: str, arguments: Arguments, schema: int) -> tuple[str, Arguments] | None:
    """Return an action of today as a program of `schema` says it; None where it cannot."""
    for release in reversed(since(schema)):
        if action in release.actions:
            return None
        if action in release.lowered:
            try:
                arguments = release.lowered[action](arguments)
            except (KeyError, ValueError):
                return None
        older = {newer: name for name, newer in release.renamed.items()}
        if any(arguments.get(name) for name in release.arguments.get(action, ())):
            return None
        added = release.arguments.get(action, ())
        arguments = {name: value for name, value in arguments.items() if name not in added}
        action = older.get(action, action)
    return action, arguments


def _lacks(releases: list[Release]) -> Lacks:
    nouns: set[str] = set()
    columns: dict[str, set[str]] = {}
    values: dict[tuple[str, str], dict[str, str]] = {}
    for release in releases:
        nouns |= release.nouns
        for noun, added in release.columns.items():
            columns.setdefault(noun, set()).update(added)
        for place, told in release.values.items():
            noun, _, column = place.partition(".")
            older = values.get((noun, column), {})
            newer = {name: older.get(instead, instead) for name, instead in told.items()}
            values[noun, column] = {**older, **newer}
    return Lacks(
        nouns=frozenset(nouns),
        columns={noun: frozenset(added) for noun, added in columns.items()},
        values=values,
    )
