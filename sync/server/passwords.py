"""Passwords at head office: argon2id at the cost it can bear, and which ones are refused."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sync.domain.refusals import refuse
from sync.store.resource_files import resource_folder

CHARACTERS_MIN = 8
CHARACTERS_MAX = 1_000
SLOTS = 2
"""How many are hashed at once: each takes 19 MiB and 28 ms."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Return whether the password is the one; for nobody (None) it takes as long and is False."""
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def check_new(password: str, *, login: str) -> None:
    """Raise Refused for a password that others would guess first."""
    if len(password) < CHARACTERS_MIN:
        raise refuse("password_too_short", count=CHARACTERS_MIN)
    if len(password) > CHARACTERS_MAX:
        raise refuse("password_too_long", count=CHARACTERS_MAX)
    if password.lower() in _common() or password.lower() == login:
        raise refuse("password_too_common")


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    path = resource_folder() / "codes" / "common_passwords.txt"
    return frozenset(path.read_text(encoding="utf-8").split())
