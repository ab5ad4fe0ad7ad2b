"""The tests of trained numbers under every kernel that this processor can run: `python -m tests.kernels`.

OpenBLAS adds in another order on each family of processors, so the last place of a product differs, and
with it all that a chaotic run comes to. What is told of runs must hold under each of these orders. With names
of kernels, only those; with `--another`, one that rounds differently from this processor's own.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OWN = "none"
"""No kernel forced: OpenBLAS takes the one made for this processor."""

KERNELS = (OWN, "Sandybridge", "Haswell", "SkylakeX", "Zen", "Nehalem")
"""Of each instruction set one. Next to a processor's own stands the one that nearly every processor runs and
that adds otherwise than the kernels of newer ones: it is the one that `--another` takes."""

FORCED = "OPENBLAS_CORETYPE"
SIZES = ((10, 2, 300), (5, 10, 300), (1, 5, 300), (32, 32, 300), (3, 3, 300), (20, 64, 32))
"""Shapes (fan_out, fan_in, m) of products as runs make them: kernels treat edges of their own kind."""

PRODUCTS = f"""
import sys, threadpoolctl, numpy as np
stream = np.random.RandomState(0)
for rows, inner, columns in {SIZES}:
    one, other = stream.randn(rows, inner), stream.randn(inner, columns)
    back = other @ other.T
    sys.stdout.buffer.write((one @ other).tobytes() + back.tobytes() + (other.T @ one.T).tobytes())
names = [each.get("architecture") for each in threadpoolctl.threadpool_info() if each["user_api"] == "blas"]
print(names[0] if names else "no OpenBLAS", file=sys.stderr)
"""
SECONDS = 60
"""For one child that multiplies; it takes one."""


@dataclass(frozen=True)
class Kernel:
    """A kernel that runs here: what was forced, what OpenBLAS says it took, and a mark of how it rounds."""

    name: str
    taken: str
    rounding: str


def probed(name: str) -> Kernel | str:
    """The kernel of that name, or in a sentence why it cannot be run here."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PRODUCTS],
            env=environment(name),
            cwd=ROOT,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{name}: no product within {SECONDS} s"
    if done.returncode < 0:
        return f"{name}: this processor cannot run it (signal {-done.returncode})"
    if done.returncode:
        return f"{name}: cannot be run here: {done.stderr.decode(errors='replace').strip()[-200:]}"
    taken = done.stderr.decode(errors="replace").split()[-1]
    return Kernel(name, taken, hashlib.sha256(done.stdout).hexdigest())


def environment(name: str) -> dict[str, str]:
    """This process's environment with that kernel forced, and one thread."""
    kept = {key: value for key, value in os.environ.items() if key != FORCED}
    forced = {} if name == OWN else {FORCED: name}
    return {**kept, **forced, "OPENBLAS_NUM_THREADS": "1"}


def distinct(names: Sequence[str]) -> list[Kernel]:
    """Those of the kernels that run here and round like none before them; says what becomes of the others."""
    found: dict[str, Kernel] = {}
    for name in names:
        kernel = probed(name)
        if isinstance(kernel, str):
            print(kernel, flush=True)
        elif kernel.rounding in found:
            print(f"{name}: rounds as {found[kernel.rounding].name} does, {kernel.taken}", flush=True)
        else:
            found[kernel.rounding] = kernel
    return list(found.values())


def tested(kernel: Kernel, extra: Sequence[str]) -> tuple[bool, str]:
    """Whether the number-bearing tests pass under a kernel, and pytest's last line; shows what failed."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "numbers", "-n", "2", "--timeout", "300", *extra]
    done = subprocess.run(
        command, env=environment(kernel.name), cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = (done.stdout + done.stderr).strip().splitlines()
    if done.returncode:
        print("\n".join(lines[-200:]), flush=True)
    return done.returncode == 0, re.sub(r"=+", "", lines[-1]).strip() if lines else "no output"


def main() -> int:
    """0 when all passed; 1 when a test failed or there was no kernel to run them under."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    known = ", ".join(KERNELS)
    parser.add_argument("kernels", nargs="*", help=f"names that OpenBLAS knows; by default {known}")
    parser.add_argument("--another", action="store_true", help="one that differs from this processor's own")
    asked, extra = parser.parse_known_args()
    kernels = distinct(asked.kernels or KERNELS)  # this processor's own first, so others differ from it
    if asked.another:
        kernels = [kernel for kernel in kernels if kernel.name != OWN][:1]
    if not kernels:
        print("No kernel to run the tests under.")
        return 1
    results = []
    for kernel in kernels:
        print(f"{kernel.name} ({kernel.taken}) …", flush=True)
        results.append((kernel, *tested(kernel, extra)))
    width = max(len(kernel.name) for kernel in kernels)
    for kernel, passed, words in results:
        print(f"{kernel.name:<{width}}  {kernel.taken:<12} {'passed' if passed else 'FAILED'}  {words}")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
