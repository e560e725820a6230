"""Bringing in rows that were made elsewhere: once, however often a file is read, on any desk."""

from sync.actions import duplicates
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_create
from sync.actions.keeping import Entry, note
from sync.actions.plain import code_taken
from sync.actions.process_versions import version_begun
from sync.domain.commands import ImportRows
from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.history import ChangeKind
from sync.domain.ids import is_id
from sync.domain.records import columns, defaults, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields, check_text

IMPORTED = frozenset(
    (
        "partners",
        "contacts",
        "products",
        "orders",
        "order_lines",
        "shipments",
        "shipment_lines",
        "containers",
        "letters_of_credit",
        "nodes",
    )
)
"""Nouns that a file can bring: not money received, nor what a person answered or said."""

GROWING = frozenset(("order_lines", "shipments", "shipment_lines", "containers"))
"""Nouns that the same source may add to an order that it brought in before."""


def bring_in(deed: Deed, command: ImportRows) -> None:
    """Put the rows that are not there yet; what is there, or was changed since, stays as it is."""
    if not command.source.strip():
        raise refuse("field_empty", entity="orders", field="source")
    unknown = command.rows.keys() - IMPORTED
    if unknown:
        raise refuse("import_noun_unknown", entity=min(unknown))
    check_text("orders", "source", command.source)
    for entity in ENTITIES:
        if entity in command.rows:
            _bring_in_rows(deed, entity, command)
    for row in command.rows.get("partners", ()):
        if ("partners", str(row["id"])) in deed.work.before:
            duplicates.look(deed, str(row["id"]))


def _bring_in_rows(deed: Deed, entity: str, command: ImportRows) -> None:
    rows = command.rows[entity]
    deed.work.prefetch(entity, [str(row.get("id", "")) for row in rows])
    for row in rows:
        is_known = deed.work.get(entity, str(row.get("id", ""))) is not None
        if not is_known and _belongs(deed, entity, row, command.source):
            _bring_in(deed, entity, row, command.source)


def _belongs(deed: Deed, entity: str, row: Fields, source: str) -> bool:
    """Return whether the row is nobody's, of an order made by this import, or one it may grow.

    Other orders change by actions; a line that was rejected before and is mended now may follow.
    """
    if entity not in PARENTS:
        return True
    order_id = str(row.get("order_id", ""))
    if ("orders", order_id) in deed.work.before:
        return True
    order = deed.work.get("orders", order_id)
    if order is None or order["source"] != source or entity not in GROWING:
        return False
    require_create(deed, entity, {"id": row["id"], "order_id": order_id})
    return True


def _bring_in(deed: Deed, entity: str, row: Fields, source: str) -> None:
    fields = check_fields(entity, row)
    if not is_id(str(fields.get("id", ""))):
        raise refuse("value_not_valid", entity=entity, field="id", value=str(fields.get("id"))[:40])
    if "source" in defaults(ENTITIES[entity]):
        fields.setdefault("source", source)
    if entity == "orders":
        _require_free_number(deed, fields)
        _complete_order(deed, fields)
    for name in columns(ENTITIES[entity]):
        if fields.get(name) is None and name not in defaults(ENTITIES[entity]):
            raise refuse("field_empty", entity=entity, field=name)
    if entity not in PARENTS:
        require_create(deed, entity, {"id": fields["id"]} | _owner(fields))
    new = deed.work.insert(entity, fields)
    if entity == "orders":
        note(deed.work, deed.context, entity, new, Entry(kind=ChangeKind.CREATED))


def _require_free_number(deed: Deed, fields: Fields) -> None:
    number = fields.get("order_no")
    others = deed.work.find("orders", "order_no", number) if number else []
    if others:
        raise code_taken("orders", "order_no", others[0])


def _complete_order(deed: Deed, fields: Fields) -> None:
    fields.setdefault("owner_id", deed.context.actor.id)
    fields.setdefault("team", deed.context.actor.team)
    fields["process_version"] = version_begun(deed)
    fields["created_by"] = deed.context.actor.id
    fields.setdefault("created_at", to_value(deed.context.acted_at))


def _owner(fields: Fields) -> Fields:
    """Return what the right to bring a row in depends on.

    Firms come with the order that names them, so their kinds do not matter.
    """
    return {name: fields[name] for name in ("owner_id", "team", "partner_id") if name in fields}
