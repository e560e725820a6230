"""What head office counts of itself, in Prometheus' words, at an address of its own.

Nothing here is for the world: the place to listen is said, and there is none unless it is.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from typing_extensions import override

from sync.domain.refusals import refuse
from sync.store import epochs, feed, uploads
from sync.store.database import Database
from sync.wire.messages import Verdict

SLOW_SECONDS = 1.0
_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Standing(msgspec.Struct, frozen=True):
    """What this process knows without the database."""

    desks: int
    lag: int
    is_ready: bool
    is_listening: bool


class Metrics:
    """The counters of one process; safe from any thread."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        self._calls = self._counter("calls", "Calls answered.", ("call", "status"))
        self._slow = self._counter("slow_calls", f"Calls over {SLOW_SECONDS} s.", ("call",))
        self._verdicts = self._counter("push_verdicts", "Operations judged.", ("status",))
        self._held_back = self._counter("calls_held_back", "Calls told to wait.", ("code",))
        self._seconds = Histogram(
            "gendan_call_seconds",
            "Time to answer, long polls' waiting left out.",
            ("call",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._delivery = Histogram(
            "gendan_delivery_seconds",
            "From a version's being known here to the answer of a poll that waited for it.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

    def note_call(self, call: str, status: int, seconds: float) -> None:
        """Count an answer; `call` is a path as it is known, without ids."""
        self._calls.labels(call, str(status)).inc()
        self._seconds.labels(call).observe(seconds)
        if seconds > SLOW_SECONDS:
            self._slow.labels(call).inc()

    def note_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Count what became of operations."""
        for verdict in verdicts:
            self._verdicts.labels(verdict.status).inc()

    def note_held_back(self, code: str) -> None:
        """Count a call that was told to wait."""
        self._held_back.labels(code).inc()

    def note_delivery(self, seconds: float) -> None:
        """Note how long a version took to a desk that waited for it."""
        self._delivery.observe(seconds)

    def _counter(self, name: str, told: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"gendan_{name}", told, labels, registry=self.registry)


class Looked(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, database: Database, standing: Callable[[], Standing]) -> None:
        self._database = database
        self._standing = standing

    @override
    def collect(self) -> Iterator[Metric]:
        """Yield the gauges; without the database only that it is not ready."""
        told = self._standing()
        yield GaugeMetricFamily("gendan_ready", "Whether desks can be served.", told.is_ready)
        listening = "Whether other processes' notices arrive."
        yield GaugeMetricFamily("gendan_listening", listening, told.is_listening)
        yield GaugeMetricFamily("gendan_desks_connected", "Devices with a call now.", told.desks)
        lag = "Versions by which the last of them is behind."
        yield GaugeMetricFamily("gendan_feed_lag_versions", lag, told.lag)
        try:
            yield from self._stored()
        except SQLAlchemyError:
            return

    def _stored(self) -> Iterator[Metric]:
        with self._database.read() as connection:
            office = feed.meta(connection)
            latest = epochs.newest(connection)
            count, size = uploads.stored_totals(connection)
        yield GaugeMetricFamily("gendan_head", "The newest version.", office.head)
        number = 0 if latest is None else latest.number
        yield GaugeMetricFamily("gendan_epoch_number", "How often an epoch has begun.", number)
        yield InfoMetricFamily("gendan_office", "Which history it is.", {"epoch": office.epoch})
        yield GaugeMetricFamily("gendan_files", "Contents kept.", count)
        yield GaugeMetricFamily("gendan_files_bytes", "Bytes of contents kept.", size)


def serve_metrics(metrics: Metrics, host: str, port: int) -> int:
    """Answer Prometheus at a place from now on; return the port, or refuse."""
    try:
        server, _ = start_http_server(port, addr=host, registry=metrics.registry)
    except OSError as error:
        place = f"{host}:{port}"
        raise refuse("listen_refused", place=place, error=error.strerror or "") from None
    return server.server_port
