"""Seeded worlds hold; the same seed is the same world; a missing safeguard is noticed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.mutants import SAFEGUARDS, Safeguard, changed
from tests.simulation.world import run

KEPT = [
    int(line.split("#")[0])
    for line in Path(__file__).with_name("seeds.txt").read_text("utf-8").splitlines()
]
ROOT = Path(__file__).parents[2]
OFTEN_BROKEN = ("no dedupe", "no rebase", "no group", "no guards", "no settling")
"""Noticed within a few worlds; `make simulate MUTANTS=1` removes all of them."""

_TRACE = "from tests.simulation.world import run; print(run({seed}, 40).trace)"
_WITHOUT = "from tests.simulation.mutants import run_without; run_without({name!r}, 25)"


@pytest.mark.slow
@pytest.mark.parametrize("seed", KEPT)
def test_a_world_holds(seed):
    assert run(seed, steps=60).rounds


@pytest.mark.slow
def test_the_same_seed_is_the_same_world_in_any_process():
    traces = {_said(_TRACE.format(seed=7), hashes) for hashes in ("0", "1", "77")}
    assert len(traces) == 1


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_a_safeguard_stands_where_it_is_named(name):
    safeguard = Safeguard(*SAFEGUARDS[name])
    compile(changed(safeguard), safeguard.file, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("name", OFTEN_BROKEN)
def test_a_missing_safeguard_is_noticed(name):
    assert '"seed":' in _said(_WITHOUT.format(name=name), "0")


def _said(program, hashes):
    environment = {**os.environ, "PYTHONHASHSEED": hashes}
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
