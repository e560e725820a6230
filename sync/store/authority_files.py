"""Reads the decision-level tables: what ships with the program, and the company's own versions.

The company's are configuration rows, a key each ("authority.v7"); the newest counts, the older ones
stay, so that a decision can be read by the table that it was made under.
"""

import re
from functools import cache, lru_cache

import msgspec

from sync.domain.authority import Table
from sync.domain.authority_checks import may_be_published, problems
from sync.domain.refusals import Refused, refuse
from sync.store.resource_files import resource_folder

KEY = "authority.v"
_PLACE = re.compile(r"\$\.rows\[(\d+)\]")
_WHY_MAX = 200


@cache
def shipped() -> dict[int, Table]:
    """Return the tables that came with the program, by version."""
    files = sorted((resource_folder() / "authority").glob("v*.json"))
    found = [read_table(file.read_text("utf-8")) for file in files]
    return {table.version: table for table in found}


@lru_cache(maxsize=16)
def read_table(text: str) -> Table:
    """Return the table in a text; ValueError where it does not hold together."""
    try:
        table = msgspec.json.decode(text, type=Table)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
    wrong = problems(table)
    if wrong:
        raise ValueError("; ".join(wrong))
    return table


def accepted(text: str) -> Table:
    """Return the table in a text that is to be put in force; refuse it, naming the row at fault."""
    try:
        table = msgspec.json.decode(text, type=Table)
    except (msgspec.DecodeError, UnicodeError) as error:
        why = str(error)
        raise refuse(
            "authority_not_read", where=_row_named(text, why), why=why[:_WHY_MAX]
        ) from None
    no = may_be_published(table)
    if no is not None:
        raise Refused(no)
    return table


def _row_named(text: str, why: str) -> str:
    """Return which row an error speaks of: "A7: "; nothing where it speaks of none."""
    place = _PLACE.search(why)
    if place is None:
        return ""
    try:
        row = msgspec.json.decode(text)["rows"][int(place[1])]["id"]
    except (msgspec.DecodeError, LookupError, TypeError):
        return ""
    return f"{str(row)[:20]}: "
