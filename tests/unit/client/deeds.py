"""What people do at desks in these tests."""

from sync import clock
from sync.domain.ids import Id
from sync.store.outbox import OutboxState
from tests.offices import Desk


def add_buyer(desk: Desk, name: str = "Nordlicht") -> Id:
    identifier = clock.new_id()
    desk.do("partner.add", id=identifier, set={"name": name, "kinds": "buyer"})
    return identifier


def add_order(desk: Desk, buyer: Id) -> Id:
    identifier = clock.new_id()
    desk.do("order.create", id=identifier, set={"buyer_id": buyer, "goods": "bowls"})
    return identifier


def states(desk: Desk) -> list[OutboxState]:
    return [item.state for item in desk.queue()]
