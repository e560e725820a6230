"""Says an action that was done on the desk as the operation that head office judges."""

from sync.actions.deed import Deed
from sync.domain.commands import Command
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.store.tables import SCHEMA
from sync.wire import upgrading
from sync.wire.codec import pack_args
from sync.wire.messages import Operation


def operation_of(deed: Deed, name: str, command: Command, *, seq: int, spoken: int) -> Operation:
    """Return the operation, in the words of the schema that is spoken with head office.

    Refused where an older head office has no words for it.
    """
    context = deed.context
    operation = Operation(
        seq=seq,
        op_id=context.operation_id,
        at=str(to_value(context.acted_at)),
        action=name,
        args=pack_args(command),
        base=deed.seen.noted,
        offline=context.offline,
        schema=SCHEMA,
    )
    said = upgrading.lowered(operation, spoken)
    if said is None:
        raise refuse("office_has_no_words", action=name)
    return said
