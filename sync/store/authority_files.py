"""Reads the decision-level tables: what ships with the program, and the company's own versions.

The company's are configuration rows, a key each ("authority.v7"); the newest counts, the older ones
stay, so that a decision can be read by the table that it was made under.
"""

from functools import cache, lru_cache

import msgspec

from sync.domain.authority import Table, problems
from sync.store.resource_files import resource_folder

KEY = "authority.v"


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
