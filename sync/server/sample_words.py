"""The words that the sample company is made of: syllables, goods, ports. No name is anybody's."""

from decimal import Decimal
from functools import cache

import msgspec

from sync.store.resource_files import resource_folder


class Sound(msgspec.Struct, frozen=True, array_like=True):
    """A character of a name and how it is read."""

    character: str
    reading: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a buyer is: country, port, town, how firms' names end there, its money, the voyage."""

    country: str
    port: str
    town: str
    ending: str
    currency: str
    transit_days: int


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """What is sold: its names, price, how it is packed, customs code and refund rate."""

    name_en: str
    name_zh: str
    family: str
    price: Decimal
    pieces: int
    carton_kg: Decimal
    carton_cm: tuple[int, int, int]
    hs_code: str
    refund: Decimal


class Remark(msgspec.Struct, frozen=True, array_like=True):
    """What a colleague says at a node."""

    node: str
    text: str


class Errand(msgspec.Struct, frozen=True, array_like=True):
    """Work that people hand each other beside the process, and the role it goes to."""

    title: str
    role: str


class Wish(msgspec.Struct, frozen=True, array_like=True):
    """A buyer's wish: the departments it affects, where it was said, how it is read back."""

    text: str
    departments: str
    source: str
    words: str


class Handed(msgspec.Struct, frozen=True, array_like=True):
    """What comes with work that is handed over, and when it counts as delivered."""

    delivers: str
    criteria: str


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went wrong, how far it has come, and what was said about it."""

    code: str
    node: str
    severity: str
    state: str
    title: str
    notes: tuple[tuple[str, str], ...] = ()
    whys: tuple[str, ...] = ()
    cause: str = ""
    action: str = ""
    result: str = ""


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned, and where it applies; an old one waits for its review."""

    title: str
    symptom: str
    solution: str
    prevention: str
    nodes: str = ""
    codes: str = ""
    ports: str = ""
    is_old: bool = False
    is_draft: bool = False


class Sketch(msgspec.Struct, frozen=True, kw_only=True):
    """A draft of the process: its title, and by stage, part and field what it says, as JSON."""

    title: str
    changes: tuple[tuple[str, str, str, str], ...]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, as `resources/sample` holds them. `papers`: what proves a checklist item."""

    surnames: tuple[Sound, ...]
    given_first: tuple[Sound, ...]
    given_last: tuple[Sound, ...]
    company_first: tuple[Sound, ...]
    company_last: tuple[Sound, ...]
    firm_starts: tuple[str, ...]
    firm_middles: tuple[str, ...]
    firm_ends: tuple[str, ...]
    trades: tuple[str, ...]
    given_names: tuple[str, ...]
    family_starts: tuple[str, ...]
    family_ends: tuple[str, ...]
    load_ports: tuple[str, ...]
    vessels: tuple[str, ...]
    places: tuple[Place, ...]
    goods: tuple[Good, ...]
    papers: dict[str, str]
    remarks: tuple[Remark, ...]
    errands: tuple[Errand, ...]
    wishes: tuple[Wish, ...]
    handed: tuple[Handed, ...]
    returned: tuple[str, ...]
    declined: str
    opinions: tuple[str, ...]
    nudges: tuple[str, ...]
    statuses: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    lessons: tuple[Lesson, ...]
    draft: Sketch


@cache
def words() -> Words:
    """Return the words that ship with the program."""
    path = resource_folder() / "sample" / "words.json"
    return msgspec.json.decode(path.read_bytes(), type=Words)
