"""What the server counts of itself, for Prometheus to fetch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.routing import BaseRoute

from api.middleware.exchange import Exchange
from api.middleware.route_templates import RouteTemplates
from layers.database import ReadPool

CacheResult = Literal["hit", "miss", "revalidated"]
"""Whether an answer was kept, had to be made, or was with the client already."""

BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Upper ends of the histogram's classes, seconds: from a kept tile to the statement timeout."""

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class Metrics:
    """Counts of one application, in a registry of its own.

    Every label takes few values: a route's template, never a path; a class of statuses.
    """

    def __init__(self) -> None:
        self._templates = RouteTemplates(())
        self._in_progress = 0
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "zonemap_requests_total",
            "Requests that have ended.",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "zonemap_request_seconds",
            "Time from a request to the end of its answer.",
            ["route"],
            buckets=BUCKETS_S,
            registry=self._registry,
        )
        Gauge(
            "zonemap_requests_in_progress",
            "Requests that are being answered.",
            registry=self._registry,
        ).set_function(lambda: self._in_progress)
        cache = Counter(
            "zonemap_cache_requests_total",
            "Answers that were kept (hit), made (miss) or with the client already (revalidated).",
            ["result"],
            registry=self._registry,
        )
        results: tuple[CacheResult, ...] = ("hit", "miss", "revalidated")
        self._cache = {result: cache.labels(result) for result in results}
        self._data_version = Gauge(
            "zonemap_data_version",
            "Version of the data that was served last; 0 before the first.",
            registry=self._registry,
        )

    def begin(self) -> None:
        """Count a request that has come."""
        self._in_progress += 1

    def end(self, exchange: Exchange) -> None:
        """Count a request that has ended."""
        self._in_progress -= 1
        scope = exchange.scope
        key = (self._templates.of(scope), scope["method"], exchange.status // 100)
        known = self._known.get(key)
        if known is None:
            route, method, status = key
            method = method if method in _METHODS else "other"
            known = (
                self._requests.labels(route, method, f"{status}xx"),
                self._seconds.labels(route),
            )
            if method != "other":  # names of methods are the client's to invent
                self._known[key] = known
        requests, seconds = known
        requests.inc()
        seconds.observe(exchange.seconds)

    def learn_routes(self, routes: Iterable[BaseRoute]) -> None:
        """Tell requests apart by these routes from now on; before, none is known.

        Called once all are there and before the first request, which need not wait for it then.
        """
        self._templates = RouteTemplates(routes)

    def count_cache(self, result: CacheResult) -> None:
        """Count an answer that could have been kept."""
        self._cache[result].inc()

    def set_data_version(self, version: int) -> None:
        """Take note of the version of the data that is served."""
        self._data_version.set(version)

    def watch_pool(self, pool: ReadPool) -> None:
        """Tell of a pool from now on; it is looked at when the metrics are fetched."""
        self._registry.register(_PoolCollector(pool))

    def text(self) -> bytes:
        """Everything counted, in Prometheus' text format."""
        return generate_latest(self._registry)


class _PoolCollector(Collector):
    """State of the read pool at the moment of asking."""

    def __init__(self, pool: ReadPool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[GaugeMetricFamily]:
        stats = self._pool.get_stats()
        for name, key, words in (
            ("size", "pool_size", "Connections that are open or being opened."),
            ("available", "pool_available", "Connections that are idle."),
            ("waiting", "requests_waiting", "Requests that wait for a connection."),
        ):
            family = GaugeMetricFamily(f"zonemap_read_pool_{name}", words)
            family.add_metric([], stats.get(key, 0))
            yield family
