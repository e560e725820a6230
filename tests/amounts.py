"""How much is tried, and from which seed: little at every change, more in `make soak`.

GENDAN_TIMES multiplies every amount; GENDAN_SEED is added to every seed.
"""

import os
import random

_TIMES = float(os.environ.get("GENDAN_TIMES", "1"))
SEED = int(os.environ.get("GENDAN_SEED", "0"))


def amount(plain: int) -> int:
    """Return how often to try what is tried so often at every change."""
    return max(1, round(plain * _TIMES))


def chance_of(seed: int) -> random.Random:
    """Return the chance of a test."""
    return random.Random(seed + 1_000 * SEED)
