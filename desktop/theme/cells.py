"""What one cell of a painted table says; models make cells, the table view paints them.

A cell is plain data. `spoken` is its text for screen readers, copies and tooltips.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from desktop.theme.tokens import Language, Role, Shape, StateToken, TypeStyle

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # a Cell; None while the row is being read
GROUP_ROLE = CELL_ROLE + 1  # a Group, on rows that head a group
ID_ROLE = CELL_ROLE + 2  # the row's id as text; "" on group rows
WIDTH_ROLE = CELL_ROLE + 3  # of a heading: pixels at 100 %; 0 lets the column grow
SORTABLE_ROLE = CELL_ROLE + 4  # of a heading: whether a click sorts by it


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; `ink` and `style` are theme roles, `right` aligns figures."""

    text: str
    ink: "Role" = "ink"
    style: "TypeStyle" = "body"
    right: bool = False
    mono: bool = False

    @property
    def spoken(self) -> str:
        """Return the text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines: the text, and a smaller one below it."""

    text: str
    below: str
    ink: "Role" = "ink"
    style: "TypeStyle" = "body"

    @property
    def spoken(self) -> str:
        """Return both lines."""
        return f"{self.text}, {self.below}" if self.below else self.text


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, already written out, with digits in line at the right."""

    text: str
    ink: "Role" = "ink"

    @property
    def spoken(self) -> str:
        """Return the amount."""
        return self.text


@dataclass(frozen=True, slots=True)
class Link:
    """Text that opens something; a click on it is told apart from one on the row."""

    text: str
    key: str = "open"

    @property
    def spoken(self) -> str:
        """Return the link's text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: shape, then word, then colour."""

    text: str
    shape: "Shape"
    colour: "Role"
    strong: bool = False

    @property
    def spoken(self) -> str:
        """Return the state's word."""
        return self.text


@dataclass(frozen=True, slots=True)
class Person:
    """A person's disc and name; then days held or a role, red when `late`."""

    name: str
    note: str = ""
    late: bool = False
    tint: int | None = None

    @property
    def spoken(self) -> str:
        """Return name and note."""
        return f"{self.name} {self.note}".strip()


@dataclass(frozen=True, slots=True)
class Slack:
    """Days left (right of the zero line) or over (left of it), with shape and words."""

    days: float
    mark: Mark
    days_max: int = 14

    @property
    def spoken(self) -> str:
        """Return the words."""
        return self.mark.text


@dataclass(frozen=True, slots=True)
class Phases:
    """How far along a fixed row of phases; the current one is `at`, counted from 0."""

    at: int
    text: str
    late: bool = False
    count: int = 7

    @property
    def spoken(self) -> str:
        """Return the current phase in words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Progress:
    """A share of 0 to 100 as a bar, and its words."""

    percent: float
    text: str
    done: bool = False

    @property
    def spoken(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Bar:
    """How many, as a bar whose length is `share` of the longest; `late` of them at its start."""

    count: int
    share: float
    late: int = 0
    chosen: bool = False

    @property
    def spoken(self) -> str:
        """Return how many."""
        return str(self.count)


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when, as shares of the days of all rows; below it what was agreed.

    `today` is where the day of now stands, `text` the days in words.
    """

    start: float
    finish: float
    text: str
    colour: "Role" = "bar"
    was: tuple[float, float] | None = None
    today: float | None = None

    @property
    def spoken(self) -> str:
        """Return the days in words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that is ticked or not; a click on it is told like a link's."""

    ticked: bool
    text: str
    key: str = "tick"
    enabled: bool = True

    @property
    def spoken(self) -> str:
        """Return the words, which say whether it is ticked."""
        return self.text


Cell = Text | Pair | Money | Link | Mark | Person | Slack | Phases | Progress | Bar | Span | Tick


@dataclass(frozen=True, slots=True)
class Group:
    """The heading above the rows of one group."""

    text: str
    count: str = ""
    shape: "Shape | None" = None
    colour: "Role" = "neutral"

    @property
    def spoken(self) -> str:
        """Return the heading with its count."""
        return f"{self.text} {self.count}".strip()


def mark(
    token: "StateToken", language: "Language", *, text: str = "", strong: bool = False
) -> Mark:
    """Return the cell of a state; `text` replaces its word, as in "4 days short"."""
    return Mark(text or token.word(language), token.shape, token.color, strong)


def tint_of(text: str) -> int:
    """Return the number that picks a person's disc colour; the same for the same text."""
    return crc32(text.encode())


def initials_of(name: str) -> str:
    """Return what stands in a person's disc: one Chinese character, or two Latin initials."""
    words = name.split()
    if not words:
        return "?"
    if ord(words[0][0]) >= 0x2E80:
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()
