"""Every action, as a named record."""

import msgspec
import pytest

from sync.actions.perform import _HANDLERS
from sync.actions.plain import PLAIN
from sync.domain.commands import ACTIONS, Add, CloseOrder, Edit, with_id
from sync.domain.entities import ENTITIES

MAKERS = sorted(name for name, action in ACTIONS.items() if "id" in action.kind.__struct_fields__)


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_is_about_a_noun_and_somebody_does_it(name):
    action = ACTIONS[name]
    assert action.name == name
    assert action.entity in ENTITIES
    assert name in _HANDLERS or name.rpartition(".")[2] in PLAIN


def test_nobody_does_what_is_not_an_action():
    assert _HANDLERS.keys() <= ACTIONS.keys()


@pytest.mark.parametrize("name", ACTIONS)
def test_a_command_with_a_field_nobody_knows_is_not_understood(name):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"colour": "red"}, ACTIONS[name].kind)


def test_a_new_row_gets_its_id_where_the_action_is_tried():
    assert with_id(Add(), "a" * 32).id == "a" * 32
    assert with_id(Add(id="b" * 32), "a" * 32).id == "b" * 32
    assert with_id(Edit(id="b" * 32, set={}), "a" * 32).id == "b" * 32


def test_arguments_survive_the_wire():
    command = CloseOrder(id="a" * 32, state="lost", reason="价格太高")
    data = msgspec.msgpack.encode(command)
    assert msgspec.msgpack.decode(data, type=ACTIONS["order.close"].kind) == command
