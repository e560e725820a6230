"""A head office and two desks within this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import STAFF, office_database, seed_office
from tests.offices import Desk, OfficeHere

LIN, _, BO, *_ = STAFF


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeHere]:
    database = office_database(tmp_path)
    seed_office(database, *STAFF)
    yield OfficeHere(database)
    database.close()


@pytest.fixture
def desk(tmp_path: Path, office: OfficeHere) -> Iterator[Desk]:
    made = Desk(tmp_path / "lin", office, LIN)
    made.pull()
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path, office: OfficeHere) -> Iterator[Desk]:
    made = Desk(tmp_path / "bo", office, BO)
    made.pull()
    yield made
    made.close()
