"""The duties of one's roles on their page: acknowledged, and told when they changed since."""

import pytest
from PySide6.QtGui import QGuiApplication

from desktop.screens.duties import DutiesPage
from desktop.screens.page import Where
from sync import clock
from sync.domain.duties import Acknowledgement, acknowledgement_id
from sync.domain.people import Role
from tests.builders import put_records
from tests.gui.conftest import LIN


@pytest.mark.system("S06")
def test_duties_are_acknowledged_and_say_when_they_changed_since(qtbot, around, company):
    old = Acknowledgement(
        id=acknowledgement_id(LIN.id, Role.DOC),
        user_id=LIN.id,
        role=Role.DOC,
        digest="of another wording",
        acknowledged_at=clock.now(),
    )
    with company.database.write() as connection:
        put_records(connection, (old,), ver=3)
    page = DutiesPage(around)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("duties"))
    assert set(page.cards) == {"SR", "DOC", "LOG"}
    assert "Changed since" in page.cards["DOC"].state.accessibleName()
    assert "not acknowledged" in page.cards["LOG"].state.accessibleName()
    with qtbot.waitSignal(page.model.loaded):
        page.cards["DOC"].read.click()
    assert "as you acknowledged" in page.cards["DOC"].state.accessibleName()
    assert page.cards["DOC"].read.isHidden()
    page.cards["DOC"].copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "制单与审单" in copied
    assert "Document preparation" in copied
