"""The tables of files' contents: what each end holds, and what is on its way."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from sync.store.tables import desk, office

# Head office's own

blobs = Table(
    "blobs",
    office,
    Column("sha256", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("stored_at", Text, nullable=False),
    Column("unreferenced_since", Text),
)
uploads = Table(
    "uploads",
    office,
    Column("id", Text, primary_key=True),
    Column("attachment_id", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("ranges", Text, nullable=False),
    Column("is_proved", Integer, nullable=False),
    Column("begun_at", Text, nullable=False),
    Index("uploads_by_attachment", "attachment_id", "device_id", unique=True),
)

# The desk's own

kept_blobs = Table(
    "kept_blobs",
    desk,
    Column("sha256", Text, primary_key=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("kept_at", Text, nullable=False),
)
transfers = Table(
    "transfers",
    desk,
    Column("attachment_id", Text, primary_key=True),
    Column("direction", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("done_bytes", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("changed_at", Text, nullable=False),
)
