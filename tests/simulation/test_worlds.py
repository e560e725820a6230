"""Seeded worlds hold; the same seed is the same world; a missing safeguard is noticed."""

from collections.abc import Callable
from unittest.mock import patch

import msgspec
import pytest

from sync.actions import seen
from sync.client import pull, push
from sync.domain import merging
from sync.store import ledger
from sync.store.outbox import OutboxState
from tests.simulation.world import run

SEEDS = 25
MUTANT_SEEDS = 40


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_world_holds(seed):
    assert run(seed, steps=60).operations > 5


def test_the_same_seed_is_the_same_world():
    assert run(7, steps=40) == run(7, steps=40)


def _no_memory_of_operations():
    return patch.object(ledger, "known", lambda _connection, _ids: {})


def _no_rebase():
    return patch.object(pull.incarnations, "touched_keys", lambda _connection: set())


def _settled_at_once():
    real = push._judged

    def judged(item, verdict, answer, state):
        found = real(item, verdict, answer, state)
        is_settling = found.state is OutboxState.SETTLING
        done = msgspec.structs.replace(found, state=OutboxState.DONE)
        return done if is_settling else found

    return patch.object(push, "_judged", judged)


def _no_groups():
    return patch.object(merging, "standing", lambda *_, **__: "free")


def _no_guards():
    return patch.object(seen.Seen, "broken_guards", lambda *_: frozenset())


def _cursor_ahead_of_the_page():
    real = pull._move_on

    def moved(connection, answer, now):
        return real(connection, msgspec.structs.replace(answer, end=answer.head), now)

    return patch.object(pull, "_move_on", moved)


MUTANTS: list[Callable[[], object]] = [
    _no_memory_of_operations,
    _no_rebase,
    _settled_at_once,
    _no_groups,
    _no_guards,
    _cursor_ahead_of_the_page,
]


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__.strip("_"))
def test_a_missing_safeguard_is_noticed(mutant):
    with mutant():
        assert any(_is_noticed(seed) for seed in range(MUTANT_SEEDS))


def _is_noticed(seed):
    try:
        run(seed)
    except Exception:  # noqa: BLE001  whatever it breaks is a notice
        return True
    return False
