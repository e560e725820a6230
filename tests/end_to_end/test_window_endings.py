"""The window of a device that head office ends: says so, and what was here is gone."""

import pytest

from desktop.app.session import Session
from desktop.app.syncing import Reports, opened
from desktop.background import Background
from tests.end_to_end.file_desks import FileDesk


@pytest.fixture
def desk(sqlite_office, tmp_path):
    made = FileDesk(tmp_path / "lin", sqlite_office.url, "mgr").sync()
    made.do("partner.add", set={"name": "Buyer", "kinds": "buyer"})
    for each in (*made.offices, made.files):
        each.close()
    return made


def _session(desk):
    reports = Reports()
    background = Background()
    made = opened(desk.replica, reports)
    return Session(made, reports, background, device_name="probe")


def test_an_ended_device_is_told_and_emptied_when_its_session_closes(qtbot, desk, sqlite_office):
    device_id = desk.replica.standing().device_id
    sqlite_office.run("device", "revoke", device_id)
    session = _session(desk)
    with qtbot.waitSignal(session.ended, timeout=20_000):
        session.begin()
    session.close()
    assert list(desk.folder.iterdir()) == []
    assert device_id in sqlite_office.run("quarantine", "list").stdout


def test_a_session_of_a_device_that_goes_on_leaves_everything(qtbot, desk):
    session = _session(desk)
    with qtbot.waitSignal(session.sync.arrived, timeout=20_000):
        session.begin()
    session.close()
    assert (desk.folder / "replica.json").exists()
