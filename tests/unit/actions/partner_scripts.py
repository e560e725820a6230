"""What people do with two records of one firm, for the test that goes over every action."""

from tests.builders import an_id

_Script = list[tuple[str, str, dict[str, object]]]
_NEW, _BUYER = an_id("new"), an_id("buyer")
_FIRM: dict[str, object] = {"id": _NEW, "set": {"name": "Nordlicht", "kinds": "buyer"}}
_PAIR: dict[str, object] = {"first_id": _NEW, "second_id": _BUYER}
_MERGE: dict[str, object] = {"keep_id": _BUYER, "lose_id": _NEW}
_TWICE = ("partner.add", "bo", _FIRM)

SCRIPTS: dict[str, _Script] = {
    "partner.merge": [_TWICE, ("partner.merge", "bo", _MERGE)],
    "partner.differ": [_TWICE, ("partner.differ", "bo", _PAIR)],
    "partner.resemble": [_TWICE, ("partner.resemble", "bo", _PAIR)],
}
