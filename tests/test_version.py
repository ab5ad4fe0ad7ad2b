"""The version is one number, said in one place, from which the package takes it."""

import re
import tomllib
from pathlib import Path

from packaging.version import Version

from initcore.version import VERSION

ROOT = Path(__file__).parent.parent


def test_the_build_finds_the_version_where_it_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    where = project["tool"]["hatch"]["version"]
    found = re.findall(where["pattern"], (ROOT / where["path"]).read_text(encoding="utf-8"))
    assert found == [VERSION]
    assert project["project"]["dynamic"] == ["version"]
    assert "version" not in project["project"]


def test_the_version_is_one_that_packages_may_have() -> None:
    assert str(Version(VERSION)) == VERSION


def test_no_other_file_says_it() -> None:
    files = [path for room in ("initcore", "pages") for path in (ROOT / room).rglob("*.py")]
    saying = [
        path for path in (*files, ROOT / "app.py") if f'"{VERSION}"' in path.read_text(encoding="utf-8")
    ]
    assert saying == [ROOT / "initcore" / "version.py"]
