"""Why not: a reason code and its facts.

No sentence lives here; `messages` has one for each code, in two languages.
"""

from typing import Literal

import msgspec

from sync.domain.records import Value

Kind = Literal["denied", "invalid", "gone"]
"""denied: this person may not; invalid: nobody may, as things stand; gone.

The thing is no longer there.
"""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A rule says no. `code` is stable; `facts` fill its sentence."""

    code: str
    facts: dict[str, Value] = {}
    kind: Kind = "invalid"


class Refused(Exception):  # noqa: N818  a refusal is not an error: the rule worked
    """Carries a refusal out of an action; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(code: str, kind: Kind = "invalid", **facts: Value) -> Refused:
    """Return the exception to raise for a refusal."""
    return Refused(Refusal(code=code, facts=facts, kind=kind))
