"""Whatever the people do and the network spoils, every desk ends with head office's rows."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulation.world import run


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(10_000, 10**9), st.integers(5, 40))
def test_desks_and_head_office_converge(seed, steps):
    run(seed, steps)
