"""The chain over history: whatever is done to a line in the database is found."""

import pytest

from sync.server.inspecting import wrong_in
from sync.store import history_chain
from tests.builders import NOW, an_id

ORDER = an_id("order")


@pytest.fixture
def told(office, desk_of):
    """Three edits by two people on two devices, judged at head office."""
    lin, mei = desk_of("lin"), desk_of("mei")
    lin.do("order.edit", id=ORDER, set={"goods": "cups"})
    lin.sync()
    mei.do("order.edit", id=ORDER, set={"goods": "bowls"})
    mei.sync()
    lin.sync()
    lin.do("order.edit", id=ORDER, set={"goods": "plates"})
    lin.sync()
    return office


def chain_lines(office):
    return [line for line in wrong_in(office.database, None, now=NOW) if "chained" in line]


@pytest.mark.system("S24")
def test_each_edit_is_there_in_order_with_its_device_and_cause(told):
    lines = [row for row in told.rows("history") if row["field"] == "goods"]
    lines.sort(key=lambda row: row["ver"])
    assert [row["new"] for row in lines] == ["cups", "bowls", "plates"]
    assert [row["old"] for row in lines] == ["", "cups", "bowls"]
    assert {row["cause"] for row in lines} == {"order.edit"}
    assert len({row["device_id"] for row in lines}) == 2
    assert chain_lines(told) == []


@pytest.mark.system("S24")
@pytest.mark.parametrize(
    "said",
    [
        "UPDATE history SET new = 'x' WHERE new = 'bowls'",
        "UPDATE history SET actor_id = 'x' WHERE new = 'bowls'",
        "UPDATE history SET cause = 'x' WHERE new = 'bowls'",
        "UPDATE history SET ver = ver + 1 WHERE new = 'bowls'",
        "DELETE FROM history WHERE new = 'bowls'",
        "DELETE FROM history WHERE new = 'plates'",
        "UPDATE history_links SET digest = 'x'",
        "DELETE FROM history_links",
        "DELETE FROM history_links WHERE ver = (SELECT max(ver) FROM history_links)",
        "DELETE FROM history_links WHERE ver = (SELECT min(ver) + 1 FROM history_links)",
    ],
)
def test_whoever_alters_a_line_or_a_link_is_found(told, said):
    with told.database.write() as connection:
        connection.exec_driver_sql(said)
    assert len(chain_lines(told)) == 1


def test_what_came_before_the_chain_is_not_blamed(told):
    with told.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM history_links")
        connection.exec_driver_sql("UPDATE history SET cause = ''")
    assert chain_lines(told) == []
    with told.database.read() as connection:
        assert history_chain.newest(connection) is None
