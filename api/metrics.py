"""What the server counts, in Prometheus text form; no label ever holds words of a citizen."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def method_label(method: str) -> str:
    """The method, or OTHER: the caller chooses its name, and labels and log lines stay few."""
    return method if method in _METHODS else "OTHER"


class Metrics:
    """Counters of one app, in a registry of their own so that two apps do not mix."""

    def __init__(self, generation: Callable[[], int]) -> None:
        """Count for one app; `generation` gives the generation served, 0 for none."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "hotline_http_requests_total",
            "HTTP requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "hotline_http_request_seconds",
            "Seconds until a response was sent whole.",
            ("route",),
            registry=self._registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._turns = Counter(
            "hotline_turns_total", "Turns answered.", ("status",), registry=self._registry
        )
        served = Gauge(
            "hotline_generation",
            "Generation of the knowledge base that is served; 0: none.",
            registry=self._registry,
        )
        served.set_function(lambda: float(generation()))

    def request(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; `method` as `method_label` gives it."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def turn(self, status: str) -> None:
        """Count one turn by its status."""
        self._turns.labels(status).inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
