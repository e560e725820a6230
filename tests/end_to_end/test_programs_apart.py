"""Desks and head offices some releases apart agree, in both directions, and lose nothing.

`later_program` is what later releases may be: a column, a value, another name of an action.
"""

import json
from pathlib import Path

from tests.end_to_end.desks import Terminal
from tests.end_to_end.running import RunningOffice

LATER = ("-m", "tests.end_to_end.later_program")


def office_of(office: RunningOffice, schema: int) -> RunningOffice:
    """Start the head office again, as the program of a schema."""
    office.stop()
    office.program = (*LATER, str(schema), "office")
    return office.start("--listen", office.url.removeprefix("http://"))


def desk_of(folder: Path, schema: int) -> Terminal:
    """Return a person's terminal with the program of a schema."""
    terminal = Terminal(folder)
    terminal.program = (*LATER, str(schema), "desk")
    return terminal


def add_product(desk: Terminal, code: str, **fields: object) -> str:
    """Add a product; return its id."""
    done = desk.do("product.add", set={"code": code, "name_en": code, **fields})
    return done["id"]


def product(desk: Terminal, row_id: str) -> "dict[str, object]":
    """Return a product as a desk has it."""
    return desk.rows("products")[row_id]


def test_a_newer_desk_speaks_as_an_older_office_does_until_that_is_updated(
    sqlite_office: RunningOffice, tmp_path: Path
):
    desk = desk_of(tmp_path / "desk", 4).sign_in(sqlite_office.url, "sr")
    bowl = add_product(desk, "BOWL")
    desk.do("ware.edit", id=bowl, set={"name_en": "Bowl, blue"})
    graded = json.dumps({"id": bowl, "set": {"grade": "fine"}})
    assert desk.refused("do", "ware.edit", "--json", graded) == "office_has_no_words"
    desk.sync()
    old = desk_of(tmp_path / "old", 1).sign_in(sqlite_office.url, "sr2")
    assert product(old, bowl)["name_en"] == "Bowl, blue"
    office_of(sqlite_office, 4)
    desk.sync()
    desk.do("ware.edit", id=bowl, set={"grade": "fine", "unit": "PALLET"})
    desk.sync()
    other = desk_of(tmp_path / "other", 4).sign_in(sqlite_office.url, "mgr")
    assert [product(other, bowl)[name] for name in ("grade", "unit")] == ["fine", "PALLET"]


def test_an_older_desk_harms_nothing_it_does_not_know_and_is_updated_with_its_queue(
    own_office: RunningOffice, tmp_path: Path
):
    office_of(own_office, 4)
    newer = desk_of(tmp_path / "newer", 4).sign_in(own_office.url, "sr")
    bowl = add_product(newer, "BOWL", grade="fine", unit="PALLET")
    newer.sync()
    desk = desk_of(tmp_path / "desk", 1).sign_in(own_office.url, "sr2")
    assert product(desk, bowl)["unit"] == "CTN"
    assert "grade" not in product(desk, bowl)
    desk.do("product.edit", id=bowl, set={"name_en": "Bowl, red"})
    desk.sync()
    desk.do("product.edit", id=bowl, set={"hs_code": "69120010"})
    updated = desk_of(tmp_path / "desk", 4)
    updated.sync()
    newer.sync()
    wanted = {"name_en": "Bowl, red", "hs_code": "69120010", "grade": "fine", "unit": "PALLET"}
    for each in (newer, updated):
        found = product(each, bowl)
        assert {name: found[name] for name in wanted} == wanted
    assert not (updated.folder / "upgrade.db").exists()


def test_a_desk_four_releases_behind_may_still_send_what_it_has(
    sqlite_office: RunningOffice, tmp_path: Path
):
    desk = desk_of(tmp_path / "desk", 1).sign_in(sqlite_office.url, "sr")
    bowl = add_product(desk, "BOWL")
    office_of(sqlite_office, 5)
    assert desk.refused("sync", "--until-idle") == "desk_too_old"
    newest = desk_of(tmp_path / "newest", 5).sign_in(sqlite_office.url, "sr2")
    assert product(newest, bowl)["code"] == "BOWL"
    assert [product(newest, bowl)[name] for name in ("grade", "range_name")] == ["plain", ""]


def test_an_older_program_does_not_open_what_a_newer_one_wrote(
    sqlite_office: RunningOffice, tmp_path: Path
):
    office_of(sqlite_office, 2)
    desk = desk_of(tmp_path / "desk", 2).sign_in(sqlite_office.url, "sr")
    desk.program = (*LATER, "1", "desk")
    assert desk.refused("show", "products") == "replica_newer"
    sqlite_office.stop()
    told = sqlite_office.run("stats")
    assert told.returncode == 3, told.stdout
    assert "newer program" in told.stderr + told.stdout
