"""How much memory all comparisons together may take, where nobody has set it: a share of what there is."""

import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")
LIMITS = ("memory.max", "memory/memory.limit_in_bytes")
"""Where a container's limit stands, in the second form of cgroups and in the first."""

SERVER_BYTES, WORKER_BYTES = 300 * 2**20, 200 * 2**20
"""About what the server takes with its caches and sixty people, and a worker with what it has in hand."""

LEAST_BYTES = 64 * 2**20


def machine_bytes(cgroup: Path = CGROUP) -> int:
    """The memory (bytes) that this process and its workers may take: the machine's, or its container's."""
    there = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for name in LIMITS:
        try:
            text = (cgroup / name).read_text().strip()
        except OSError:  # no such cgroup, or none at all
            continue
        if text.isdigit():  # "max" is no limit
            there.append(int(text))
    return min(there)


def usual_budget(memory: int, workers: int) -> int:
    """What comparisons may take (bytes) of so much memory: half of what server and workers leave.

    The other half is for what is being drawn, written, sent and answered at a moment.
    """
    return max(LEAST_BYTES, (memory - SERVER_BYTES - workers * WORKER_BYTES) // 2)
