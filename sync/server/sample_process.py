"""The sample's draft of a new version of the order process: what its manager would change."""

from collections.abc import Iterator
from datetime import timedelta

from sync.domain.ids import row_id
from sync.domain.people import Role
from sync.domain.process_changes import ProcessChange, applied, change_id
from sync.domain.process_drafts import ProcessDraft
from sync.domain.process_versions import digest_of
from sync.domain.records import Record
from sync.server.sample_orders import World
from sync.server.sample_words import words


def draft_rows(world: World) -> Iterator[tuple[str, Record]]:
    """Yield a draft that is being written, with its changes; one stage of it has two owners."""
    manager = world.cast.with_role(Role.MGR)[0]
    sketch = words().draft
    made = row_id("sample draft", str(world.seed))
    began = world.now - timedelta(days=2)
    changes = [
        ProcessChange(
            id=change_id(made, node, part, field),
            draft_id=made,
            node=node,
            part=part,
            field=field,
            value=value,
            changed_by=manager.id,
            changed_at=began + timedelta(minutes=4 * number),
        )
        for number, (node, part, field, value) in enumerate(sketch.changes, 1)
    ]
    draft = ProcessDraft(
        id=made,
        title=sketch.title,
        based_on=world.process.version,
        digest=digest_of(applied(world.process, changes).process),
        created_by=manager.id,
        created_at=began,
    )
    yield "process_drafts", draft
    yield from (("process_changes", change) for change in changes)
