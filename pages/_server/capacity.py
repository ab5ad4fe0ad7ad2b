"""How many browsers may be connected at once: as many as the process has descriptors and memory for."""

import logging

from initcore.lab.budget import machine_bytes

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

DESCRIPTORS_A_SESSION = 4
"""Its socket, its stream, and what a browser asks for beside them."""

DESCRIPTORS_KEPT = 200
"""For the workers' pipes, the store, and whoever only asks for a page."""

ENOUGH_DESCRIPTORS = 2**20

BYTES_A_SESSION = 6 * 2**20
"""About what a page with a comparison takes of the server."""

SHARE_OF_MEMORY = 0.5
"""What sessions may take of it: the rest is for the server itself, the workers and the runs."""

LEAST_SESSIONS = 20


def room_for_sessions(said: int | None) -> int | None:
    """How many browsers may be connected: what the operator says, 0 being any number, or what there is
    room for; None for any number. Has the process take all the descriptors it may.
    """
    descriptors = raise_descriptors()
    if said is not None:
        return said or None
    return most_sessions(descriptors, machine_bytes())


def raise_descriptors() -> int | None:
    """Lets this process open as many files and sockets as the system has for it; how many, None for any."""
    if resource is None:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH_DESCRIPTORS if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError) as error:  # macOS has a limit of its own beside
            log.warning("the limit of open files stays at %d: %s", soft, error)
    return None if soft == resource.RLIM_INFINITY else soft


def most_sessions(descriptors: int | None, memory: int | None) -> int | None:
    """How many sessions there is room for; None where nothing is known that limits them.

    >>> most_sessions(1024, 2 * 2**30)
    170
    >>> most_sessions(1024, None)
    206
    """
    most = []
    if descriptors is not None:
        most.append((descriptors - DESCRIPTORS_KEPT) // DESCRIPTORS_A_SESSION)
    if memory is not None:
        most.append(int(memory * SHARE_OF_MEMORY) // BYTES_A_SESSION)
    return max(LEAST_SESSIONS, min(most)) if most else None
