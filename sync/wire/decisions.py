"""What a device signs when a person decides: anybody who has the decision can check it."""

import hashlib
from collections.abc import Mapping

from sync.domain.records import Value
from sync.wire import signatures

SIGNED = (
    "id",
    "approval_id",
    "order_id",
    "choice",
    "author_id",
    "subject_hash",
    "subject_ver",
    "policy_ver",
    "policy_level",
    "claimed_at",
)
_PURPOSE = "gendan decision 1"


def text_of(decision: Mapping[str, Value]) -> bytes:
    """Return the bytes that are signed: a line a field, and the note by its hash."""
    note = hashlib.sha256(str(decision["note"] or "").encode()).hexdigest()
    deputy = (f"for {decision['for_id']}",) if decision.get("for_id") else ()
    lines = (_PURPOSE, *(str(decision[name]) for name in SIGNED), note, *deputy)
    return "\n".join(line.replace("\n", " ") for line in lines).encode()


def signed(decision: Mapping[str, Value], private: str) -> str:
    """Return the signature of a decision."""
    return signatures.signed(private, text_of(decision))


def is_sound(decision: Mapping[str, Value]) -> bool:
    """Return whether a decision is signed by the key that it names."""
    public, signature = str(decision["public_key"]), str(decision["signature"])
    return signatures.is_signed(public, signature, text_of(decision))
