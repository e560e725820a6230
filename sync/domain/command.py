"""What every action's arguments are: a frozen record that knows all its fields."""

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The arguments of an action."""
