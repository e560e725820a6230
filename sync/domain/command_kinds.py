"""What every action's record is made of."""

import msgspec

from sync.domain.records import Value

Fields = dict[str, Value]


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The arguments of an action."""


class Action(msgspec.Struct, frozen=True):
    """An action's name, the record of its arguments, and the noun it is about."""

    name: str
    kind: type[Command]
    entity: str
