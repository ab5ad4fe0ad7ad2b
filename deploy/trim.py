"""Deletes from an environment's packages what the app never loads: `python deploy/trim.py FOLDER`.

FOLDER is where the packages lie, such as `lib/python3.11/site-packages`. What may go was found by serving
every page and looking at what had been imported; `tests/test_image.py` serves them again from packages
that were trimmed.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = (
    # Charts that no page draws: Streamlit asks for these and imports each with its first chart only.
    "pydeck*",
    "altair*",
    "jsonschema*",
    "referencing*",
    "rpds*",
    "attr",
    "attrs*",
    # Streamlit's example apps, and widgets of notebooks.
    "streamlit/hello",
    "plotly/labextension",
    "plotly/package_data/widgetbundle.js",
    "plotly/package_data/datasets",
)

# A table on a page takes Arrow's memory and its compute functions. Files, networks and other people's
# clouds are modules of their own.
ARROW = tuple(
    f"pyarrow/{name}"
    for name in (
        *("libarrow_flight*", "libarrow_s3*", "libarrow_python.so", "libarrow_python.so.*.*"),
        *("libarrow_python_flight*", "libarrow_python_parquet_encryption*"),
        *("_flight*", "_s3fs*", "_gcsfs*", "_azurefs*", "_hdfs*", "_orc*", "_parquet*", "_dataset*"),
        *("_substrait*", "_feather*", "_csv*", "_json*", "_fs*", "_acero*", "_pyarrow_cpp_tests*", "src"),
    )
)

EVERYWHERE = ("tests", "include", "*.pyi", "*.pyx", "*.pxd", "*.h", "*.hpp", "*.c", "*.cpp", "*.a", "*.map")
"""Of whatever package: its tests, and what only a compiler or an editor reads."""


def unused(packages: Path) -> Iterator[Path]:
    """The files and folders in those packages that the app never loads."""
    for pattern in (*PACKAGES, *ARROW):
        yield from packages.glob(pattern)
    for pattern in EVERYWHERE:
        yield from packages.glob(f"*/**/{pattern}")


def trim(packages: Path) -> None:
    """Deletes them; SystemExit where the folder holds no packages."""
    if not (packages / "streamlit").is_dir():
        raise SystemExit(f"there is no streamlit in {packages}: the folder must be one that packages lie in")
    for path in list(unused(packages)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    trim(Path(sys.argv[1]))
