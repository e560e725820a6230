"""The company's own versions of the order process: published once, never changed, kept for orders.

An order keeps the version that it began with, on every desk, offline as well.
"""

import hashlib
from datetime import datetime

import msgspec

from sync.domain.ids import Id, row_id
from sync.domain.process import Process, problems
from sync.domain.records import Record


class ProcessVersion(Record, frozen=True, kw_only=True):
    """A published version: the whole process as JSON, and from which draft and version it came."""

    number: int
    title: str = ""
    body: str
    digest: str
    based_on: int = 0
    draft_id: str = ""
    published_by: str = ""
    published_at: datetime | None = None


def version_id(number: int) -> Id:
    """Return the id of a version's row: there is one for each number."""
    return row_id("process version", str(number))


def written(process: Process) -> str:
    """Return a process as the JSON that a version's row holds."""
    return msgspec.json.encode(process).decode()


def digest_of(process: Process) -> str:
    """Return what tells one content of the process from another, whatever its number."""
    unnumbered = msgspec.structs.replace(process, version=0)
    return hashlib.sha256(msgspec.json.encode(unnumbered)).hexdigest()


def read(text: str) -> Process:
    """Return the process in a version's JSON; ValueError where it does not hold together."""
    try:
        process = msgspec.json.decode(text, type=Process)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    wrong = problems(process)
    if wrong:
        raise ValueError("; ".join(wrong))
    return process
