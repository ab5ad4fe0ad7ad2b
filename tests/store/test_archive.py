"""A run as bytes: the same run back, bit for bit, or `DamagedRun`."""

import io
import json
import random
import time
import timeit
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, advance, begin, train
from initcore.store.archive import ARRAYS, FACTS, DamagedRun, from_bytes, to_bytes
from tests.helpers.compare import assert_same_run
from tests.helpers.stores import DIVERGING, SMALL


def members_of(run: Trajectory) -> dict[str, np.ndarray]:
    """The arrays of an archived run by name, to be tampered with."""
    with np.load(io.BytesIO(to_bytes(run)), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def packed(members: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **members)
    return buffer.getvalue()


def assert_same_bits(run: Trajectory, expected: Trajectory) -> None:
    assert_same_run(run, expected)
    assert run.seconds == expected.seconds
    for name in ARRAYS:
        assert getattr(run, name).tobytes() == getattr(expected, name).tobytes(), name
        assert getattr(run, name).dtype == getattr(expected, name).dtype, name


def test_a_run_comes_back_bit_for_bit(run):
    assert_same_bits(from_bytes(to_bytes(run)), run)


@pytest.mark.parametrize("record_every", [1, 7, 23, 100])
def test_a_diverged_run_comes_back_bit_for_bit(record_every):
    [run] = train([replace(DIVERGING, record_every=record_every)])
    assert not np.isfinite(run.theta).all()
    assert_same_bits(from_bytes(to_bytes(run)), run)


@pytest.mark.parametrize("iterations", [0, 1, 50, 120, 275])
def test_an_unfinished_run_comes_back_bit_for_bit(iterations):
    [run] = advance(begin([SMALL]), iterations).runs
    assert_same_bits(from_bytes(to_bytes(run)), run)


@pytest.mark.parametrize("asked", [10, 100, 275, 301])
def test_a_run_asked_for_at_another_length_comes_back_bit_for_bit(run, diverged, asked):
    for known in (run.asked_for(asked), run.until(asked), diverged.asked_for(asked), diverged.until(asked)):
        assert_same_bits(from_bytes(to_bytes(known)), known)


def test_a_run_that_keeps_fewer_frames_than_records_comes_back_bit_for_bit(run, monkeypatch):
    monkeypatch.setattr("initcore.training.trajectory.FRAME_BYTES", 3 * run.theta.nbytes)
    [thin] = train([SMALL])
    assert thin.kept.size < thin.iterations.size
    assert_same_bits(from_bytes(to_bytes(thin)), thin)


def test_the_same_run_gives_the_same_bytes(run):
    assert to_bytes(run) == to_bytes(run)


def test_a_run_without_its_records_is_not_packed(run):
    with pytest.raises(ValueError, match="without its records"):
        to_bytes(run.without_records())


def test_no_flipped_byte_is_taken_for_the_run_and_none_raises_anything_else(run):
    blob, rng, refused = to_bytes(run), random.Random(7), 0
    for at in rng.sample(range(len(blob)), 300):
        flipped = bytearray(blob)
        flipped[at] ^= 1 << rng.randrange(8)
        try:
            assert_same_bits(from_bytes(bytes(flipped)), run)
        except DamagedRun:
            refused += 1
    assert refused > 200  # the rest are bytes that a zip does not use, such as its dates


def test_no_cut_or_foreign_bytes_are_a_run(run):
    blob, rng = to_bytes(run), random.Random(7)
    cuts = [blob[:length] for length in range(0, len(blob), 97)]
    for bad in (
        *cuts,
        b"",
        b"PK",
        b"\x93NUMPY",
        rng.randbytes(5000),
        b"\x80\x04N.",
        b"PK\x05\x06" + bytes(18),
    ):
        with pytest.raises(DamagedRun):
            from_bytes(bad)


def with_facts(**changes: Any) -> Callable[[dict], dict]:
    def tamper(members: dict) -> dict:
        facts = json.loads(members[FACTS].tobytes()) | changes
        return members | {FACTS: np.frombuffer(json.dumps(facts).encode(), np.uint8)}

    return tamper


def with_array(name: str, change: Callable[[np.ndarray], Any]) -> Callable[[dict], dict]:
    return lambda members: members | {name: change(members[name])}


@pytest.mark.parametrize(
    "tamper",
    [
        with_facts(config={**SMALL.to_dict(), "hidden": [5, 4]}),
        with_facts(config={**SMALL.to_dict(), "learning_rate": -1}),
        with_facts(config={**SMALL.to_dict(), "colour": "red"}),
        with_facts(config={**SMALL.to_dict(), "record_every": 25}),
        with_facts(config=None),
        with_facts(iteration=276),
        with_facts(iteration=-1),
        with_facts(iteration=275.0),
        with_facts(iteration=True),
        with_facts(diverged_at=100),
        with_facts(diverged_at=275),
        with_facts(seconds=float("nan")),
        with_facts(seconds=-1.0),
        with_facts(more=1),
        lambda members: members | {FACTS: np.frombuffer(b"[" * 100_000, np.uint8)},
        lambda members: members | {FACTS: np.frombuffer(b"\xff{}", np.uint8)},
        lambda members: {name: array for name, array in members.items() if name != "costs"},
        lambda members: members | {"extra": np.zeros(3)},
        with_array("theta", lambda theta: theta[:-1]),
        with_array("theta", lambda theta: theta.astype(np.float32)),
        with_array("theta", lambda theta: theta.astype(str)),
        with_array("theta", lambda theta: theta * np.nan),
        with_array("frames", lambda frames: frames[:, :-1]),
        with_array("frames", lambda frames: frames.ravel()),
        with_array("frames", lambda frames: frames * np.inf),
        with_array("frames", lambda frames: frames[:-1]),
        with_array("kept", lambda kept: kept[::-1]),
        with_array("kept", lambda kept: kept + 1),
        with_array("kept", lambda kept: kept * 0),
        with_array("iterations", lambda iterations: iterations[::-1]),
        with_array("iterations", lambda iterations: iterations.astype(float)),
        with_array("iterations", lambda iterations: iterations * 0),
        with_array("costs", lambda costs: costs[:-1]),
        with_array("costs", lambda costs: costs[:, None]),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_what_no_training_can_have_left_is_refused(run, tamper):
    with pytest.raises(DamagedRun):
        from_bytes(packed(tamper(members_of(run))))


@pytest.mark.benchmark
def test_packing_the_courses_run_is_quick():
    [run] = train([RunConfig()])
    blob = to_bytes(run)
    # Of this process alone: others on the machine must not make the test fail.
    timer = time.process_time
    packing = min(timeit.repeat(lambda: to_bytes(run), timer=timer, number=1, repeat=9))
    unpacking = min(timeit.repeat(lambda: from_bytes(blob), timer=timer, number=1, repeat=9))
    print(f"{len(blob)} bytes, packed in {packing:.4f} s, unpacked in {unpacking:.4f} s")
    assert packing < 0.015
    assert unpacking < 0.015
