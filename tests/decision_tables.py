"""A draft of the decision table in tests: begun by one, asked for, put in force by another."""

import pytest

from sync.actions.authority import table_of
from sync.actions.workspace import Workspace
from sync.domain.authority import evaluate
from sync.domain.refusals import Refused
from sync.store import authority_lists
from tests.builders import TODAY, an_id

DRAFT, OTHER, ROW, ASKED = an_id("draft"), an_id("other draft"), an_id("row"), an_id("asked")
PRICE = {"row": "A1", "fact": "price_change_percent"}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def change(desk, place, identifier=DRAFT, **said):
    desk.do("authority.change", draft_id=identifier, **place, set=said)


def begin(desk, identifier=DRAFT):
    desk.do("authority.draft", id=identifier, title="Smaller discounts")
    change(desk, PRICE, identifier, **{"limit.2": "4"})


def asked(desk_of, first=None):
    """Return the desks of who asked for a draft and of who decides about it."""
    bo, gao = desk_of("bo"), desk_of("gao")
    begin(bo)
    if first is not None:
        first(bo)
    bo.do("authority.submit", id=DRAFT)
    bo.sync()
    gao.pull()
    return bo, gao


def published(desk_of, first=None):
    bo, gao = asked(desk_of, first)
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    bo.pull()
    return bo, gao


def table_on(desk, version=0):
    with desk.replica.read() as connection:
        return table_of(Workspace(connection), version)[0]


def read(desk, identifier=DRAFT):
    with desk.replica.read() as connection:
        return authority_lists.read_draft(connection, identifier, today=TODAY)


def level(desk, **case):
    return evaluate(table_on(desk), case).level
