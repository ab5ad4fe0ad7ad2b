"""Archives made to do harm: nothing in them is executed, and none of them fills the memory."""

import io
import pickle
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from initcore import Trajectory
from initcore.store.archive import DamagedRun, from_bytes, to_bytes


class Trap:
    """Pickles as a call that creates a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return Path.touch, (self.path,)


def rezipped(run: Trajectory, method: int, **contents: bytes) -> bytes:
    """The archive of a run packed by another method, members replaced by name."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(to_bytes(run))) as archive,
        zipfile.ZipFile(buffer, "w", method) as copy,
    ):
        for name in archive.namelist():
            copy.writestr(name, contents.get(name.removesuffix(".npy"), archive.read(name)))
    return buffer.getvalue()


def test_a_pickle_inside_is_refused_and_never_executed(run, tmp_path):
    sprung = tmp_path / "sprung"
    member = io.BytesIO()
    np.save(member, np.array([Trap(sprung)], dtype=object), allow_pickle=True)
    inside = rezipped(run, zipfile.ZIP_DEFLATED, theta=member.getvalue())
    pickle.loads(pickle.dumps(Trap(sprung)))
    assert sprung.exists()  # so the trap does work
    sprung.unlink()
    for bad in (inside, pickle.dumps(Trap(sprung))):
        with pytest.raises(DamagedRun):
            from_bytes(bad)
    assert not sprung.exists()


def assert_refused_in_little_memory(blob: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(DamagedRun):
            from_bytes(blob)
        assert tracemalloc.get_traced_memory()[1] < 2**21
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(run, method):
    size = 50 * 2**20
    bomb = rezipped(run, method, frames=bytes(size))
    assert_refused_in_little_memory(bomb)
    understated = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert understated != bomb
    assert_refused_in_little_memory(understated)


def test_an_array_that_claims_to_be_huge_is_refused(run):
    for shape in ((2**40,), (2**62, 2**62), (-1,)):
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
        with pytest.raises(DamagedRun):
            from_bytes(rezipped(run, zipfile.ZIP_DEFLATED, theta=header.getvalue()))
