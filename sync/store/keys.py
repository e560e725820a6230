"""The replica's key: random, at rest only wrapped, by the system's keyring or by the password.

`replica.json` beside the database says which of the two opens it. Nothing here shows a secret in
its repr, and what leaves it as an exception carries none.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.domain.refusals import Refused, refuse
from sync.store.database import Key
from sync.store.keyrings import Ring, ring_named
from sync.store.safe_files import make_private_folder, write_private_file

FILE_NAME = "replica.json"
_PURPOSE = b"gendan replica key 1"
_LEASED = b"gendan leased key 1"
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4


class Wrapping(msgspec.Struct, frozen=True, kw_only=True):
    """How a replica's key is wrapped. `keyring` names the ring that holds the other half.

    With `is_leased` head office's half is needed too: `half` is that, sealed by the opener; without
    it the key stays shut until head office gives it again to `device_id`.
    """

    version: int = 1
    replica_id: str
    holder: Literal["keyring", "password"]
    keyring: str = ""
    salt: bytes
    nonce: bytes
    wrapped: bytes
    is_leased: bool = False
    half: bytes = b""
    device_id: str = ""


def create_key(folder: Path, password: str | None, rings: Sequence[Ring]) -> Key:
    """Make a replica's key, wrapped by the first keyring that keeps a secret, else by the password.

    Refused where there is neither, and where the folder has a key already.
    """
    make_private_folder(folder)
    if (folder / FILE_NAME).exists():
        raise refuse("replica_exists", folder=str(folder))
    data = secrets.token_bytes(32)
    _write(folder, _wrapped(data, password, rings))
    return Key(data)


def unlock(folder: Path, password: str | None, rings: Sequence[Ring]) -> Key:
    """Return a replica's key, or refuse.

    Codes: password_needed, password_wrong, keyring_locked, keyring_gone, key_damaged, lease_over.
    """
    wrapping = read_wrapping(folder)
    return Key(_unwrapped(wrapping, _opener(wrapping, password, rings)))


def bind(
    folder: Path, password: str | None, rings: Sequence[Ring], *, half: str, device_id: str
) -> None:
    """Have the key open only with head office's half as well; that of before may be forgotten.

    Only the wrapping is written anew, never the database.
    """
    wrapping = read_wrapping(folder)
    opener = _opener(wrapping, password, rings)
    given = bytes.fromhex(half)
    if wrapping.is_leased and not wrapping.half:
        wrapping = _with_half(wrapping, opener, given)
    elif wrapping.is_leased and _half_of(wrapping, opener) == given:
        return
    data = _unwrapped(wrapping, opener)
    nonce = os.urandom(12)
    bound = msgspec.structs.replace(
        wrapping,
        nonce=nonce,
        wrapped=AESGCM(_joined(opener, given)).encrypt(nonce, data, wrapping.replica_id.encode()),
        is_leased=True,
        device_id=device_id,
    )
    _write(folder, _with_half(bound, opener, given))


def forget_half(folder: Path) -> None:
    """Let go of head office's half: the lease is over, and only head office can give it again."""
    wrapping = read_wrapping(folder)
    if wrapping.half:
        _write(folder, msgspec.structs.replace(wrapping, half=b""))


def seal_again(folder: Path, old: str | None, new: str, rings: Sequence[Ring]) -> None:
    """Seal the key by a changed password; nothing to do where a keyring holds it."""
    wrapping = read_wrapping(folder)
    if wrapping.holder == "password":
        opener = _opener(wrapping, old, rings)
        data = _unwrapped(wrapping, opener)
        half = _half_of(wrapping, opener)
        _write(folder, _sealed(data, new, wrapping.replica_id))
        if wrapping.is_leased:
            bind(folder, new, rings, half=half.hex(), device_id=wrapping.device_id)


def opening_account(wrapping: Wrapping) -> str:
    """Return under which name a keyring remembers when a replica was last opened."""
    return f"{wrapping.replica_id} opening"


def destroy(folder: Path, rings: Sequence[Ring]) -> None:
    """Destroy a replica's key for good: what its ring holds, and the file, written over before."""
    try:
        wrapping = read_wrapping(folder)
    except Refused:
        wrapping = None
    if wrapping is not None:
        for ring in rings:
            if ring.name == wrapping.keyring:
                ring.forget(wrapping.replica_id)
                ring.forget(opening_account(wrapping))
    path = folder / FILE_NAME
    if path.exists():
        write_private_file(path, secrets.token_bytes(path.stat().st_size))
        path.unlink()


def read_wrapping(folder: Path) -> Wrapping:
    """Return how the replica in a folder is locked, or refuse: there is none, or it is damaged."""
    try:
        content = (folder / FILE_NAME).read_bytes()
    except FileNotFoundError:
        raise refuse("replica_absent", folder=str(folder)) from None
    try:
        return msgspec.json.decode(content, type=Wrapping)
    except msgspec.DecodeError:
        raise refuse("key_damaged", folder=str(folder)) from None


def _write(folder: Path, wrapping: Wrapping) -> None:
    write_private_file(folder / FILE_NAME, msgspec.json.encode(wrapping))


def _wrapped(data: bytes, password: str | None, rings: Sequence[Ring]) -> Wrapping:
    replica_id = secrets.token_hex(16)
    secret = secrets.token_hex(32)
    for ring in rings:
        if ring.keep(replica_id, secret):
            salt, nonce = os.urandom(16), os.urandom(12)
            opener = _stretched(secret, salt)
            return Wrapping(
                replica_id=replica_id,
                holder="keyring",
                keyring=ring.name,
                salt=salt,
                nonce=nonce,
                wrapped=AESGCM(opener).encrypt(nonce, data, replica_id.encode()),
            )
    return _sealed(data, password, replica_id)


def _sealed(data: bytes, password: str | None, replica_id: str) -> Wrapping:
    if not password:
        raise refuse("password_needed")
    salt, nonce = os.urandom(16), os.urandom(12)
    return Wrapping(
        replica_id=replica_id,
        holder="password",
        salt=salt,
        nonce=nonce,
        wrapped=AESGCM(_hashed(password, salt)).encrypt(nonce, data, replica_id.encode()),
    )


def _opener(wrapping: Wrapping, password: str | None, rings: Sequence[Ring]) -> bytes:
    if wrapping.holder == "keyring":
        secret = ring_named(rings, wrapping.keyring).secret(wrapping.replica_id)
        return _stretched(secret, wrapping.salt)
    if not password:
        raise refuse("password_needed")
    return _hashed(password, wrapping.salt)


def _unwrapped(wrapping: Wrapping, opener: bytes) -> bytes:
    half = _half_of(wrapping, opener)
    key = _joined(opener, half) if wrapping.is_leased else opener
    return _opened(wrapping, key, wrapping.nonce, wrapping.wrapped)


def _opened(wrapping: Wrapping, key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, sealed, wrapping.replica_id.encode())
    except (InvalidTag, ValueError):
        is_sealed = wrapping.holder == "password"
        raise refuse("password_wrong" if is_sealed else "key_damaged", folder="") from None


def _half_of(wrapping: Wrapping, opener: bytes) -> bytes:
    """Return head office's half; refuse where it was let go of."""
    if not wrapping.is_leased:
        return b""
    if not wrapping.half:
        raise refuse("lease_over")
    return _opened(wrapping, opener, wrapping.half[:12], wrapping.half[12:])


def _with_half(wrapping: Wrapping, opener: bytes, half: bytes) -> Wrapping:
    nonce = os.urandom(12)
    sealed = AESGCM(opener).encrypt(nonce, half, wrapping.replica_id.encode())
    return msgspec.structs.replace(wrapping, half=nonce + sealed)


def _joined(opener: bytes, half: bytes) -> bytes:
    return HKDF(SHA256(), 32, half, _LEASED).derive(opener)


def _stretched(secret: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, _PURPOSE).derive(secret.encode())


def _hashed(password: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        password.encode(), salt, _PASSES, _MEMORY_KIB, _LANES, hash_len=32, type=Type.ID
    )
