"""Early warnings as records: what is late, missing or contradictory, and by which lines it counts.

A line is data (`resources/warnings`), and head office may move it with a configuration item
(`warn.W06.amber`). Levels: urgent is the red of domain.md 6 and warning its amber; watch is still
green there, but 70 % of the time has gone.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import msgspec

from sync.domain.ids import Id
from sync.domain.people import Role
from sync.domain.records import Value, to_value
from sync.domain.settings import ConfigItem

Fact = str | int | Decimal | date | datetime | None
Facts = Mapping[str, Fact]


class Level(StrEnum):
    """How pressing a warning is; what has no warning is normal."""

    URGENT = "urgent"
    WARNING = "warning"
    WATCH = "watch"


class Health(StrEnum):
    """The colour of an order as a whole."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class EarlyWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that speaks about one row; there is at most one for each rule and row.

    `cause`, `effect`, `next_step` and `title` are codes of sentences that `facts` fill.
    What is not known is not among the facts. `owner_roles` act, `told_roles` are told as well;
    `owner_id` is the person, where known.
    """

    id: str
    level: Level
    order_id: Id
    entity: str
    row_id: Id
    facts: dict[str, Value]
    owner_roles: tuple[Role, ...]
    told_roles: tuple[Role, ...] = ()
    owner_id: Id = ""
    title: str
    cause: str
    effect: str
    next_step: str


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The row a warning is about, the order it belongs to, and who has it in hand."""

    entity: str
    row_id: Id
    order_id: Id = ""
    owner_id: Id = ""


class WarningRule(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one rule and who hears of it.

    Rising: amber above `amber`, red above `red`. Falling: amber at or below `amber`, red below
    `red`. `is_timed` rules measure time used, so 70 % of the way to amber is already watched.
    `is_grave` ones turn the whole order red.
    """

    amber: Decimal
    red: Decimal
    is_falling: bool = False
    is_timed: bool = False
    is_grave: bool = False
    node: str = ""
    owners: tuple[Role, ...] = ()
    told: tuple[Role, ...] = ()


class WarningSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of all rules, the standard times they use, and the market as head office says it.

    `rates`, `hedged` and `exposure_limits` are of a foreign currency by its code; `refund_rates` by
    HS code, each from a day on; `decision_hours` are business hours given to each level. A task and
    a node are planned with so many hours of a person's day, as long as nobody says better.
    """

    rules: dict[str, WarningRule]
    watch_share: Decimal = Decimal("0.7")
    buffer_wd: int = 5
    booking_cd: int = 14
    sample_wd: int = 7
    documents_wd: int = 3
    amendment_cd: int = 15
    advance_cd: int = 30
    deferred_cd: int = 90
    aql_major: Decimal = Decimal("2.5")
    delivery_cd: int = 183
    delivery_least: int = 5
    lane_cd: int = 90
    lane_least: int = 5
    papers_last: int = 20
    load_wd: int = 5
    day_hours: Decimal = Decimal(8)
    task_hours: Decimal = Decimal(2)
    node_hours: Decimal = Decimal(2)
    decision_hours: tuple[int, int, int, int] = (4, 8, 8, 16)
    hedged: dict[str, Decimal] = {}
    exposure_limits: dict[str, Decimal] = {}
    rates: dict[str, Decimal] = {}
    refund_rates: dict[str, tuple[tuple[date, Decimal], ...]] = {}


def grade(rule: WarningRule, value: Decimal | int, *, share: Decimal) -> Level | None:
    """Return how pressing a value is, or None when it is normal.

    Where a rule measures time, `share` of the way to amber is already watched.
    """
    level = line_crossed(rule, value)
    if level is None and rule.is_timed and not rule.is_falling and value >= share * rule.amber:
        return Level.WATCH
    return level


def line_crossed(rule: WarningRule, value: Decimal | int) -> Level | None:
    """Return red or amber by the rule's lines, or None."""
    if rule.is_falling:
        if value > rule.amber:
            return None
        return Level.URGENT if value < rule.red else Level.WARNING
    if value <= rule.amber:
        return None
    return Level.URGENT if value > rule.red else Level.WARNING


def make_warning(
    rule_id: str,
    level: Level,
    subject: Subject,
    facts: Facts,
    *,
    settings: WarningSettings,
) -> EarlyWarning:
    """Return the warning of a rule about a row, with the codes of its sentences."""
    rule = settings.rules[rule_id]
    return EarlyWarning(
        id=rule_id,
        level=level,
        order_id=subject.order_id,
        entity=subject.entity,
        row_id=subject.row_id,
        facts={name: to_value(thing) for name, thing in facts.items() if thing is not None},
        owner_roles=rule.owners,
        told_roles=rule.told if level == Level.URGENT else (),
        owner_id=subject.owner_id,
        title=f"{rule_id}_title",
        cause=f"{rule_id}_cause",
        effect=f"{rule_id}_effect",
        next_step=f"{rule_id}_next",
    )


KEYS = {
    "warn.watch_share": "watch_share",
    "plan.buffer_wd": "buffer_wd",
    "plan.booking_cd": "booking_cd",
    "std.N03": "sample_wd",
    "std.N18": "documents_wd",
    "warn.W08.amendment_cd": "amendment_cd",
    "safe.advance_cd": "advance_cd",
    "safe.deferred_cd": "deferred_cd",
    "aql.major": "aql_major",
    "warn.W14.days": "delivery_cd",
    "warn.W14.least": "delivery_least",
    "warn.W18.days": "lane_cd",
    "warn.W18.least": "lane_least",
    "warn.W52.last": "papers_last",
    "work.day_hours": "day_hours",
    "work.task_hours": "task_hours",
    "work.node_hours": "node_hours",
}
"""Configuration keys and the settings they set."""

_EXACT = frozenset(("watch_share", "aql_major", "day_hours", "task_hours", "node_hours"))
RATE = "fx.spot."
HEDGED = "fx.hedged."
EXPOSURE_LIMIT = "fx.limit."
_OF_CURRENCY = {RATE: "rates", HEDGED: "hedged", EXPOSURE_LIMIT: "exposure_limits"}
REFUND_RATE = "tax.refund_rate."


def settings_of(items: Iterable[ConfigItem], *, defaults: WarningSettings) -> WarningSettings:
    """Return the settings as head office has them; a value that is no number is passed over."""
    settings = defaults
    for item in sorted(items, key=lambda item: item.key):
        number = _number(item.value)
        if number is not None:
            settings = _with(settings, item.key, number)
    return settings


def is_setting(item: ConfigItem, *, defaults: WarningSettings) -> bool:
    """Return whether an item says something that the warnings understand."""
    number = _number(item.value)
    return number is not None and _with(defaults, item.key, number) is not defaults


def _with(settings: WarningSettings, key: str, number: Decimal) -> WarningSettings:
    if key in KEYS:
        name = KEYS[key]
        fitting = number if name in _EXACT else int(number)
        return msgspec.structs.replace(settings, **{name: fitting})
    for prefix, name in _OF_CURRENCY.items():
        if key.startswith(prefix) and (number > 0 or prefix == HEDGED):
            known = {**getattr(settings, name), key.removeprefix(prefix): number}
            return msgspec.structs.replace(settings, **{name: known})
    if key.startswith(REFUND_RATE):
        return _with_refund_rate(settings, key.removeprefix(REFUND_RATE), number)
    prefix, _, line = key.rpartition(".")
    rule = settings.rules.get(prefix.removeprefix("warn."))
    if rule is None or line not in ("amber", "red") or not prefix.startswith("warn."):
        return settings
    moved = msgspec.structs.replace(rule, **{line: number})
    rules = {**settings.rules, prefix.removeprefix("warn."): moved}
    return msgspec.structs.replace(settings, rules=rules)


def _with_refund_rate(settings: WarningSettings, place: str, rate: Decimal) -> WarningSettings:
    """Return the settings with an HS code's rate from a day on ("8501100000.2027-01-01")."""
    code, _, said = place.rpartition(".")
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return settings
    if not code or rate < 0:
        return settings
    known = settings.refund_rates.get(code, ())
    coming = tuple(sorted((*known, (day, rate))))
    return msgspec.structs.replace(settings, refund_rates={**settings.refund_rates, code: coming})


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
