"""A world's chance, clock and ids, all of them from its seed."""

import random
from datetime import datetime, timedelta

from sync.domain.ids import row_id
from tests.builders import NOW

_MONTH = 86_400 * 30
JUMPS = (-86_400 * 300, 86_400 * 300, -3_600, 3_600, -86_400 * 40, 86_400 * 40)


class Fate:
    """A seed's chance, clock and ids."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self._moment = NOW
        self._ids = 0
        self._steps = 0

    def now(self) -> datetime:
        """Return the world's moment; it jumps about, since no clock may decide anything."""
        self.jump(self.chance.choice((1, 1, 1, 60, 3_600, -3_600)))
        return self._moment

    def steady(self) -> float:
        """Return seconds on a clock that nobody sets: a quarter of one goes by at each look."""
        self._steps += 1
        return NOW.timestamp() + self._steps / 4

    def jump(self, seconds: int) -> None:
        """Put the clock wrong, by less than a year between any two moments."""
        moved = self._moment + timedelta(seconds=seconds)
        if abs(moved - NOW) < timedelta(days=180):
            self._moment = moved

    def come_to_rest(self) -> None:
        """Let a month go by, or turn the clock back by one: nothing is of just now any more."""
        self.jump(_MONTH if self._moment < NOW else -_MONTH)

    def new_id(self) -> str:
        """Return the next id."""
        self._ids += 1
        return row_id("world", str(self.seed), str(self._ids))
