"""Real head offices for the tests: on SQLite and on a PostgreSQL of their own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.clusters import Cluster, programs
from tests.end_to_end.running import RunningOffice

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL; where it is missing the test is skipped, or fails when it is required."""
    found = programs()
    if found is None:
        if os.environ.get("GENDAN_REQUIRE_POSTGRESQL") == "1":
            pytest.fail("PostgreSQL is required here (GENDAN_REQUIRE_POSTGRESQL=1) and missing")
        pytest.skip("no PostgreSQL on this machine: install the package postgresql")
    running = Cluster(found)
    yield running
    running.stop()


@pytest.fixture(scope="module", params=ENGINES)
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningOffice]:
    """A serving head office with its people, shared by a module's tests, on each engine."""
    folder = tmp_path_factory.mktemp("office")
    yield from _serving(folder, _address(request, folder))


@pytest.fixture(params=ENGINES)
def own_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningOffice]:
    """A serving head office of one test's own, on each engine."""
    yield from _serving(tmp_path, _address(request, tmp_path))


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Iterator[RunningOffice]:
    """A serving head office of one test's own, on SQLite."""
    yield from _serving(tmp_path, f"sqlite:///{tmp_path}/office.db")


def _address(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder}/office.db"
    return request.getfixturevalue("cluster").new_database()


def _serving(folder: Path, database: str) -> Iterator[RunningOffice]:
    running = RunningOffice(folder, database).found().start()
    yield running
    running.stop()
