"""A discount's level follows from the table on the desk, and the request keeps its version."""

import json

import msgspec
import pytest

from sync.server import administration
from sync.store import authority_files
from tests.builders import NOW, an_id

ASKED, LATER = an_id("asked"), an_id("later")
DISCOUNT = {"order_id": an_id("order"), "topic": "price", "case": {"price_change_percent": "8"}}


@pytest.mark.system("S03")
def test_a_discount_within_a_band_needs_its_level_by_the_table_of_the_desk(desk_of, office):
    lin = desk_of("lin")
    lin.do("approval.request", id=ASKED, title="8 % off", **DISCOUNT)
    kept = lin.row("approvals", ASKED)
    assert (kept["level"], kept["table_version"]) == (3, 1)
    assert json.loads(kept["matched"]) == [["A1", "price_change_percent", 3]]
    table = authority_files.shipped()[1]
    newer = msgspec.structs.replace(table, version=2)
    with office.database.write() as connection:
        administration.set_authority(connection, msgspec.json.encode(newer).decode(), now=NOW)
    lin.sync()
    assert lin.last().status == "applied"
    lin.do("approval.request", id=LATER, title="8 % more off", **DISCOUNT)
    assert (lin.row("approvals", LATER)["level"], lin.row("approvals", LATER)["table_version"]) == (
        3,
        2,
    )
