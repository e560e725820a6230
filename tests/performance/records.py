"""Order-like records for measuring: the same ones each time, 12 fields of about 437 bytes.

What a buyer, an order and a head office hold is put together from them.
"""

import random
from collections.abc import Iterator

from sync.domain.orders import Order
from sync.domain.partners import Partner
from sync.domain.records import Value, columns, defaults, to_row

BUYERS = 900
_SEED = 7
_MILLISECONDS = 1_767_225_600_000
_TERMS = ("FOB", "CIF", "EXW", "DAP", "CFR")
_CURRENCIES = ("EUR", "USD", "CNY", "TRY")
_WORDS = ("steel", "coil", "valve", "bearing", "carton", "pallet", "vessel", "draft", "invoice")

Row = dict[str, Value]


def buyers(owner_id: str) -> list[Row]:
    """Return the firms that the orders are of."""
    made = (
        Partner(
            id=f"{number:032x}",
            name=f"Customer {number:04d} Trading GmbH",
            kinds="buyer",
            code=f"C{number:04d}",
            country="DE",
            owner_id=owner_id,
        )
        for number in range(1, BUYERS + 1)
    )
    return [to_row(each) for each in made]


def orders(count: int, owner_id: str, process_version: int, *, is_random: bool) -> Iterator[Row]:
    """Yield open orders; their ids are in order of time as the program's own, or at random."""
    chance = random.Random(_SEED)
    plain = dict.fromkeys(columns(Order)) | defaults(Order)
    for number in range(count):
        yield plain | {
            "id": _id(number, chance, is_random=is_random),
            "order_no": f"FT-2026-{number:07d}",
            "buyer_id": f"{chance.randrange(1, BUYERS + 1):032x}",
            "goods": f"Supplier {chance.randrange(400):04d} Manufacturing Co., Ltd.",
            "incoterm": chance.choice(_TERMS),
            "currency": chance.choice(_CURRENCIES),
            "contract_no": str(chance.randrange(1, 50_000)),
            "buyer_po": f"{chance.random() * 900 + 1:.4f}",
            "destination": chance.choice(("draft", "confirmed", "shipped", "closed")),
            "signed_on": f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            "quote_valid_until": f"2027-{chance.randrange(1, 13):02d}-01",
            "note": " ".join(chance.choice(_WORDS) for _ in range(18)),
            "owner_id": owner_id,
            "process_version": process_version,
        }


def _id(number: int, chance: random.Random, *, is_random: bool) -> str:
    if is_random:
        return f"{chance.getrandbits(128):032x}"
    return f"{_MILLISECONDS + number:012x}{chance.getrandbits(80):020x}"
