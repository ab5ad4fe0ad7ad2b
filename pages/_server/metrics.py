"""The server's figures in OpenMetrics form, as Prometheus and its like collect them."""

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

from initcore.lab.counts import Counts

KIND = CONTENT_TYPE_LATEST
"""The media type of the text."""


@dataclass(frozen=True)
class Figures:
    """What is told. `waiting` are runs that no worker has yet; `store_bytes` and `rooms` are None where the
    database does not answer, and are then not told at all.
    """

    counts: Counts
    waiting: int
    workers: int
    alive: int
    restarted: int
    streams: int
    store_bytes: int | None
    rooms: int | None


def text_of(figures: Figures) -> bytes:
    """The figures, and those of the process, as OpenMetrics text."""
    registry = CollectorRegistry()
    registry.register(_Now(figures))
    ProcessCollector(registry=registry)
    text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return text


class _Now:
    """Figures as the library asks for them."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Every figure with its name, its kind and what it says."""
        now, counts = self._figures, self._figures.counts
        yield CounterMetricFamily("initlab_runs_trained", "Runs trained to their end.", counts.trained)
        yield CounterMetricFamily("initlab_runs_cached", "Runs at their end when asked for.", counts.cached)
        yield CounterMetricFamily("initlab_runs_failed", "Runs that were given up.", counts.failed)
        yield GaugeMetricFamily("initlab_runs_waiting", "Runs that wait for a worker.", now.waiting)
        yield SummaryMetricFamily(
            "initlab_slice_seconds",
            "How long slices of training took.",
            count_value=counts.slices,
            sum_value=counts.slice_seconds,
        )
        yield GaugeMetricFamily("initlab_streams", "Boards that follow their runs now.", now.streams)
        yield GaugeMetricFamily("initlab_workers", "Processes that train, as set up.", now.workers)
        yield GaugeMetricFamily("initlab_workers_alive", "Processes that train, running now.", now.alive)
        yield CounterMetricFamily(
            "initlab_workers_restarted", "Processes started in place of one that died.", now.restarted
        )
        if now.store_bytes is not None:
            yield GaugeMetricFamily("initlab_store_bytes", "Bytes of runs that are kept.", now.store_bytes)
        if now.rooms is not None:
            yield GaugeMetricFamily("initlab_rooms", "Rooms that are open.", now.rooms)
