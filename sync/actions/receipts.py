"""Confirming receipts: only finance says that money is really there (domain.md 8.4, rule 5)."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import allow, require_right
from sync.domain.commands import ConfirmReceipt
from sync.domain.people import Role
from sync.domain.receipts import Receipt
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.separation import may_confirm


def confirm(deed: Deed, command: ConfirmReceipt) -> None:
    """Confirm that the bank credited the receipt."""
    receipt = deed.work.load(Receipt, "receipts", command.id)
    require_right(deed, "receipt", "U", receipt.order_id)
    if not deed.context.actor.holds(Role.FIN):
        raise refuse("only_finance_confirms", kind="denied", reference=receipt.bank_reference)
    if receipt.confirmed_on is not None:
        raise refuse("receipt_confirmed_already", reference=receipt.bank_reference)
    facts = load_facts(deed.work, receipt.order_id, deed.context)
    allow(may_confirm(facts, actor_id=deed.context.actor.id))
    fields: Fields = {
        "confirmed_by": deed.context.actor.id,
        "confirmed_on": to_value(command.confirmed_on or deed.context.today),
    }
    deed.set("receipts", command.id, fields)
