"""Slows down whoever guesses passwords: so many failures a login, so many an address, then a wait.

Unknown logins are counted like known ones, so that the answer does not tell which exist.
"""

import msgspec

LOGIN_FAILURES_MAX = 10
LOGIN_FAILURES_AN_HOUR = 10
ADDRESS_FAILURES_MAX = 60
ADDRESS_FAILURES_AN_HOUR = 60
_KEYS_MAX = 50_000

_WHOLE = 1 - 1e-9
"""One failure; refilled by fractions it may come a rounding short."""


class _Bucket(msgspec.Struct):
    """How many failures are still allowed, and when that was true."""

    left: float
    at: float


class Buckets:
    """Allowances that refill with time, one a key."""

    def __init__(self, most: int, an_hour: int) -> None:
        self._most = most
        self._a_second = an_hour / 3600
        self._buckets: dict[str, _Bucket] = {}

    def wait_seconds(self, key: str, now: float) -> int:
        """Return how long the key has to wait before it may fail again; 0 when it need not."""
        left = self._left(key, now)
        return 0 if left >= _WHOLE else int((1 - left) / self._a_second) + 1

    def take(self, key: str, now: float) -> None:
        """Count one failure."""
        left = self._left(key, now)
        self._buckets.pop(key, None)
        self._buckets[key] = _Bucket(left - 1, now)
        while len(self._buckets) > _KEYS_MAX:
            self._buckets.pop(next(iter(self._buckets)))

    def give_back(self, key: str, now: float) -> None:
        """Take one failure back: it was a success."""
        if key in self._buckets:
            self._buckets[key] = _Bucket(min(self._most, self._left(key, now) + 1), now)

    def forget(self, key: str) -> None:
        """Start the key afresh."""
        self._buckets.pop(key, None)

    def _left(self, key: str, now: float) -> float:
        bucket = self._buckets.get(key)
        if bucket is None:
            return float(self._most)
        return min(float(self._most), bucket.left + (now - bucket.at) * self._a_second)


class Doorkeeper:
    """Who has to wait before a password of theirs is looked at. Used from one thread."""

    def __init__(self) -> None:
        self._logins = Buckets(LOGIN_FAILURES_MAX, LOGIN_FAILURES_AN_HOUR)
        self._addresses = Buckets(ADDRESS_FAILURES_MAX, ADDRESS_FAILURES_AN_HOUR)

    def admit(self, login: str, address: str, now: float) -> int:
        """Return the seconds to wait; 0 when the password may be judged.

        That counts as a failure until `welcome` says otherwise: many at once are not free.
        """
        wait = max(
            self._logins.wait_seconds(login, now), self._addresses.wait_seconds(address, now)
        )
        if not wait:
            self._logins.take(login, now)
            self._addresses.take(address, now)
        return wait

    def welcome(self, login: str, address: str, now: float) -> None:
        """Note that the password was right."""
        self._logins.forget(login)
        self._addresses.give_back(address, now)
