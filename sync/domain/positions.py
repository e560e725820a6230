"""Places in a list as text that sorts.

So that two desks may each insert a line without renumbering the others.
"""

import re

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_POSITION = re.compile("[0-9a-z]{0,199}[1-9a-z]|")


def is_position(text: str) -> bool:
    """Return whether a text is a place in a list; empty stands for none yet."""
    return _POSITION.fullmatch(text) is not None


def between(left: str, right: str) -> str:
    """Return a position after `left` and before `right`; an empty side is open.

    Positions never end in "0", so that there is always room before one.
    """
    if right and left >= right:
        message = "no place between positions that are not in order"
        raise ValueError(message)
    place = ""
    depth = 0
    while True:
        low = _DIGITS.index(left[depth]) if depth < len(left) else 0
        high = _DIGITS.index(right[depth]) if depth < len(right) else len(_DIGITS)
        if high - low > 1:
            return place + _DIGITS[_step(low, high, is_open=not right)]
        place += _DIGITS[low]
        if high > low:
            right = ""
        depth += 1


def _step(low: int, high: int, *, is_open: bool) -> int:
    return low + 1 if is_open else (low + high) // 2
