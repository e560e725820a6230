"""One metadata for both ends: a table a noun, made from its record.

And the tables that sync itself needs.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from sync.domain.entities import ENTITIES, INDEXES, PAIRS
from sync.domain.records import Record, field_types
from sync.domain.releases import newest

SCHEMA = newest()
"""The version of the tables and of the wire's rows."""

entities = MetaData()
desk = MetaData()
office = MetaData()

_TEXTS = (str, date, datetime, Decimal)


def _column(name: str, kind: type[Record]) -> Column[object]:
    declared = field_types(kind)[name]
    whole = declared in (int, bool, int | None, bool | None)
    return Column(name, BigInteger if whole else Text, primary_key=name == "id")


def _entity_table(name: str, kind: type[Record]) -> Table:
    fields = (_column(field, kind) for field in kind.__struct_fields__)
    indexes = [Index(f"{name}_by_{column}", column) for column in INDEXES.get(name, ())]
    pair = PAIRS.get(name)
    if pair is not None:
        indexes.append(Index(f"{name}_by_{'_and_'.join(pair)}", *pair))
    version = Column("ver", BigInteger, nullable=False, server_default="0")
    return Table(name, entities, *fields, version, *indexes, sqlite_with_rowid=False)


TABLES: dict[str, Table] = {name: _entity_table(name, kind) for name, kind in ENTITIES.items()}

# Head office's own

server_meta = Table(
    "server_meta",
    office,
    Column("one", Integer, primary_key=True),
    Column("server_id", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("horizon", BigInteger, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("binding", Text, nullable=False, server_default=""),
)
epochs = Table(
    "epochs",
    office,
    Column("epoch", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("restored_head", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("began_at", Text, nullable=False),
)
feed = Table(
    "feed",
    office,
    Column("container", Text, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("ver", BigInteger, nullable=False),
    Column("gone", Integer, nullable=False, server_default="0"),
    Index("feed_by_ver", "ver", "container", "entity", "row_id", "gone"),
    sqlite_with_rowid=False,
)
audiences = Table(
    "audiences",
    office,
    Column("container", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("ver", BigInteger, nullable=False),
    Column("gone", Integer, nullable=False, server_default="0"),
    Index("audiences_by_scope", "scope", "ver", "container", "gone"),
    sqlite_with_rowid=False,
)
grants = Table(
    "grants",
    office,
    Column("user_id", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("since_ver", BigInteger, nullable=False),
)
accounts = Table(
    "accounts",
    office,
    Column("user_id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", Text),
)
devices = Table(
    "devices",
    office,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False, server_default="active"),
    Column("expires_at", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text),
    Column("cursor", BigInteger, nullable=False, server_default="0"),
    Column("public_key", Text, nullable=False, server_default=""),
    Column("wipe", Text, nullable=False, server_default=""),
    Column("gives", Integer, nullable=False, server_default="1"),
    Column("lease_half", Text, nullable=False, server_default=""),
)
office_keys = Table(
    "office_keys",
    office,
    Column("one", Integer, primary_key=True),
    Column("private_key", Text, nullable=False),
)
quarantine = Table(
    "quarantine",
    office,
    Column("op_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False, index=True),
    Column("user_id", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("given_at", Text, nullable=False),
)
device_keys = Table(
    "device_keys",
    office,
    Column("name", Text, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("enrolled_at", Text, nullable=False),
)
incarnations = Table(
    "incarnations",
    office,
    Column("device_id", Text, primary_key=True),
    Column("incarnation", Text, primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
)
operations = Table(
    "operations",
    office,
    Column("op_id", Text, primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("ver", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
)
history_links = Table(
    "history_links",
    office,
    Column("ver", BigInteger, primary_key=True, autoincrement=False),
    Column("lines", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
)
numbers = Table(
    "numbers",
    office,
    Column("series", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

# The desk's own

missing = Table(
    "missing",
    desk,
    Column("container", Text, primary_key=True),
    Column("place", Integer, nullable=False, server_default="1"),
)
meta = Table(
    "meta", desk, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)
base = Table(
    "base",
    desk,
    Column("entity", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("body", LargeBinary),
    sqlite_with_rowid=False,
)
outbox = Table(
    "outbox",
    desk,
    Column("op_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("status", Text, nullable=False, server_default=""),
    Column("action", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("order_id", Text, nullable=False, server_default=""),
    Column("body", LargeBinary, nullable=False),
    Column("effects", LargeBinary, nullable=False),
    Column("ver", BigInteger, nullable=False, server_default="0"),
    Column("detail", Text, nullable=False, server_default=""),
    Column("decided_at", Text),
    Index("outbox_by_seq", "seq"),
)
touched = Table(
    "touched",
    desk,
    Column("entity", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("op_id", Text, primary_key=True),
    Index("touched_by_operation", "op_id"),
    sqlite_with_rowid=False,
)
drafts = Table(
    "drafts",
    desk,
    Column("form", Text, primary_key=True),
    Column("order_id", Text, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)
