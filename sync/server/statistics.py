"""What `gendan-office stats` tells: how much there is, and who has not been seen."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from sync.domain.entities import ENTITIES
from sync.domain.records import Value, to_value
from sync.store import accounts, audit, epochs, feed, uploads

UNSEEN_DAYS = 14


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one head office; `rows` by noun, `verdicts` by status."""

    company: str
    server_id: str
    epoch: str
    epochs: int
    head: int
    users: int
    devices: int
    seen_today: int
    unseen: int
    operations: int
    verdicts: dict[str, int]
    open_conflicts: int
    files: int
    files_bytes: int
    uploads: int
    rows: dict[str, int]


def gathered(connection: Connection, *, now: datetime) -> Statistics:
    """Return the counts as they stand."""
    office = feed.meta(connection)
    devices = [
        device for device in accounts.all_devices(connection) if device.state == accounts.ACTIVE
    ]
    count, size = uploads.stored_totals(connection)
    verdicts = audit.verdicts(connection)
    return Statistics(
        company=office.company,
        server_id=office.server_id,
        epoch=office.epoch,
        epochs=max(1, len(epochs.listing(connection))),
        head=office.head,
        users=len(accounts.all_accounts(connection)),
        devices=len(devices),
        seen_today=sum(_is_seen(device, now - timedelta(days=1)) for device in devices),
        unseen=sum(not _is_seen(device, now - timedelta(days=UNSEEN_DAYS)) for device in devices),
        operations=sum(verdicts.values()),
        verdicts=verdicts,
        open_conflicts=audit.open_conflicts(connection),
        files=count,
        files_bytes=size,
        uploads=len(uploads.under_way(connection)),
        rows={entity: audit.row_count(connection, entity) for entity in ENTITIES},
    )


def facts_of(told: Statistics) -> dict[str, Value]:
    """Return the counts as a sentence takes them; lists as one text each."""
    plain = {name: getattr(told, name) for name in told.__struct_fields__}
    plain["files_mb"] = round(told.files_bytes / 1_000_000)
    plain["unseen_days"] = UNSEEN_DAYS
    for name in ("rows", "verdicts"):
        counted = plain[name].items()
        plain[name] = ", ".join(f"{each} {count}" for each, count in counted if count) or "0"
    return plain


def _is_seen(device: accounts.Device, since: datetime) -> bool:
    return (device.seen_at or "") >= str(to_value(since))
