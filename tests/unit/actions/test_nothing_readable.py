"""What a thief finds in a desk's folder: no word of any order, and not the key or the token."""

import base64
from pathlib import Path

from tests.builders import an_id

CANARY = "Kanarienvogel 金丝雀 4711"


def spellings(text: str) -> list[bytes]:
    plain = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    return [*plain, base64.b64encode(plain[0]).rstrip(b"=")[:-1]]


def found_in(folder: Path, text: str) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        path.name
        for path in files
        if any(spelling in path.read_bytes() for spelling in spellings(text))
    ]


def test_no_file_of_a_replica_holds_a_readable_word_of_an_order(tmp_path, desk_of):
    desk = desk_of("lin")
    desk.do("order.edit", id=an_id("order"), set={"goods": CANARY, "note": CANARY})
    desk.do("line.edit", id=an_id("line"), set={"description": CANARY})
    desk.do("comment.add", order_id=an_id("order"), text=CANARY)
    desk.sync()
    assert desk.row("orders", an_id("order"))["goods"] == CANARY
    assert found_in(tmp_path, CANARY) == []
    assert found_in(tmp_path, "SO26-0001") == []


def test_no_file_of_a_replica_holds_its_token(tmp_path, desk_of):
    desk = desk_of("lin")
    token = desk.replica.standing().token
    assert len(token) >= 20
    assert found_in(tmp_path, token) == []
