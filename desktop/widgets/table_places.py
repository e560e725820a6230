"""What a table tells and remembers: a press within a cell, and where a person is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellPress:
    """A link or tick that was pressed: its row, its key, and its column."""

    row_id: str
    key: str
    column: int


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a person is in a list, to come back to."""

    current: str
    chosen: tuple[str, ...]
    top: int
