"""The tables of first copies: what head office has built, and what a desk has still to fetch."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from sync.store.tables import desk, office

# Head office's own

snapshots = Table(
    "snapshots",
    office,
    Column("scope", Text, primary_key=True),
    Column("view", Text, primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("ver", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("made_at", Text, nullable=False),
)
segments = Table(
    "segments",
    office,
    Column("scope", Text, primary_key=True),
    Column("view", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("left_at", Text, index=True),
)

# The desk's own

arriving = Table(
    "arriving",
    desk,
    Column("sha256", Text, primary_key=True),
    Column("place", Integer, nullable=False, index=True),
    Column("size_bytes", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("come", LargeBinary, nullable=False, server_default=""),
)
