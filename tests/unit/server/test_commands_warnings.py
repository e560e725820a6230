"""`gendan-office warnings` says what head office finds, in numbers or whole."""

import json
from argparse import Namespace
from datetime import timedelta

from sync import clock
from sync.server import address, command_line, commands_warnings
from tests.builders import a_partner, an_id, an_order, put_records


def test_warnings_are_told_whole_or_counted(database, people, monkeypatch, capsys):
    order = an_order(
        id=an_id("late"), order_no="SO-1", owner_id=people["mgr"], buyer_id=an_id("oak"),
        signed_on=clock.today() - timedelta(days=30),
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [a_partner(id=an_id("oak")), order])
    monkeypatch.setattr(address, "open_office", lambda *_, **__: database)
    told = []
    for counts in (False, True):
        commands_warnings.do_warnings(Namespace(database="here", counts=counts))
        told.append(json.loads(capsys.readouterr().out))
    (found,) = [each for each in told[0]["warnings"] if each["id"] == "W04"]
    assert (found["row_id"], found["level"]) == (order.id, "urgent")
    assert told[1]["counts"]["W04 urgent"] == 1
    assert told[1]["count"] == len(told[0]["warnings"])


def test_the_command_is_among_the_words():
    said = command_line.parser().parse_args(["warnings", "--database", "sqlite:///x", "--counts"])
    assert said.command is commands_warnings.do_warnings
