"""Where a replica stands: whose it is, which head office it follows, how far it has come."""

from pathlib import Path

import msgspec
from sqlalchemy import Connection
from typing_extensions import override

from sync.client.badges import Badge
from sync.client.troubles import Trouble
from sync.domain.ids import Id
from sync.domain.records import split
from sync.store import meta


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The replica's meta, typed.

    `cursor` is the version up to which everything is here; `schema` that of the program which has
    this file, `spoken` the one in which an older head office is spoken to, 0 for ours.
    """

    url: str = ""
    ca_file: str = ""
    company: str = ""
    server_id: str = ""
    epoch: str = ""
    user_id: Id = ""
    login: str = ""
    device_id: Id = ""
    token: str = ""
    device_key: str = ""
    expires_at: str = ""
    incarnation: str = ""
    cursor: int = 0
    head: int = 0
    since: int = 0
    first_copy: str = ""
    first_ver: int = 0
    compared: str = ""
    mended: int = 0
    scopes: str = ""
    schema: int = 0
    spoken: int = 0
    unknown: str = ""
    is_copying_again: int = 0
    copied: int = 0
    total: int = 0
    is_paused: int = 0
    agreed_at: str = ""
    office_key: str = ""
    lease_until: str = ""
    lease_renewed_at: str = ""
    clock_seen: str = ""
    opening: str = ""
    wipe_order: str = ""
    wipe_gives: int = 0

    @override
    def __repr__(self) -> str:
        return f"Standing(cursor={self.cursor})"

    @property
    def badge(self) -> Badge:
        """What the device shows at head office; Trouble when nobody is signed in."""
        if not self.token:
            raise Trouble("not_signed_in")
        return Badge(
            token=self.token,
            server_id=self.server_id,
            epoch=self.epoch,
            key=self.device_key,
            schema=self.spoken,
        )

    @property
    def scope_list(self) -> list[str]:
        """The scopes that are held."""
        return list(split(self.scopes))

    @property
    def ca_path(self) -> Path | None:
        """The office's own CA file, where it has one."""
        return Path(self.ca_file) if self.ca_file else None


def load(connection: Connection) -> Standing:
    """Return where the replica stands."""
    return msgspec.convert(meta.everything(connection), Standing, strict=False)


def note(connection: Connection, **values: str | int) -> None:
    """Set fields of the standing."""
    unknown = values.keys() - set(Standing.__struct_fields__)
    if unknown:
        raise KeyError(min(unknown))
    meta.put(connection, **{name: str(value) for name, value in values.items()})
