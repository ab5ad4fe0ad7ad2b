"""The figures as a collector reads them."""

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from initcore.lab.counts import Counts
from pages._server.metrics import KIND, Figures, text_of

FIGURES = Figures(Counts(7, 5, 3, 11, 0.55), 2, 4, 3, 1, 60, 2**20, 13)


def _read(text: bytes) -> dict[str, tuple[str, float]]:
    """Kind and value of every sample."""
    families = text_string_to_metric_families(text.decode())
    return {sample.name: (family.type, sample.value) for family in families for sample in family.samples}


def test_a_collector_reads_them() -> None:
    told = _read(text_of(FIGURES))
    assert {name: value for name, value in told.items() if name.startswith("initlab_")} == {
        "initlab_runs_trained_total": ("counter", 7),
        "initlab_runs_cached_total": ("counter", 5),
        "initlab_runs_failed_total": ("counter", 3),
        "initlab_runs_waiting": ("gauge", 2),
        "initlab_slice_seconds_count": ("summary", 11),
        "initlab_slice_seconds_sum": ("summary", 0.55),
        "initlab_streams": ("gauge", 60),
        "initlab_workers": ("gauge", 4),
        "initlab_workers_alive": ("gauge", 3),
        "initlab_workers_restarted_total": ("counter", 1),
        "initlab_store_bytes": ("gauge", 2**20),
        "initlab_rooms": ("gauge", 13),
    }
    assert told["process_resident_memory_bytes"][1] > 2**20
    assert KIND.startswith("application/openmetrics-text")
    assert text_of(FIGURES).endswith(b"# EOF\n")


def test_what_is_not_known_is_not_told() -> None:
    told = _read(text_of(Figures(Counts(), 0, 1, 1, 0, 0, None, None)))
    assert "initlab_store_bytes" not in told
    assert "initlab_rooms" not in told
    assert "initlab_streams" in told
