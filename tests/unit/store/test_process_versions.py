"""The company's versions of the process, beside the one that came with the program."""

import msgspec
import pytest

from sync.domain.process_versions import ProcessVersion, digest_of, version_id, written
from sync.store.process_files import process_of
from sync.store.process_lists import read_version
from sync.store.process_versions import versions
from tests.builders import desk_database, put_records


@pytest.fixture
def database(tmp_path):
    made = desk_database(tmp_path)
    yield made
    made.close()


def put_versions(database, *numbers):
    base = process_of(1)
    with database.write() as connection:
        put_records(
            connection,
            [
                ProcessVersion(
                    id=version_id(number),
                    number=number,
                    body=written(msgspec.structs.replace(base, version=number)),
                    digest=digest_of(base),
                )
                for number in numbers
            ],
        )


def test_without_versions_of_its_own_a_company_runs_by_what_came_with_the_program(database):
    with database.read() as connection:
        known = versions(connection)
    assert known.newest == 1
    assert known.of(1) is process_of(1)
    assert known.of(9) is process_of(1)


def test_two_versions_of_one_content_stay_two_versions(database):
    put_versions(database, 2, 4)
    with database.read() as connection:
        known = versions(connection)
        assert [known.of(number).version for number in (1, 2, 3, 4, 9)] == [1, 2, 2, 4, 4]
        assert known.newest == 4
        assert read_version(connection).version.number == 4
    with database.read() as connection:
        assert versions(connection).of(2) is known.of(2)
