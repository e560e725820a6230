"""Plays one desk: its real window in a process of its own, worked by moves that come as lines.

The first line of standard input is the password, each other one a move: {"move": …, "with": {…}}.
Each is answered by a line. The end of the input ends the desk.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from desktop.app.program import Program
from desktop.demo.hand import NotFound
from desktop.demo.moves import Move, Moves
from desktop.demo.patience import let_work
from desktop.demo.windows import (
    hand_on,
    program_on,
    wait_for_work,
    wait_until_agreed,
    wait_until_decided,
    waiting_at,
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A move that is asked for, with its values by name."""

    move: str
    values: dict[str, object] = {}


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a move. `waiting`: how many changes are on this device only."""

    failed: str = ""
    waiting: int = 0


class Lines(Protocol):
    """Where moves come from."""

    def readline(self) -> str:
        """Return the next line, "" at the end."""
        ...


def run(folder: Path) -> int:
    """Play the desk in a folder until the input ends."""
    password = sys.stdin.readline().rstrip("\n")
    with program_on(folder, password) as program, ThreadPoolExecutor(1) as reading:
        wait_for_work(program)
        _answer(Answered(waiting=waiting_at(program)))
        while line := _next_line(sys.stdin, reading):
            _answer(answer_to(program, msgspec.json.decode(line, type=Asked)))
    return 0


def answer_to(program: Program, asked: Asked) -> Answered:
    """Make a move and return what came of it."""
    moves = Moves(hand_on(program), program.preferences.language)
    known: dict[str, Move] = {
        **moves.by_name,
        "agree": partial(wait_until_agreed, program),
        "see_decided": partial(wait_until_decided, program),
    }
    try:
        known[asked.move](**asked.values)
    except NotFound as missing:
        return Answered(failed=f"{asked.move}: {missing}", waiting=waiting_at(program))
    return Answered(waiting=waiting_at(program))


def _next_line(lines: Lines, reading: ThreadPoolExecutor) -> str:
    """Return the next line; meanwhile the window lives."""
    found = reading.submit(lines.readline)
    while not found.done():
        let_work(5)
    return found.result()


def _answer(answered: Answered) -> None:
    sys.stdout.write(msgspec.json.encode(answered).decode() + "\n")
    sys.stdout.flush()
