"""Merging a long text that two people changed: line by line, or not at all."""

from difflib import SequenceMatcher

Hunk = tuple[int, int, list[str]]
"""Lines `start` to `end` of the base, and what stands there now."""


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    """Return the text with both sides' changes, or None where both changed the same place."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    lines = base.split("\n")
    left, right = _hunks(lines, mine.split("\n")), _hunks(lines, theirs.split("\n"))
    if any(_touch(a, b) and a != b for a in left for b in right):
        return None
    merged = sorted({(s, e, tuple(new)) for s, e, new in (*left, *right)}, reverse=True)
    for start, end, new in merged:
        lines[start:end] = new
    return "\n".join(lines)


def _hunks(base: list[str], changed: list[str]) -> list[Hunk]:
    codes = SequenceMatcher(None, base, changed, autojunk=False).get_opcodes()
    return [(i1, i2, changed[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _touch(left: Hunk, right: Hunk) -> bool:
    return left[0] <= right[1] and right[0] <= left[1]
