"""The actions by which work and wishes change hands: handoffs, nudges, read-backs."""

from datetime import date

import msgspec

from sync.domain.command_kinds import Action, Command
from sync.domain.ids import Id


class HandOff(Command, frozen=True, kw_only=True):
    """Hand the work at a node over to a person: what is delivered, and when it counts as that."""

    id: Id = ""
    order_id: Id
    node: str
    subject_id: Id = ""
    to_id: Id
    delivers: str
    criteria: str = ""


class AcceptHandoff(Command, frozen=True, kw_only=True):
    """Accept what was handed over, and promise a day."""

    id: Id
    promised_on: date | None = None


class ReturnHandoff(Command, frozen=True, kw_only=True):
    """Return what was handed over, or take back what nobody has answered, with the reason."""

    id: Id
    reason: str


class SendNudge(Command, frozen=True, kw_only=True):
    """Remind whoever holds the ball at a node; without a node, at the one that holds it up."""

    id: Id = ""
    order_id: Id
    node: str = ""
    subject_id: Id = ""
    text: str = ""


class PostStatus(Command, frozen=True, kw_only=True):
    """Say how a stage stands; without a node, the one that holds the order up."""

    id: Id = ""
    order_id: Id
    node: str = ""
    subject_id: Id = ""
    text: str
    expected_on: date | None = None


class ReadBack(Command, frozen=True, kw_only=True):
    """Say in a department's own words what it understood of a buyer's wish."""

    id: Id = ""
    requirement_id: Id
    department: str = ""
    words: str


class HandedItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of work in a packet: an order, a node's row or a task; to whom, if not to all."""

    entity: str
    row_id: Id
    to_id: Id = ""


class OfferHandover(Command, frozen=True, kw_only=True):
    """Hand one's desk over for some days; without items everything that stands there."""

    id: Id = ""
    from_id: Id = ""
    to_id: Id = ""
    kind: str = "leave"
    from_on: date
    to_on: date | None = None
    items: tuple[HandedItem, ...] = ()


class AnswerItemOffer(Command, frozen=True, kw_only=True):
    """Accept an item of a packet, or refuse it with the reason."""

    id: Id
    reason: str = ""


class EndHandover(Command, frozen=True, kw_only=True):
    """End a packet before its last day."""

    id: Id


class AskOpinions(Command, frozen=True, kw_only=True):
    """Ask everybody who is consulted on a node."""

    order_id: Id
    node: str
    subject_id: Id = ""


class GiveOpinion(Command, frozen=True, kw_only=True):
    """Answer for a role that is consulted."""

    id: Id
    opinion: str


class WaiveOpinion(Command, frozen=True, kw_only=True):
    """Go on without a role's opinion, with the reason."""

    id: Id
    reason: str


class SeeNotice(Command, frozen=True, kw_only=True):
    """Note that one has seen what one's role was told."""

    id: Id


class AcknowledgeDuties(Command, frozen=True, kw_only=True):
    """Acknowledge the duties of one's role; `digest` is of the wording that was read."""

    role: str
    digest: str = ""


HANDING = (
    Action("handoff.offer", HandOff, "handoffs"),
    Action("handoff.accept", AcceptHandoff, "handoffs"),
    Action("handoff.return", ReturnHandoff, "handoffs"),
    Action("handoff.withdraw", ReturnHandoff, "handoffs"),
    Action("nudge.send", SendNudge, "nudges"),
    Action("status.post", PostStatus, "status_posts"),
    Action("requirement.read_back", ReadBack, "readbacks"),
    Action("handover.offer", OfferHandover, "handovers"),
    Action("handover.accept", AnswerItemOffer, "handover_items"),
    Action("handover.refuse", AnswerItemOffer, "handover_items"),
    Action("handover.end", EndHandover, "handovers"),
    Action("opinion.ask", AskOpinions, "opinions"),
    Action("opinion.give", GiveOpinion, "opinions"),
    Action("opinion.waive", WaiveOpinion, "opinions"),
    Action("notice.see", SeeNotice, "notices"),
    Action("duties.acknowledge", AcknowledgeDuties, "acknowledgements"),
)
