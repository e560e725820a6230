"""A lease that ends: the desk does not open, loses nothing, and opens after signing in."""

import json

from sync.store import keys
from tests.end_to_end.desks import Terminal


def test_an_ended_lease_shuts_the_desk_until_it_signs_in(own_office, tmp_path):
    own_office.stop()
    own_office.start("--lease-days", "0")
    desk = Terminal(tmp_path / "sr")
    done = desk.run("sign-in", "--office", own_office.url, "--user", "sr")
    assert done.returncode == 0, done.stderr
    assert desk.refused("show", "orders") == "lease_over"
    assert keys.read_wrapping(desk.folder).half == b""
    own_office.stop()
    own_office.start()
    assert desk.refused("sync", "--until-idle") == "lease_over"
    desk.sign_in(own_office.url, "sr")
    made = desk.do("partner.add", set={"name": "Typed offline", "kinds": "buyer"})["id"]
    keys.forget_half(desk.folder)
    assert desk.refused("show", "partners") == "lease_over"
    failed = desk.refused(
        "sign-in", "--office", own_office.url, "--user", "sr", GENDAN_PASSWORD="a wrong word"
    )
    assert failed == "password_wrong"
    desk.sign_in(own_office.url, "sr")
    assert desk.rows("partners")[made]["name"] == "Typed offline"
    assert len(list(map(json.loads, own_office.run("device", "list").stdout.splitlines()))) == 1


def test_a_revoked_desk_gets_its_half_no_more(own_office, tmp_path):
    desk = Terminal(tmp_path / "sr").sign_in(own_office.url, "sr")
    device_id = keys.read_wrapping(desk.folder).device_id
    keys.forget_half(desk.folder)
    own_office.run("device", "revoke", device_id)
    asked = ("sign-in", "--office", own_office.url, "--user", "sr")
    assert desk.refused(*asked) == "device_revoked"
    assert desk.refused("show", "orders") == "lease_over"


def test_a_password_changed_meanwhile_opens_with_the_one_before_it(own_office, tmp_path):
    desk = Terminal(tmp_path / "sr").sign_in(own_office.url, "sr")
    made = desk.do("partner.add", set={"name": "Typed offline", "kinds": "buyer"})["id"]
    old, new = desk.environment["GENDAN_PASSWORD"], "quiet river nine"
    keys.forget_half(desk.folder)
    own_office.run("user", "password", "sr", "--password-stdin", stdin=f"{new}\n")
    desk.environment["GENDAN_PASSWORD"] = new
    asked = ("sign-in", "--office", own_office.url, "--user", "sr")
    assert desk.refused(*asked) == "password_wrong"
    done = desk.run(*asked, "--old-password-stdin", stdin=f"{old}\n")
    assert done.returncode == 0, done.stderr
    assert desk.rows("partners")[made]["name"] == "Typed offline"
