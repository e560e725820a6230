"""Runs many worlds, several at a time, each in the one thread of a process."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from tests.simulation.world import Told, run


def worlds(seeds: Iterable[int], steps: int, jobs: int) -> Iterator[Told | None]:
    """Yield what worlds came to, in the order of their seeds; several at a time."""
    if jobs == 1:
        yield from (held(seed, steps) for seed in seeds)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        waiting: deque[Future[Told | None]] = deque()
        for seed in seeds:
            waiting.append(pool.submit(held, seed, steps))
            if len(waiting) >= 4 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def held(seed: int, steps: int) -> Told | None:
    """Return what a world came to; None where it does not hold, with how to see that again."""
    try:
        return run(seed, steps)
    except Exception as error:  # noqa: BLE001  whatever a world ends with is told
        again = f"python -m tests.simulation --seed {seed} --steps {steps}"
        said = f"world {seed} does not hold: {error!r:.2000}\nto see it again: {again}"
        print(said, file=sys.stderr, flush=True)
        return None
