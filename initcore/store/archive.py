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

from initcore.experiment.config import RunConfig
from initcore.training.descent import slot_count
from initcore.training.trajectory import FEWEST_FRAMES, FRAME_BYTES, NEVER, Trajectory, frame_bytes

ARRAYS = {
    "theta": np.float64,
    "iterations": np.int64,
    "costs": np.float64,
    "train_accuracies": np.float64,
    "kept": np.int64,
    "frames": np.float64,
}
SLOTS = {"slots": np.float64, "slot_frames": np.float64}
"""What an optimizer remembers; there only where it remembers anything."""

MAX_FACTS_BYTES = 2**16

FACTS = "facts"
"""The member that holds everything else, as the bytes of a JSON object."""

MAX_UNPACKED_BYTES = 2**28
"""Far more than most runs take; a run of a network so large that it needs more is not stored."""


AS_IT_IS_BYTES = 2**20
"""Arrays of that size or more are not made smaller: parameters lose 4 % by it, and take 20 times as long."""


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
    names = (*ARRAYS, *(SLOTS if run.slots.size else ()))
    members: dict[str, Any] = {name: getattr(run, name) for name in names}
    members[FACTS] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in members.items():
            info, plain = zipfile.ZipInfo(f"{name}.npy"), io.BytesIO()
            np.lib.format.write_array(plain, np.asanyarray(array), allow_pickle=False)
            level = 0 if array.nbytes >= AS_IT_IS_BYTES else None
            archive.writestr(info, plain.getbuffer(), zipfile.ZIP_DEFLATED, level)
    return buffer.getvalue()


def storable(run: Trajectory) -> bool:
    """Whether a run is small enough to be read back."""
    size: int = sum(getattr(run, name).nbytes for name in ARRAYS | SLOTS)
    return size < MAX_UNPACKED_BYTES - 2**20


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
    """Reads the directory of the zip and its facts alone, before anything large is unpacked."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        members = archive.infolist()
        names = sorted(member.filename for member in members)
        known = [sorted(f"{name}.npy" for name in (*ARRAYS, FACTS, *more)) for more in ((), SLOTS)]
        _require(names in known, "it has other parts than a run")
        # Only deflate is unpacked in bounded steps; zipfile unpacks the other methods all at once.
        _require(all(m.compress_type == zipfile.ZIP_DEFLATED for m in members), "it is packed in another way")
        _require(archive.getinfo(f"{FACTS}.npy").file_size <= MAX_FACTS_BYTES, "its facts are not a run's")
        facts = json.loads(np.load(archive.open(f"{FACTS}.npy"), allow_pickle=False).tobytes())
    most = _most_bytes(RunConfig.from_dict(facts["config"]))
    _require(sum(m.file_size for m in members) <= most, "it is larger than any run of its config")


def _most_bytes(config: RunConfig) -> int:
    """More than the arrays of a run take, whatever budget for frames it was made under."""
    frames = max(4 * FRAME_BYTES, (FEWEST_FRAMES + 2) * frame_bytes(config))
    records = 32 * (config.iterations // config.record_every + 2)
    return min(MAX_UNPACKED_BYTES, frames + records + MAX_FACTS_BYTES)


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
    """Types and shapes: theta (P,), iterations, costs and accuracies (K,), kept (F,), frames (F, P)."""
    for name, dtype in (ARRAYS | SLOTS).items():
        _require(getattr(run, name).dtype == dtype, f"`{name}` is of another type")
    size, slots = run.config.shape.size, slot_count(run.config)
    shapes = {
        "theta": (size,),
        "iterations": (run.iterations.size,),
        "costs": (run.iterations.size,),
        "train_accuracies": (run.iterations.size,),
        "kept": (run.kept.size,),
        "frames": (run.kept.size, size),
        "slots": (slots, size),
        "slot_frames": (run.kept.size, slots, size),
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
    finite = np.isfinite(run.frames).all() and np.isfinite(run.slot_frames).all()
    _require(bool(finite), "its parameters are not finite")
    finite = np.isfinite(run.theta).all() and np.isfinite(run.slots).all()
    _require(bool(finite) != run.diverged, "it diverged and did not say so")
