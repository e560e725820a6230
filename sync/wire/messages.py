"""What the two ends say: typed records.

New fields only with defaults, so that an older end understands.
"""

from typing import Annotated

import msgspec
from typing_extensions import override

from sync.domain.ids import ID_PATTERN, Id
from sync.domain.records import Value

Fields = dict[str, Value]
NUMBERED = "numbered"
"""A verdict's code that tells the number of the one order which an operation made."""

GivenId = Annotated[Id, msgspec.Meta(pattern=ID_PATTERN)]
"""An id that the other end made: anything else is not a message of ours."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something one end says to the other."""


class SignIn(Message, frozen=True, kw_only=True):
    """A person signs in on a device.

    `device_id` is the replica's own, so that signing in again is the same device; `public_key` is
    that of the key by which the device signs what it says, this message included.
    """

    login: str
    password: str
    device_id: Id
    device_name: str
    server_id: str = ""
    public_key: str = ""

    @override
    def __repr__(self) -> str:
        return "SignIn(...)"


class SignedIn(Message, frozen=True, kw_only=True):
    """The device's token and who it speaks for. `expires_at` is UTC text."""

    token: str
    user_id: Id
    server_id: str
    company: str
    epoch: str
    expires_at: str
    office_key: str = ""
    lease_seconds: int = 0
    lease_half: str = ""

    @override
    def __repr__(self) -> str:
        return "SignedIn(...)"


class Lease(Message, frozen=True, kw_only=True):
    """For how long from now the device may be used without head office."""

    seconds: int


class Operation(Message, frozen=True, kw_only=True, array_like=True):
    """One action of a person, in the order of its incarnation.

    `args` is the command's record as msgpack. `base` holds, by "entity/id", what the author saw of
    the fields that the action would change, whole review groups with their guards. `numbers` are
    those that the orders of an operation that is given back had been given, by their ids; `again`
    says that it is. `schema` is that of the program which made it.
    """

    seq: Annotated[int, msgspec.Meta(ge=1, le=2**62)]
    op_id: GivenId
    at: str
    action: str
    args: msgspec.Raw
    base: dict[str, Fields]
    offline: bool = False
    numbers: dict[Id, str] = {}
    again: bool = False
    schema: int = 1


class Push(Message, frozen=True, kw_only=True):
    """Operations in order, of one incarnation of a replica."""

    incarnation: GivenId
    operations: list[Operation]


class Verdict(Message, frozen=True, kw_only=True, array_like=True):
    """What became of an operation: applied, noop, review, denied, invalid.

    Stale_approval or gone. Always terminal.
    """

    op_id: Id
    status: str
    ver: int
    detail: str = ""


class PushAnswer(Message, frozen=True, kw_only=True):
    """The verdicts, in order, and head office's newest version."""

    server_id: str
    epoch: str
    head: int
    results: list[Verdict]


class Pull(Message, frozen=True, kw_only=True):
    """What changed after `cursor` in the scopes that the desk holds.

    Wait up to `wait` seconds for something. `since` is head office's version when the copy that the
    desk has was begun; `containers` are asked for whole, as they stand, instead of changes.
    """

    cursor: int
    scopes: list[str]
    wait: int = 0
    limit: int = 5_000
    since: int = 0
    containers: list[Id] = []


class Page(Message, frozen=True, kw_only=True):
    """The rows of one noun: column names, then the values row by row.

    `same` are further columns that have one value in all of the rows; only segments have them.
    """

    columns: list[str]
    rows: list[tuple[Value, ...]]
    same: Fields = {}


class PullAnswer(Message, frozen=True, kw_only=True):
    """The changes from version `start` up to and including `end`.

    `more` when there are further ones already.

    `add` are scopes that begin here (they come whole, over as many pages as it takes), `drop` those
    that ended. `gained` are containers that the desk may hold from here on and has not: it asks for
    them, and `given` says which of them came. `lost` are rows that it may not hold any more.
    """

    server_id: str
    epoch: str
    start: int
    end: int
    head: int
    more: bool
    scopes: list[str]
    at: str
    add: list[str] = []
    drop: list[str] = []
    rows: dict[str, Page] = {}
    gone: list[tuple[str, Id]] = []
    total: int = 0
    gained: list[Id] = []
    given: list[Id] = []
    lost: list[tuple[str, Id]] = []


class Time(Message, frozen=True, kw_only=True):
    """Head office's clock, for showing how far the desk's is off. It decides nothing."""

    at: str


class Kept(Message, frozen=True, kw_only=True):
    """Which operations of a device that is to be wiped head office now keeps.

    Each is named: an old answer, sent again by something in between, is no answer for others.
    """

    at: str
    kept: list[Id] = []


class Problem(Message, frozen=True, kw_only=True):
    """Why a call was not done: a refusal code with its facts.

    And for a fork or gap the next sequence number. Under another epoch, the history of the desk's
    is head office's up to `restored_head`; 0 where it does not know how far. `wipe` is what head
    office signed when the device is to destroy what it holds, `gives` whether it first hands over
    what it had not sent.
    """

    code: str
    facts: Fields = {}
    next_seq: int = 0
    epoch: str = ""
    head: int = 0
    restored_head: int = 0
    wipe: str = ""
    gives: bool = False
