"""How wide each kind of cell is when nothing of it is cut."""

from functools import singledispatch

from desktop.theme import look
from desktop.theme.cells import (
    Bar,
    Cell,
    Link,
    Mark,
    Money,
    Pair,
    Person,
    Phases,
    Progress,
    Slack,
    Span,
    Text,
    Tick,
)
from desktop.widgets.painting import mark_width, metrics_of, text_width

SLACK_SHARE = 0.56  # of a slack cell's width, for the bar; the words follow
SLACK_BAR_MAX = 78
_SLACK_GAP = 10
_SLACK_LEAST = 140  # from this width on the bar has its full length


def slack_zone(width: float) -> float:
    """Return how much of a slack cell's width its bar has; the same for all rows of a column."""
    return min(width * SLACK_SHARE, float(look().px(SLACK_BAR_MAX)))


def cell_width(cell: Cell) -> int:
    """Return the width that shows all of `cell`, without the column's margins."""
    return _width(cell)


@singledispatch
def _width(cell: object) -> int:
    raise TypeError(f"No width for {type(cell).__name__}")


@_width.register
def _text(cell: Text) -> int:
    if cell.mono:
        return int(metrics_of(look().mono(cell.style)).horizontalAdvance(cell.text)) + 1
    return text_width(cell.text, cell.style)


@_width.register
def _pair(cell: Pair) -> int:
    return max(text_width(cell.text, cell.style), text_width(cell.below, "small"))


@_width.register
def _money(cell: Money) -> int:
    return text_width(cell.text, "body")


@_width.register
def _link(cell: Link) -> int:
    return text_width(cell.text, "body")


@_width.register
def _mark(cell: Mark) -> int:
    return mark_width(cell)


@_width.register
def _person(cell: Person) -> int:
    here = look()
    note = here.px(5) + text_width(cell.note, "small") if cell.note else 0
    return here.px(20 + 6) + text_width(cell.name, "body") + note


@_width.register
def _slack(cell: Slack) -> int:
    here = look()
    words = mark_width(cell.mark, style="body") + here.px(_SLACK_GAP)
    wide = words + here.px(SLACK_BAR_MAX)
    return wide if wide >= here.px(_SLACK_LEAST) else int(words / (1 - SLACK_SHARE)) + 1


@_width.register
def _phases(cell: Phases) -> int:
    return look().px(11) * cell.count


@_width.register
def _progress(cell: Progress) -> int:
    return 2 * (text_width(cell.text, "small") + look().px(8))


@_width.register
def _bar(_cell: Bar) -> int:
    return look().px(80)


@_width.register
def _span(_cell: Span) -> int:
    return look().px(160)


@_width.register
def _tick(_cell: Tick) -> int:
    return look().px(18)
