"""What people do with two records of one firm, for the test that goes over every action."""

from tests.builders import an_id

_NEW, _BUYER = an_id("new"), an_id("buyer")
_TWICE = ("partner.add", "bo", {"id": _NEW, "set": {"name": "Nordlicht", "kinds": "buyer"}})
_PAIR = {"first_id": _NEW, "second_id": _BUYER}
_MERGE = {"keep_id": _BUYER, "lose_id": _NEW}

SCRIPTS: dict[str, list[tuple[str, str, dict[str, object]]]] = {
    "partner.merge": [_TWICE, ("partner.merge", "bo", _MERGE)],
    "partner.differ": [_TWICE, ("partner.differ", "bo", _PAIR)],
    "partner.resemble": [_TWICE, ("partner.resemble", "bo", _PAIR)],
}
