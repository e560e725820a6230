"""Money: exact amounts, rounded as each currency is paid; never a float."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from sync.domain.orders import OrderLine
from sync.domain.refusals import refuse

MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""Minor units of ISO 4217 where they are not two. What shops show (CLDR) is another matter."""

DIGITS = {code: digits for digits, codes in MINOR_DIGITS.items() for code in codes.split()}

LARGEST = 18
"""The largest exponent of an amount's first digit; the next line is the smallest of its last."""
SMALLEST = -12
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def minor_digits(currency: str) -> int:
    """Return how many decimals an amount in the currency has (ISO 4217)."""
    return DIGITS.get(currency, 2)


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Return the amount rounded half up to the currency's minor unit."""
    unit = Decimal(1).scaleb(-minor_digits(currency))
    return EXACT.add(_exact(amount).quantize(unit, context=EXACT), Decimal(0))  # never -0


def _exact(amount: object) -> Decimal:
    if isinstance(amount, Decimal):
        if amount.is_finite():
            return amount
        message = f"{amount} is not an amount"
        raise ValueError(message)
    message = f"money is Decimal, not {type(amount).__name__}"
    raise TypeError(message)


def line_amount(line: OrderLine, currency: str) -> Decimal:
    """Return quantity times unit price, rounded as the line is printed."""
    product = EXACT.multiply(_exact(line.quantity), _exact(line.unit_price))
    return round_amount(product, currency)


def order_amount(lines: Iterable[OrderLine], currency: str) -> Decimal:
    """Return the sum of the rounded lines: what the invoice's lines add up to."""
    return total((line_amount(line, currency) for line in lines), currency)


def total(amounts: Iterable[Decimal], currency: str) -> Decimal:
    """Return the sum of amounts, exactly."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, _exact(amount))
    return round_amount(result, currency)


def sum_difference(stated: Decimal, amounts: Iterable[Decimal], currency: str) -> Decimal:
    """Return how much a stated total is above what its parts add up to; 0 when it is right."""
    return round_amount(EXACT.subtract(_exact(stated), total(amounts, currency)), currency)


def percent_of(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """Return a share of an amount, rounded."""
    share = EXACT.divide(EXACT.multiply(_exact(amount), _exact(percent)), Decimal(100))
    return round_amount(share, currency)


def parse_amount(text: str) -> Decimal:
    """Return the amount that the text states; thousands may be grouped by commas.

    Refuses what is no number, not finite, or has an exponent outside -12 to 18.
    """
    bare = text.strip()
    if len(bare) > 60 or not (NUMBER.fullmatch(bare) or GROUPED.fullmatch(bare)):
        raise refuse("amount_unreadable", text=bare[:40])
    amount = Decimal(bare.replace(",", ""))
    if int(amount.as_tuple().exponent) < SMALLEST or amount.adjusted() > LARGEST:
        raise refuse("amount_out_of_range", text=bare[:40])
    return amount


def format_amount(amount: Decimal, currency: str) -> str:
    """Return the amount as it is printed: 26,800.00."""
    return f"{round_amount(amount, currency):,f}"
