"""The lock that the image is built from: every pin is in it, with all that it needs, each with hashes."""

import re
import tomllib
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.serving import ROOT
from tests.helpers.trimming import LOCK, locked

MAKE_IT = "the lock is behind the pins; `make lock` writes it anew"


def _pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").split()
    return {canonicalize_name(Requirement(line).name): str(Requirement(line).specifier) for line in lines}


def _locked() -> dict[str, str]:
    return {canonicalize_name(wanted.name): str(wanted.specifier) for wanted in locked()}


def test_every_pin_is_locked_at_its_version() -> None:
    pins = _pins("requirements.txt") | _pins("requirements-postgres.txt")
    assert {name: _locked().get(name) for name in pins} == pins, MAKE_IT


def test_what_is_locked_has_all_that_it_needs() -> None:
    names = _locked().keys()
    for name in names:
        for line in distribution(name).requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                assert canonicalize_name(wanted.name) in names, f"{name} needs {line}: {MAKE_IT}"


def test_everything_is_held_to_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8"))
    of_packages = [block for block in blocks if not block.startswith("#")]
    assert len(of_packages) == len(_locked())
    for block in of_packages:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.split()[0]


def test_the_package_asks_for_a_range_about_the_pin_of_its_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [wanted] = map(Requirement, project["optional-dependencies"]["postgres"])
    [(name, pin)] = _pins("requirements-postgres.txt").items()
    assert (wanted.name, wanted.extras) == (name, {"binary"})
    assert pin.removeprefix("==") in wanted.specifier
