"""Container numbers with the check digit of ISO 6346."""

from random import Random

OWNER = "EXAU"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORTH = dict(zip(_LETTERS, (worth for worth in range(10, 39) if worth % 11), strict=True))


def container_number(draw: Random) -> str:
    """Return a number of an owner that does not exist."""
    body = f"{OWNER}{draw.randint(100_000, 999_999)}"
    return f"{body}{check_digit(body)}"


def check_digit(body: str) -> int:
    """Return the check digit of four letters and six digits."""
    worth = (_WORTH[sign] if sign.isalpha() else int(sign) for sign in body)
    return sum(value << place for place, value in enumerate(worth)) % 11 % 10
