"""What a person has typed into a form and not yet done: kept as it is typed."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from sync.domain.ids import Id
from sync.domain.records import Value, to_value
from sync.store.tables import drafts

Fields = dict[str, Value]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A form's fields as typed. `form` names the form and the row: "order.edit/<id>"."""

    form: str
    order_id: Id = ""
    fields: Fields
    saved_at: datetime


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Fields).decode


def save(connection: Connection, draft: Draft) -> None:
    """Keep a form as it stands now."""
    values = {
        "form": draft.form,
        "order_id": draft.order_id,
        "body": _encode(draft.fields).decode(),
        "saved_at": to_value(draft.saved_at),
    }
    connection.execute(insert(drafts).values(**values).prefix_with("OR REPLACE"))


def load(connection: Connection, form: str) -> Draft | None:
    """Return what was typed into a form, or None."""
    row = connection.execute(select(drafts).where(drafts.c.form == form)).mappings().first()
    return None if row is None else _draft(dict(row))


def listing(connection: Connection) -> list[Draft]:
    """Return all drafts, the newest first."""
    chosen = select(drafts).order_by(drafts.c.saved_at.desc(), drafts.c.form)
    return [_draft(dict(row)) for row in connection.execute(chosen).mappings()]


def discard(connection: Connection, form: str) -> None:
    """Let go of a draft: it was done, or is not wanted."""
    connection.execute(delete(drafts).where(drafts.c.form == form))


def _draft(row: dict[str, str]) -> Draft:
    return Draft(
        form=row["form"],
        order_id=row["order_id"],
        fields=_decode(row["body"]),
        saved_at=msgspec.convert(row["saved_at"], datetime),
    )
