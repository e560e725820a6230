"""Countries: the ISO 3166-1 code of a country however it is spelt, its name in zh and en."""

import unicodedata
from collections.abc import Mapping

import msgspec


class Country(msgspec.Struct, frozen=True):
    """One country of the code table; `code` is ISO 3166-1 alpha-2."""

    code: str
    alpha3: str
    en: str
    zh: str
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the country's name in "zh" or "en"."""
        return self.zh if language == "zh" else self.en


class Countries(msgspec.Struct, frozen=True):
    """All countries: by code, by three-letter code, and by every spelling of their names."""

    by_code: Mapping[str, Country]
    by_alpha3: Mapping[str, Country]
    by_spelling: Mapping[str, Country]

    def find(self, text: str) -> Country | None:
        """Return the country that `text` names: code, name, former or short name; else None.

        A code counts only in capitals and alone: "n/a" and "n.a." are not Namibia.
        """
        stated = text.strip()
        code = self.by_code.get(stated) or self.by_alpha3.get(stated)
        return code or self.by_spelling.get(folded(stated))


class _Entry(msgspec.Struct, frozen=True):
    alpha3: str
    en: str
    zh: str
    aliases: tuple[str, ...] = ()


def decode_countries(table: bytes) -> Countries:
    """Return the code table held in `table` (JSON: code to alpha3, en, zh, aliases).

    Raises ValueError when two countries share a spelling: a guess would send goods astray.
    """
    entries = msgspec.json.decode(table, type=dict[str, _Entry])
    by_code = {
        code: Country(code, entry.alpha3, entry.en, entry.zh, entry.aliases)
        for code, entry in entries.items()
    }
    by_alpha3 = {country.alpha3: country for country in by_code.values()}
    return Countries(by_code, by_alpha3, _spellings(by_code))


def _spellings(by_code: Mapping[str, Country]) -> dict[str, Country]:
    spellings: dict[str, Country] = {}
    for country in by_code.values():
        for text in (country.en, country.zh, *country.aliases):
            if spellings.setdefault(folded(text), country) is not country:
                message = f"{text} names two countries"
                raise ValueError(message)
    return spellings


def folded(text: str) -> str:
    """Return what all spellings share: no accents, case, punctuation, spaces, "the" or "and"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(character if character.isalnum() else _gap(character) for character in plain)
    words = [word for word in kept.split() if word not in ("the", "and")]
    return "".join(words or kept.split())


def _gap(character: str) -> str:
    """Return what stands for a non-letter: nothing for accents, quotes and dots, else a space."""
    return "" if unicodedata.combining(character) or character in "'’`." else " "
