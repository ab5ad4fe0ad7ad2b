"""The image's packages: those of the lock as they are installed here, without what the app never loads."""

import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

from tests.helpers.serving import ROOT

LOCK = ROOT / "requirements.lock"


def locked() -> Iterator[Requirement]:
    """What the lock names, each at its one version."""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if "==" in line:
            yield Requirement(line.removesuffix("\\"))


def trimmed(home: Path) -> Path:
    """The interpreter of a new environment that has those packages, trimmed as the image's are.

    They are linked, not copied, where the file system can.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    packages = home / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    for wanted in locked():
        found = distribution(wanted.name)
        for file in found.files or ():
            source, to = Path(str(found.locate_file(file))), packages / file
            if ".." in file.parts or file.suffix == ".pyc":
                continue
            to.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, to)
            except OSError:  # another file system
                to.write_bytes(source.read_bytes())
    runpy.run_path(str(ROOT / "deploy" / "trim.py"))["trim"](packages)
    return home / "bin" / "python"
