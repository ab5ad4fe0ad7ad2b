"""A run as bytes and back: a compressed npz that is never unpickled, and never believed unchecked.

Bytes come from a database that other programs, broken disks and strangers may have written. So
nothing is read that could run code or fill the memory, and what is read must be a run in every
respect: otherwise `DamagedRun`, whatever it was that went wrong.
"""

import io
import json
import math
import zipfile
from typing import Any

import numpy as np

from initcore.config import RunConfig
from initcore.network import Shape
from initcore.trajectory import FRAME_BYTES, NEVER, Trajectory

ARRAYS = {
    "theta": np.float64,
    "iterations": np.int64,
    "costs": np.float64,
    "kept": np.int64,
    "frames": np.float64,
}
FACTS = "facts"
"""The member that holds everything else, as the bytes of a JSON object."""

MAX_UNPACKED_BYTES = 4 * FRAME_BYTES
"""More than any run takes: its frames fit FRAME_BYTES, its records and parameters a fraction of it."""


class DamagedRun(ValueError):
    """Bytes that are not a run; the message is the reason in a few words."""


def to_bytes(run: Trajectory) -> bytes:
    """The whole run as a compressed npz; ValueError for a run without records.

    `from_bytes` gives the same run bit for bit, also where numbers are not finite.
    """
    if run.iterations.size == 0:
        raise ValueError("a run without its records cannot be stored")
    facts = {
        "config": run.config.to_dict(),
        "iteration": int(run.iteration),
        "diverged_at": int(run.diverged_at),
        "seconds": float(run.seconds),
    }
    members: dict[str, Any] = {name: getattr(run, name) for name in ARRAYS}
    members[FACTS] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **members)
    return buffer.getvalue()


def from_bytes(blob: bytes) -> Trajectory:
    """The run that `to_bytes` packed; DamagedRun for any other bytes."""
    try:
        _check_members(blob)
        with np.load(io.BytesIO(blob), allow_pickle=False) as archive:
            members = {name: archive[name] for name in archive.files}
        run = _run(members)
        _check_arrays(run)
        _check_course(run)
    except DamagedRun:
        raise
    except Exception as error:  # zip, zlib, numpy and json fail in many ways on bytes that are not theirs
        raise DamagedRun(f"it cannot be read ({type(error).__name__})") from error
    return run


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise DamagedRun(otherwise)


def _check_members(blob: bytes) -> None:
    """Reads the directory of the zip alone, before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        members = archive.infolist()
    names = sorted(member.filename for member in members)
    _require(names == sorted(f"{name}.npy" for name in (*ARRAYS, FACTS)), "it has other parts than a run")
    # Only deflate is unpacked in bounded steps; zipfile unpacks the other methods all at once.
    _require(all(m.compress_type == zipfile.ZIP_DEFLATED for m in members), "it is packed in another way")
    _require(sum(m.file_size for m in members) <= MAX_UNPACKED_BYTES, "it is larger than any run")


def _run(members: dict[str, Any]) -> Trajectory:
    """The run those arrays make, its facts checked; ConfigError, KeyError or the like if they make none."""
    facts = json.loads(members.pop(FACTS).tobytes())
    _require(set(facts) == {"config", "iteration", "diverged_at", "seconds"}, "its facts are not a run's")
    iteration, diverged_at, seconds = facts["iteration"], facts["diverged_at"], facts["seconds"]
    _require(type(iteration) is int and type(diverged_at) is int, "its iterations are not whole numbers")
    _require(type(seconds) is float and math.isfinite(seconds) and seconds >= 0, "its time is not a time")
    return Trajectory(
        config=RunConfig.from_dict(facts["config"]),
        iteration=iteration,
        diverged_at=diverged_at,
        seconds=seconds,
        **members,
    )


def _check_arrays(run: Trajectory) -> None:
    """Types and shapes: theta (P,), iterations and costs (K,), kept (F,), frames (F, P)."""
    for name, dtype in ARRAYS.items():
        _require(getattr(run, name).dtype == dtype, f"`{name}` is of another type")
    size = Shape.of(run.config).size
    shapes = {
        "theta": (size,),
        "iterations": (run.iterations.size,),
        "costs": (run.iterations.size,),
        "kept": (run.kept.size,),
        "frames": (run.kept.size, size),
    }
    for name, shape in shapes.items():
        _require(getattr(run, name).shape == shape, f"`{name}` is of another shape")


def _check_course(run: Trajectory) -> None:
    """Whether training can have gone that way: records in order, and finite until it diverged."""
    config, every = run.config, run.config.record_every
    _require(0 <= run.iteration <= config.iterations, "it went further than it was asked to")
    _require(run.diverged_at in (NEVER, run.iteration), "it went on after it diverged")
    on_grid = run.iteration // every + 1
    if run.diverged and run.iteration % every == 0:
        on_grid -= 1  # where it diverged is recorded in any case, and checked below
    expected = np.arange(on_grid, dtype=np.int64) * every
    _require(np.array_equal(run.iterations[:on_grid], expected), "its records are not in order")
    extra = run.iterations[on_grid:].tolist()
    _require(
        extra in ([], [run.iteration]) and (extra != [] or not run.diverged), "its last record is another"
    )
    _require(run.kept.size > 0 and run.kept[0] == 0, "it has lost its start")
    _require(bool((np.diff(run.kept) > 0).all()), "its parameters are not in order")
    _require(bool(np.isin(run.kept, expected).all()), "it has parameters where it has no record")
    _require(bool(np.isfinite(run.frames).all()), "its parameters are not finite")
    _require(bool(np.isfinite(run.theta).all()) != run.diverged, "it diverged and did not say so")
