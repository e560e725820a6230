"""What an action touched: nouns and ids, so that a screen can decide whether it must look again."""

from collections.abc import Iterable

import msgspec

from sync.domain.ids import Id


class Changes(msgspec.Struct, frozen=True):
    """The rows that were put or removed, by noun, and the orders they belong to."""

    rows: dict[str, frozenset[Id]] = {}
    orders: frozenset[Id] = frozenset()
    operation_id: str = ""

    def touches(self, *nouns: str) -> bool:
        """Return whether a row of one of these nouns changed."""
        return any(noun in self.rows for noun in nouns)

    def ids(self, noun: str) -> frozenset[Id]:
        """Return the ids of one noun's changed rows."""
        return self.rows.get(noun, frozenset())


def joined(parts: Iterable[Changes]) -> Changes:
    """Return several changes as one."""
    rows: dict[str, frozenset[Id]] = {}
    orders: frozenset[Id] = frozenset()
    for part in parts:
        orders |= part.orders
        for noun, ids in part.rows.items():
            rows[noun] = rows.get(noun, frozenset()) | ids
    return Changes(rows=rows, orders=orders)
