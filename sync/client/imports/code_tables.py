"""Reads the code tables that ship with the program."""

from functools import cache

import msgspec

from sync.domain.countries import Countries, decode_countries
from sync.store.resource_files import resource_folder


class Currency(msgspec.Struct, frozen=True):
    """A currency's names and its minor digits (ISO 4217)."""

    en: str
    zh: str
    digits: int


@cache
def load_countries() -> Countries:
    """Return the countries by every spelling known."""
    return decode_countries((resource_folder() / "codes" / "countries.json").read_bytes())


@cache
def load_currencies() -> dict[str, Currency]:
    """Return the currencies by ISO 4217 code."""
    content = (resource_folder() / "codes" / "currencies.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, Currency])
