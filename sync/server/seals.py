"""Whether a call comes from the device whose token it carries: signed by its key, now, and once."""

from collections import OrderedDict

import msgspec
from sqlalchemy import Connection
from starlette.requests import Request

from sync import clock
from sync.server.bearers import hash_of, token_in
from sync.server.refusing import decline
from sync.server.workers import Workers
from sync.store import accounts
from sync.wire import seals, signatures, versions
from sync.wire.seals import WINDOW_SECONDS, Seal, Sealed

KEYS_KEPT = 20_000


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a call shows: its seal, if it has one, and what was sealed."""

    seal: Seal | None
    call: Sealed


def shown_by(request: Request, *, token: str) -> Shown:
    """Return what a call shows."""
    headers, query = request.headers, str(request.scope["query_string"], "ascii", "replace")
    call = Sealed(
        method=request.method,
        path=str(request.scope["path"]) + (f"?{query}" if query else ""),
        token=token,
        server_id=headers.get(versions.HEADER_SERVER, ""),
        epoch=headers.get(versions.HEADER_EPOCH, ""),
        schema=headers.get(versions.HEADER_SCHEMA, ""),
        span=headers.get("Range", ""),
    )
    return Shown(seal=seals.seal_in(headers.get(seals.HEADER_SEAL, "")), call=call)


class Seals:
    """Which keys devices have, and which calls were made already.

    A token's key never changes, so it is read once. What was made is remembered in two halves, each
    for as long as a call can be in time. `since` is when that began: what was sealed before another
    process may have done.
    """

    def __init__(self, since: int = 0) -> None:
        self._since = since
        self._keys: OrderedDict[str, str] = OrderedDict()
        self._made: set[int] = set()
        self._made_before: set[int] = set()
        self._turned_at = 0

    async def require(self, request: Request, workers: Workers) -> None:
        """Decline a call that is not signed by the device whose token it carries.

        The body's hash is noted, for whoever reads the body.
        """
        token = token_in(request.headers.get("Authorization", ""))
        key = await self._key_of(hash_of(token), workers)
        shown = shown_by(request, token=token)
        request.state.digest = self.judge(shown, key, at=int(clock.now().timestamp()))

    def judge(self, shown: Shown, public_key: str, *, at: int) -> str:
        """Return the hash that the body must have, or decline."""
        seal = shown.seal
        if not public_key:
            raise decline(401, "device_not_enrolled")
        if seal is None:
            raise decline(401, "seal_missing")
        text = seals.text_of(shown.call, seal)
        if not signatures.is_signed(public_key, seal.signature, text):
            raise decline(401, "seal_not_valid")
        if abs(seal.at - at) > WINDOW_SECONDS or seal.at < self._since:
            raise decline(401, "seal_out_of_time", at=at)
        if not self._is_first(int(seal.nonce, 16), at):
            raise decline(401, "seal_used_before")
        return seal.digest

    def _is_first(self, name: int, at: int) -> bool:
        if at - self._turned_at > 2 * WINDOW_SECONDS:
            self._made_before, self._made = self._made, set()
            self._turned_at = at
        if name in self._made or name in self._made_before:
            return False
        self._made.add(name)
        return True

    async def _key_of(self, token_hash: str, workers: Workers) -> str:
        """Return the public key that goes with a token, or decline a token that nobody has."""
        known = self._keys.get(token_hash)
        if known is None:

            def found(connection: Connection) -> str | None:
                bearer = accounts.bearer_of(connection, token_hash)
                return None if bearer is None else bearer.public_key

            known = await workers.read(found)
            if known is None:
                raise decline(401, "token_unknown")
            self._keys[token_hash] = known
            if len(self._keys) > KEYS_KEPT:
                self._keys.popitem(last=False)
        return known
