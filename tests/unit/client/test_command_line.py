"""The command line over a replica, without a network: answers, refusals, exit codes."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.client import tables
from sync.client.command_line import main
from sync.client.folder_locks import FolderLock
from sync.client.options import split_arguments
from sync.client.printing import table_lines, width
from sync.client.replica import create_replica
from sync.client.statuses import SyncStatus
from sync.domain.commands import ACTIONS
from sync.domain.ids import order_name
from sync.store.outbox import OutboxState
from sync.store.sentences import all_words
from tests.builders import STAFF, an_id, put_records

PASSWORD = "seven blue kettles"

Run = Callable[..., int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("desk") / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
    replica.note(user_id=an_id("lin"), login="lin", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    return made


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")
    return lambda *words: main([*words, "--data", str(folder)])


def answer(capsys: pytest.CaptureFixture[str]) -> "dict[str, object]":
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def done(run: Run, capsys: pytest.CaptureFixture[str], action: str, fields: object) -> str:
    assert run("do", action, "--json", json.dumps(fields)) == 0
    return answer(capsys)["id"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("do", "order.fly", "--json", "{}"), "action_not_offered"),
        (("do", "order.edit", "--json", "{broken"), "arguments_not_json"),
        (("do", "order.edit", "--json", "{" * 5_000), "arguments_not_json"),
        (("do", "order.edit", "--json", "{}"), "arguments_not_valid"),
        (("do", "order.edit", "--json", '{"id":"SO99","set":{}}'), "order_unknown"),
        (("do", "order.edit", "--json", '{"id":"draft-0000","set":{}}'), "order_unknown"),
        (("do", "task.add", "--json", '{"wings":2}'), "arguments_not_valid"),
        (("do", "partner.add", "--json", '{"set":{"name":1.5}}'), "arguments_not_valid"),
        (("do", "order.create", "--json", '{"set":{"colour":"red"}}'), "field_unknown"),
        (("show", "dragons"), "kind_unknown"),
        (("show", "orders", "--where", "colour=red"), "field_unknown"),
        (("show", "orders", "--where", "colour"), "condition_not_valid"),
        (("show", "orders", "--id", "SO99"), "order_unknown"),
        (("show", "users", "--id", "nobody"), "row_gone"),
        (("show", "order"), "order_not_named"),
        (("warnings", "--order", "SO99"), "order_unknown"),
        (("check", "--order", "SO99"), "order_unknown"),
        (("import", "scms", "/nowhere.csv"), "import_file_missing"),
        (("import", "orders", "/nowhere.xlsx"), "import_file_missing"),
        (("repair",), "replica_sound"),
    ],
)
def test_what_cannot_be_done_says_why(
    run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
):
    assert run(*words) == 3
    said = capsys.readouterr()
    assert said.err.strip()
    assert run(*words, "--json") == 3
    assert answer(capsys)["refusal"]["code"] == code


@pytest.mark.parametrize(
    "words", [("fly",), ("show",), ("import", "moons", "x"), ("sync", "--forever"), ()]
)
def test_wrong_usage_ends_with_two(run: Run, words: tuple[str, ...]):
    with pytest.raises(SystemExit) as caught:
        run(*words)
    assert caught.value.code == 2


@pytest.mark.parametrize("words", [("show", "orders"), ("sync",), ("warnings",), ("repair",)])
def test_replica_that_is_not_there_is_told(
    run: Run, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
):
    assert main([*words, "--json", "--data", str(tmp_path / "new")]) == 3
    assert answer(capsys)["refusal"]["code"] == "replica_absent"
    assert list(tmp_path.iterdir()) == []


def test_second_program_is_refused(run: Run, capsys: pytest.CaptureFixture[str], folder: Path):
    lock = FolderLock(folder)
    assert run("show", "status", "--json") == 3
    lock.release()
    assert answer(capsys)["refusal"]["code"] == "replica_in_use"


def test_every_action_is_listed_with_its_fields(run: Run, capsys: pytest.CaptureFixture[str]):
    assert run("do", "--list", "--json") == 0
    listed = answer(capsys)
    assert listed.keys() == ACTIONS.keys()
    assert listed["order.edit"] == ["id*", "set*"]


def test_sentences_come_in_both_languages(run: Run, capsys: pytest.CaptureFixture[str]):
    for language, start in (("zh", "没有订单“SO99”"), ("en", 'There is no order "SO99"')):
        assert run("show", "order", "--id", "SO99", "--language", language) == 3
        assert capsys.readouterr().err.startswith(start)


def test_order_goes_by_its_drafts_name(run: Run, capsys: pytest.CaptureFixture[str]):
    buyer = done(run, capsys, "partner.add", {"set": {"name": "北光", "kinds": "buyer"}})
    order = done(run, capsys, "order.create", {"set": {"buyer_id": buyer, "goods": "碗"}})
    assert run("show", "order", "--id", order) == 0
    name = capsys.readouterr().out.split()[0]
    done(run, capsys, "order.edit", {"id": name, "set": {"goods": "盘"}})
    done(run, capsys, "line.add", {"set": {"order_id": name, "description": "盘", "quantity": 2}})
    assert run("show", "orders", "--id", name, "--json") == 0
    assert answer(capsys)[0]["goods"] == "盘"
    assert run("show", "order_lines", "--where", f"order_id={order}", "--json") == 0
    assert answer(capsys)[0]["quantity"] == "2"


def test_tables_show_names_and_json_keeps_ids(run: Run, capsys: pytest.CaptureFixture[str]):
    buyer = done(run, capsys, "partner.add", {"set": {"name": "Nordlicht", "kinds": "buyer"}})
    order = done(run, capsys, "order.create", {"set": {"buyer_id": buyer, "goods": "bowls"}})
    assert run("show", "orders", "--id", order) == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ["order", "number", "state"]
    assert line.startswith(order_name(order, ""))
    assert "Nordlicht" in line
    assert "lin" in line
    assert buyer not in line
    done(run, capsys, "comment.add", {"order_id": order, "text": "call before noon"})
    assert run("show", "comments", "--where", f"order_id={order}") == 0
    (_, line) = capsys.readouterr().out.splitlines()
    assert order_name(order, "") in line
    assert " lin " in line
    assert run("show", "orders", "--id", order, "--json") == 0
    assert answer(capsys)[0]["buyer_id"] == buyer


def test_a_partner_is_told_with_all_that_belongs_to_it(
    run: Run, capsys: pytest.CaptureFixture[str]
):
    made = {"name": "Aurora Import AB", "kinds": "buyer", "code": "C77", "city": "Kiel"}
    buyer = done(run, capsys, "partner.add", {"set": made})
    done(run, capsys, "contact.add", {"set": {"partner_id": buyer, "name": "Jo Falk"}})
    order = done(run, capsys, "order.create", {"set": {"buyer_id": buyer, "goods": "bowls"}})
    for named in (buyer, "C77", "AURORA IMPORTS", "Aurora Import AB"):
        assert run("show", "partner", "--id", named) == 0
        told = capsys.readouterr().out
        assert all(each in told for each in ("Aurora Import AB", "Kiel", "Jo Falk", "bowls"))
        assert order_name(order, "") in told
    done(run, capsys, "partner.add", {"set": {"name": "aurora import", "kinds": "buyer"}})
    assert run("show", "partner", "--id", buyer) == 0
    assert "same name" in capsys.readouterr().out
    assert run("show", "partner", "--id", "aurora import") == 3
    assert run("show", "partner", "--id", "polar") == 3
    assert run("show", "partner") == 3


def test_an_order_is_told_with_its_nodes_and_what_is_open(
    run: Run, capsys: pytest.CaptureFixture[str]
):
    buyer = done(run, capsys, "partner.add", {"set": {"name": "Nordlicht", "kinds": "buyer"}})
    order = done(run, capsys, "order.create", {"set": {"buyer_id": buyer, "goods": "bowls"}})
    line = {"order_id": order, "description": "Bowl", "quantity": "100", "unit_price": "3.10"}
    done(run, capsys, "line.add", {"set": line})
    assert run("show", "order", "--id", order, "--language", "zh") == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0] == order_name(order, "")
    assert "客户      Nordlicht" in told
    assert "Bowl  100 PCS  USD 3.10" in told
    assert re.search("N01 询盘登记与筛选 +可开始", told)
    assert "N01 询盘登记与筛选：还有" in told
    assert "  N01-" in told
    assert buyer not in told


def test_values_are_told_in_words():
    assert tables.word("state", "decided", "zh") == "已裁决"
    assert tables.word("accepted_at", "2026-10-19T03:02:00Z", "zh") == "2026年10月19日 11:02"
    row = {"field": "state", "old": "IN_PROGRESS", "new": "DONE"}
    shown = tables.cells("history", row, {}, language="en")
    assert "done" in " ".join(shown).lower()
    kept = {"group": "money", "mine": '{"unit_price":"3.20"}', "theirs": "null"}
    assert "unit price 3.20" in tables.cells("conflicts", kept, {}, language="en")


def test_every_action_and_state_of_the_queue_has_words():
    needed = {f"action_{name.replace('.', '_')}" for name in ACTIONS}
    needed |= {f"outbox_{state}" for state in OutboxState}
    needed |= {f"status_{name}" for name in SyncStatus.__struct_fields__} - {"status_trouble"}
    assert sorted(needed - all_words().keys()) == []


def test_everything_can_be_shown(run: Run, capsys: pytest.CaptureFixture[str]):
    for kind in ("users", "orders", "outbox", "work", "status", "conflicts", "history"):
        assert run("show", kind) == 0
        assert run("show", kind, "--json") == 0
        answer(capsys)
    rates = ("warnings", "--rates")
    plain = (("warnings",), ("check",), rates)
    for words in (*plain, *((*each, "--json") for each in plain)):
        assert run(*words) == 0


def test_outbox_shows_what_was_typed(run: Run, capsys: pytest.CaptureFixture[str]):
    done(run, capsys, "partner.add", {"set": {"name": "Typed here", "kinds": "buyer"}})
    assert run("show", "outbox", "--json") == 0
    assert answer(capsys)[0]["arguments"]["set"]["name"] == "Typed here"


def test_head_office_out_of_reach_is_told_and_loses_nothing(
    run: Run, capsys: pytest.CaptureFixture[str], folder: Path
):
    replica_note(folder, url="http://127.0.0.1:9")
    done(run, capsys, "partner.add", {"set": {"name": "Kept", "kinds": "buyer"}})
    assert run("show", "status", "--json") == 0
    before = answer(capsys)
    assert run("sync", "--until-idle", "--json") == 3
    assert answer(capsys)["refusal"]["code"] == "office_not_reached"
    assert run("show", "status", "--json") == 0
    after = answer(capsys)
    assert after["waiting"] + after["sent"] == before["waiting"] + before["sent"]


def replica_note(folder: Path, **values: str) -> None:
    from sync.client.replica import open_replica  # noqa: PLC0415

    replica = open_replica(folder, password=PASSWORD, rings=())
    replica.note(**values)
    replica.close()


def test_json_after_do_may_be_fields_or_a_wish():
    assert split_arguments(["do", "a", "--json", "-"]) == ["do", "a", "--json", "--with=-"]
    assert split_arguments(["do", "a", "--json", "--data", "x"])[2:] == ["--json", "--data", "x"]
    assert split_arguments(["show", "a", "--json", "{}"]) == ["show", "a", "--json", "{}"]


def test_chinese_takes_two_columns():
    assert width("ab碗é") == 5
    lines = table_lines(("名称", "n"), (("碗", "1"), ("bowl", "2")))
    assert lines == ["名称  n", "碗    1", "bowl  2"]


def test_cell_cannot_move_the_cursor():
    (_, line) = table_lines(("a",), (("x\x1b[2J\ny" + "z" * 60,),))
    assert "\x1b" not in line
    assert width(line) <= 40
