"""What an order sheet's cells say of terms: Incoterm, payment, currency, mode, HS code, deposit."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from sync.client.imports.cells import choose, parse_amount, shown
from sync.client.imports.code_tables import load_currencies
from sync.domain.orders import Incoterm, PaymentTerm
from sync.domain.records import Value, plain
from sync.domain.refusals import refuse

Fields = dict[str, Value]

_TERM = re.compile(r"([A-Z]{3})\b[\s,:(（]*(.*?)[)）]?", re.DOTALL)
_EDITION = re.compile(r"[\s,(]*incoterms\W*(2000|2010|2020)\W*$", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s?%")
_DAYS = re.compile(r"(\d{1,3})\s?(?:days?|d\b|天|日)")
_HS = re.compile(r"\d{6,13}", re.ASCII)
_ADVANCE = re.compile(r"advance|prepa|before|预付|前")
_WORDS = (
    (re.compile(r"\bl\s?/?\s?c\b|letter of credit|信用证"), "LC"),
    (re.compile(r"\bd\s?/?\s?p\b|documents against payment|付款交单"), "DP"),
    (re.compile(r"\bd\s?/?\s?a\b|documents against acceptance|承兑交单"), "DA"),
    (re.compile(r"\bo\s?/?\s?a\b|open account|\bnet\b|赊销|月结"), "OA"),
    (re.compile(r"(?<![a-z])t\s?/?\s?t(?![a-z])|telegraphic|wire|电汇"), "TT"),
)
_MODES = {
    **dict.fromkeys(("sea", "ocean", "vessel", "by sea", "海运"), "SEA"),
    **dict.fromkeys(("air", "by air", "air charter", "空运"), "AIR"),
    **dict.fromkeys(("road", "truck", "by road", "by truck", "公路", "陆运", "汽运"), "ROAD"),
    **dict.fromkeys(("rail", "train", "by rail", "铁路"), "RAIL"),
    **dict.fromkeys(("courier", "express", "快递"), "COURIER"),
}
_CURRENCY_WORDS = {
    **dict.fromkeys(("us$", "usd$", "us dollar", "us dollars"), "USD"),
    **dict.fromkeys(("rmb", "cnh", "人民币元"), "CNY"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "stg"), "GBP"),
}


def parse_incoterm(text: str, column: str) -> Fields:
    """Return the Incoterm and the place behind it: "FOB Ningbo" is FOB at Ningbo."""
    plain_text = _EDITION.sub("", _plain(text))
    match = _TERM.fullmatch(plain_text[:3].upper() + plain_text[3:])
    if not match or match[1] not in Incoterm.__members__:
        raise refuse("import_incoterm_unknown", column=column, text=shown(text))
    return {"incoterm": match[1]} | ({"named_place": match[2]} if match[2] else {})


def parse_payment(text: str, column: str) -> Fields:
    """Return payment term, deposit and days: "T/T 30% deposit" is TT_DB with a deposit of 30.

    A text that leaves the term open ("T/T", "L/C") is refused: it decides who carries the risk.
    """
    words = _plain(text).casefold()
    if words.upper() in PaymentTerm.__members__:
        return {"payment_term": words.upper()}
    kinds = [kind for pattern, kind in _WORDS if pattern.search(words)]
    fields = _terms(kinds[0], words) if len(kinds) == 1 else None
    if fields is None:
        raise refuse("import_payment_unknown", column=column, text=shown(text))
    return fields


def _terms(kind: str, words: str) -> Fields | None:
    if kind == "TT":
        return _transfer(words)
    days = _DAYS.search(words)
    credit: Fields = {"credit_days": int(days[1])} if days else {}
    if kind == "LC":
        return _letter_of_credit(words, credit)
    return {"payment_term": kind, **credit}


def _letter_of_credit(words: str, credit: Fields) -> Fields | None:
    if credit:
        return {"payment_term": "LC_U", **credit}
    return {"payment_term": "LC_S"} if "sight" in words or "即期" in words else None


def _transfer(words: str) -> Fields | None:
    share = _PERCENT.search(words)
    percent = Decimal(share[1]) if share else None
    if percent is None:
        return {"payment_term": "TT_100"} if _ADVANCE.search(words) else None
    if percent == 100:
        return {"payment_term": "TT_100"}
    return {"payment_term": "TT_DB", "deposit_percent": plain(percent)} if percent < 100 else None


def parse_percent(text: str, column: str) -> str:
    """Return a share in percent: "30%", "30" and a percent cell's 0.3 are all 30."""
    stated = _plain(text)
    share = parse_amount(stated.rstrip("% "), column)
    if not stated.endswith("%") and share <= 1:
        share *= 100
    if share > 100:
        raise refuse("import_number_not_valid", column=column, text=shown(text))
    return plain(share.normalize())


def parse_currency(text: str, column: str) -> str:
    """Return the ISO 4217 code; "$" and "¥" alone are refused, several currencies use them."""
    return choose(text, _currencies(), code="import_currency_unknown", column=column)


@cache
def _currencies() -> dict[str, str]:
    table = load_currencies()
    names = {name.casefold(): code for code, c in table.items() for name in (code, c.en, c.zh)}
    return {**names, **_CURRENCY_WORDS}


def parse_mode(text: str, column: str) -> str:
    """Return the mode of transport: SEA, AIR, ROAD, RAIL or COURIER."""
    return choose(text, _MODES, code="import_mode_unknown", column=column)


def parse_hs_code(text: str, column: str) -> str:
    """Return the digits of a customs code, six to thirteen of them."""
    digits = re.sub(r"[\s.]", "", _plain(text))
    if not _HS.fullmatch(digits):
        raise refuse("import_hs_code_not_valid", column=column, text=shown(text))
    return digits


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
