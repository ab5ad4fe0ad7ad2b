"""How much memory all comparisons together may take, where nobody has set it: a share of what there is."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

CGROUPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where a container's limit is said: by today's Linux, and by yesterday's."""

SERVER_BYTES, WORKER_BYTES = 300 * 2**20, 200 * 2**20
"""About what the server takes with its caches and sixty people, and a worker with what it has in hand."""

LEAST_BYTES = 64 * 2**20


UNKNOWN_BYTES = 2 * 2**30
"""What is taken for the machine's memory where the system does not say."""


def machine_bytes(cgroups: Sequence[Path] = CGROUPS) -> int | None:
    """Bytes of memory this process may take: its container's limit, or the machine's; None if not known."""
    known = []
    for path in cgroups:
        with suppress(OSError, ValueError):  # another system, or "max"
            known.append(int(path.read_text()))
    with suppress(AttributeError, OSError, ValueError):
        known.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    return min((size for size in known if size > 0), default=None)


def usual_budget(memory: int | None, workers: int) -> int:
    """What comparisons may take (bytes) of so much memory: half of what server and workers leave.

    The other half is for what is being drawn, written, sent and answered at a moment.
    """
    left = (memory or UNKNOWN_BYTES) - SERVER_BYTES - workers * WORKER_BYTES
    return max(LEAST_BYTES, left // 2)
