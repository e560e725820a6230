"""No operation can stop those behind it, and the log tells what failed without its values."""

import logging

import msgspec
import pytest

from sync import clock
from sync.actions.office import Bench
from sync.actions.rules_of import load_rules
from sync.domain.people import User, actor_of
from sync.domain.records import record
from sync.server import logs
from sync.server.accept import Circumstances, accept
from sync.store import rows
from sync.wire.codec import pack_args
from sync.wire.messages import Operation, Push


@pytest.fixture
def push_of(database, people):
    def push(*names):
        operations = [
            Operation(
                seq=seq,
                op_id=clock.new_id(),
                at="not a moment",
                action="partner.add",
                args=pack_args({"id": clock.new_id(), "set": {"name": name, "kinds": "buyer"}}),
                base={},
            )
            for seq, name in enumerate(names, 1)
        ]
        with database.write() as connection:
            row = rows.get(connection, "users", people["mgr"])
            assert row is not None
            around = Circumstances(
                actor=actor_of(record(User, row), device_id=clock.new_id()),
                now=clock.now(),
                rules=load_rules(connection),
            )
            told = Push(incarnation=clock.new_id(), operations=operations)
            return accept(connection, told, around)[1]

    return push


def test_a_failure_of_ours_is_one_operations_verdict(push_of, monkeypatch, caplog):
    judge = Bench.judge

    def fragile(self, operation, command, context):
        if b"canary" in bytes(operation.args):
            message = "canary in the works"
            raise LookupError(message)
        return judge(self, operation, command, context)

    monkeypatch.setattr(Bench, "judge", fragile)
    with caplog.at_level(logging.ERROR, logs.NAME):
        verdicts = push_of("one", "canary", "three")
    assert [verdict.status for verdict in verdicts] == ["applied", "invalid", "applied"]
    assert msgspec.json.decode(verdicts[1].detail)["code"] == "operation_failed"
    line = logs.JsonLines().format(caplog.records[0])
    assert "LookupError" in line
    assert "canary" not in line


def test_a_moment_nobody_can_read_is_taken_as_now(push_of, database):
    push_of("one")
    with database.read() as connection:
        history = [row for row in rows.all_rows(connection, "history") if row["entity"] != "users"]
    assert [row["acted_at"] == row["accepted_at"] for row in history] == [True]
