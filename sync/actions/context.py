"""Under which circumstances an action is tried: who, when, on which end, by which rules."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from sync.clock import today
from sync.domain.dates import Calendars
from sync.domain.ids import Id
from sync.domain.people import Actor
from sync.domain.process import Process
from sync.domain.rights import Permissions


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The company's rules as data: who may what, the process by version, the calendars."""

    permissions: Permissions
    process: Callable[[int], Process]
    newest_process: int
    calendars: Calendars


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One operation's circumstances.

    `acted_at` is the author's claim of when; `now` is this end's clock. Neither decides anything
    but what is shown.
    """

    actor: Actor
    operation_id: Id
    acted_at: datetime
    now: datetime
    rules: Rules
    at_head_office: bool = False
    offline: bool = False

    @property
    def today(self) -> date:
        """The company's calendar day."""
        return today(self.now)
