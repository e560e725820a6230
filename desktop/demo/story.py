"""The story: two desks without a network change the same order, one dies, then all agree."""

from desktop.app.program import Program
from desktop.demo.hand import NotFound
from desktop.demo.moves import Moves
from desktop.demo.patience import let_work
from desktop.demo.played import PlayedDesk
from desktop.demo.plot import Plot, open_conflicts, plot_at
from desktop.demo.windows import (
    hand_on,
    session_of,
    wait_until_agreed,
    wait_until_decided,
    waiting_at,
)

SELLERS_WORDS = "客户要求分两批出货，价格按新报价。"
MANAGERS_WORDS = "已和客户通过电话，交期不变。"


def tell(program: Program, other: PlayedDesk) -> Plot:
    """Work the story through at both desks; return what it was about. NotFound where it stops."""
    session = session_of(program)
    hand = hand_on(program)
    hand.until(lambda: session.desk.is_seated, "the desk is seated")
    moves, plot = Moves(hand, "zh"), plot_at(session.desk)
    known = open_conflicts(session.desk)
    other.move("open_order", order_id=plot.order_id, number=plot.number)
    moves.offline()
    other.move("offline")
    _at_this_desk(moves, plot)
    waiting = _at_the_other_desk(other, plot)
    other.kill()
    _require_kept(other, plot, waiting)
    if waiting_at(program) < 1:
        message = "what was done offline waits on this device"
        raise NotFound(message)
    other.move("online")
    other.move("agree")
    moves.online()
    wait_until_agreed(program)
    conflict = _new_conflict(program, known)
    moves.decide(conflict)
    wait_until_decided(program, conflict)
    wait_until_agreed(program)
    other.move("see_decided", conflict_id=conflict)
    other.move("agree")
    return plot


def _at_this_desk(moves: Moves, plot: Plot) -> None:
    """Do the seller's part: price, purchase order, a word, a tick, a new order."""
    moves.open_order(plot.order_id, plot.number)
    moves.tick(plot.item)
    moves.change_line(plot.line_id, "unit_price", plot.sellers_price)
    moves.change_order("buyer_po", "PO-2026-118")
    moves.comment(SELLERS_WORDS)
    line = {"description": "LED desk lamp DL-210", "quantity": "2400", "unit_price": "3.35"}
    moves.create_order(plot.buyer, line, "Ningbo")


def _at_the_other_desk(other: PlayedDesk, plot: Plot) -> int:
    """Do the manager's part: another price, another field, a word. Return what waits there."""
    other.move("open_order", order_id=plot.order_id, number=plot.number)
    other.move("change_line", line_id=plot.line_id, field="unit_price", text=plot.managers_price)
    other.move("change_order", field="destination", text="Hamburg-Altona")
    return other.move("comment", text=MANAGERS_WORDS)


def _require_kept(other: PlayedDesk, plot: Plot, waiting: int) -> None:
    """Start the killed desk again, and see that all it did is there."""
    kept = other.start()
    if kept != waiting:
        message = f"all {waiting} changes of the killed desk, not {kept}"
        raise NotFound(message)
    other.move("open_order", order_id=plot.order_id, number=plot.number)
    other.move("see_comment", text=MANAGERS_WORDS)


def _new_conflict(program: Program, known: frozenset[str]) -> str:
    """Return the one conflict that the story raised, once it is here."""
    desk = session_of(program).desk
    hand_on(program).until(lambda: open_conflicts(desk) - known, "the conflict is here")
    let_work(1)
    return min(open_conflicts(desk) - known)
