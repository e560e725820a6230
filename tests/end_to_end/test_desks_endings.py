"""A device that head office ends: hands over what it had not sent, destroys what it holds."""

import json
import shutil

import pytest

from sync import clock
from sync.client import ending
from sync.client.office import meaning_of
from sync.client.sign_in import Credentials, office_at, sign_in
from sync.client.transport import Answer
from sync.client.troubles import Trouble, WipeOrdered
from sync.server import address
from sync.store import keys, quarantine
from sync.store.keyrings import Ring
from sync.wire import codec, endings, signatures
from sync.wire.messages import Problem, Push, Time
from tests.end_to_end.desks import Terminal
from tests.end_to_end.file_desks import FileDesk
from tests.end_to_end.running import PASSWORD
from tests.unit.client.test_keys import Memory

WORD = "Canary & Sons"


def devices(office) -> dict[str, dict[str, object]]:
    told = office.run("device", "list").stdout.splitlines()
    return {each["id"]: each for each in map(json.loads, told)}


def a_desk(office, folder, login="sr"):
    """A desk with rows of head office's, a file, and work that was not sent."""
    desk = FileDesk(folder, office.url, login).sync()
    order = desk.order()
    path = folder.parent / "paper.pdf"
    path.write_bytes(b"paper" * 1_000)
    desk.attach(path, order)
    desk.sync().carry()
    desk.do("partner.add", set={"name": WORD, "kinds": "buyer"})
    device_id = desk.replica.standing().device_id
    desk.close()
    return Terminal(folder), device_id


@pytest.mark.parametrize("how", ["device", "user"])
def test_an_ended_desk_gives_up_its_queue_and_destroys_itself(own_office, tmp_path, how):
    desk, device_id = a_desk(own_office, tmp_path / "sr")
    head = json.loads(own_office.run("stats", "--json").stdout)["head"]
    ended = ("device", "revoke", device_id) if how == "device" else ("user", "revoke", "sr")
    assert own_office.run(*ended).returncode == 0
    assert desk.refused("sync", "--until-idle") == "device_wiped"
    assert list(desk.folder.iterdir()) == []
    assert devices(own_office)[device_id]["wipe"] == "done"
    (listed,) = map(json.loads, own_office.run("quarantine", "list").stdout.splitlines())
    assert (listed["device"], listed["operations"]) == (device_id, 1)
    (kept,) = map(json.loads, own_office.run("quarantine", "show").stdout.splitlines())
    assert (kept["action"], kept["arguments"]["set"]["name"]) == ("partner.add", WORD)
    now = json.loads(own_office.run("stats", "--json").stdout)
    assert now["head"] == head + (how == "user")
    other = Terminal(tmp_path / "mgr").sign_in(own_office.url, "mgr")
    assert WORD not in [row["name"] for row in other.rows("partners").values()]


def test_a_copy_of_an_ended_desk_is_wiped_after_the_desk_was(own_office, tmp_path):
    desk, device_id = a_desk(own_office, tmp_path / "sr")
    other = Terminal(shutil.copytree(desk.folder, tmp_path / "copy"))
    own_office.run("device", "revoke", device_id)
    for each in (desk, other):
        assert each.refused("sync", "--until-idle") == "device_wiped"
        assert list(each.folder.iterdir()) == []


def test_where_nothing_is_wanted_nothing_is_handed_over(own_office, tmp_path):
    desk, device_id = a_desk(own_office, tmp_path / "sr")
    own_office.run("device", "revoke", device_id, "--drop-unsent")
    assert desk.refused("sync", "--until-idle") == "device_wiped"
    assert list(desk.folder.iterdir()) == []
    assert own_office.run("quarantine", "list").stdout == ""


def test_a_desk_that_may_keep_its_copy_keeps_it(own_office, tmp_path):
    desk, device_id = a_desk(own_office, tmp_path / "sr")
    own_office.run("device", "revoke", device_id, "--keep")
    assert desk.refused("sync", "--until-idle") == "device_revoked"
    assert WORD in [row["name"] for row in desk.rows("partners").values()]


@pytest.fixture
def replica(own_office, tmp_path):
    who = Credentials(url=own_office.url, login="sr", password=PASSWORD, device_name="probe")
    made = sign_in(tmp_path / "desk", who, rings=())
    yield made
    made.close()


def wipe_problem(signature: str) -> Answer:
    body = codec.encode(Problem(code="device_revoked", wipe=signature, gives=True))
    return Answer(status=403, media_type=codec.MEDIA_TYPE, body=body)


def test_an_order_that_head_office_did_not_sign_destroys_nothing(replica, own_office):
    state = replica.standing()
    assert len(state.office_key) == 64
    foreign = signatures.new_key()
    bad = [
        "00" * 64,
        "x",
        endings.wipe_signed(foreign, state.server_id, state.device_id),
    ]
    office = office_at(own_office.url)
    for signature in bad:
        order = meaning_of(wipe_problem(signature))
        assert isinstance(order, WipeOrdered)
        assert ending.heed(replica, order).code == "device_revoked"
        replica.note(wipe_order=signature)
        assert not ending.obey(replica, office, ())
    office.close()
    assert replica.standing().login == "sr"
    assert isinstance(meaning_of(wipe_problem("")), Trouble)
    assert not isinstance(meaning_of(wipe_problem("")), WipeOrdered)


def test_an_order_to_another_device_destroys_nothing(replica, own_office):
    other = own_office.hand("doc")
    own_office.run("device", "revoke", other.device_id)
    told = other.pull()
    assert told.wipe
    order = WipeOrdered(told.code, told.wipe, gives=True)
    assert ending.heed(replica, order).code == "device_revoked"


def test_a_desk_that_knows_no_key_of_head_office_destroys_nothing(replica, own_office):
    own_office.run("device", "revoke", replica.standing().device_id)
    replica.note(office_key="")
    office = office_at(own_office.url)
    with pytest.raises(WipeOrdered) as caught:
        office.first_copy(replica.standing().badge)
    assert ending.heed(replica, caught.value).code == "device_revoked"
    office.close()


def test_nothing_is_destroyed_before_the_queue_is_handed_over(own_office, tmp_path):
    desk, device_id = a_desk(own_office, tmp_path / "sr")
    opened = FileDesk(desk.folder, own_office.url, "sr")
    own_office.run("device", "revoke", device_id)
    with pytest.raises(Trouble) as caught:
        opened.loop.push_once()
    assert caught.value.code == ending.ENDING
    own_office.stop()
    office = office_at(own_office.url)
    with pytest.raises(Trouble):
        ending.obey(opened.replica, office, ())
    office.close()
    assert opened.replica.standing().login == "sr"
    opened.url = own_office.start().url
    office = office_at(own_office.url)
    assert ending.obey(opened.replica, office, ())
    office.close()
    assert list(desk.folder.iterdir()) == []
    database = address.open_office(own_office.database)
    with database.read() as connection:
        assert len(quarantine.all_given(connection)) == 1
    database.close()


def test_only_an_ended_device_gives_up_anything(own_office):
    hand = own_office.hand("sr")
    operation = hand.operation(
        "partner.add", id=clock.new_id(), set={"name": "N", "kinds": "buyer"}
    )
    message = Push(incarnation=hand.incarnation, operations=[operation])
    for path in ("/v1/quarantine", "/v1/wiped"):
        assert hand.ask(path, message, Time).code == "device_not_ending"
    own_office.run("device", "revoke", hand.device_id, "--keep")
    assert hand.ask("/v1/quarantine", message, Time).code == "device_not_ending"


def test_the_key_is_gone_from_the_keyring_too(tmp_path):
    memory = Memory()
    ring = Ring("Memory", memory)
    keys.create_key(tmp_path, None, (ring,))
    assert memory.kept
    ending.destroy(tmp_path, (ring,))
    assert memory.kept == {}
    assert list(tmp_path.iterdir()) == []
