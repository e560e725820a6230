"""A head office's database in a folder, with two people."""

import pytest

from sync import clock
from sync.server import administration
from sync.server.administration import NewUser
from sync.store.database import Key, create_office_tables, open_file

PASSWORD = "harbour lantern seven"


@pytest.fixture
def database(tmp_path):
    opened = open_file(tmp_path / "office.db", Key(b"k" * 32))
    create_office_tables(opened)
    with opened.write() as connection:
        administration.found(connection, "Probe Trading", now=clock.now())
    yield opened
    opened.close()


@pytest.fixture
def people(database):
    """The ids of a manager and a clerk."""
    with database.write() as connection:
        return {
            login: administration.add_user(
                connection,
                NewUser(login=login, name_zh=login, name_en=login, roles=roles, password=PASSWORD),
                now=clock.now(),
            )
            for login, roles in (("mgr", "MGR,SSR"), ("doc", "DOC"))
        }
