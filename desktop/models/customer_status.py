"""How an order stands, in English, for the buyer: what the page copies for pasting."""

from collections.abc import Iterable

from desktop.models.order_page import OrderPicture
from sync.domain import buyer_status
from sync.domain.buyer_status import Standing
from sync.domain.people import User


def status_text(picture: OrderPicture, people: Iterable[User] = ()) -> str:
    """Return the text to paste into a message to the buyer."""
    standing = Standing(
        facts=picture.facts,
        process=picture.process,
        current=picture.summary.current,
        today=picture.today,
    )
    return buyer_status.status_text(standing, people)
