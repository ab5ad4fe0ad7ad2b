"""The data sets there are: made in the plane, scikit-learn's real ones, and a CSV of one's own."""

from typing import Any

from numpy.typing import NDArray

from initcore.data.base import Dataset, Draft
from initcore.data.generators import MADE
from initcore.model.base import Registry


def _no_draft(draft: Draft) -> tuple[NDArray[Any], NDArray[Any]]:
    raise ValueError("real data are not made")


REAL = tuple(
    Dataset(name, label, text, _no_draft, features, classes, real=True)
    for name, label, text, features, classes in (
        ("iris", "Iris", "150 flowers of three kinds, four lengths each (Fisher 1936).", 4, 3),
        ("wine", "Wine", "178 wines of three growers, 13 measurements each.", 13, 3),
        ("breast_cancer", "Breast cancer", "569 tumours, malignant or benign, 30 measurements each.", 30, 2),
        ("digits", "Digits", "1797 handwritten digits of 8 x 8 pixels.", 64, 10),
    )
)

OWN = Dataset(
    name="csv",
    label="Your own CSV",
    description="A file of yours; it stays in this browser session.",
    make=_no_draft,
    features=0,
    classes=0,
    real=True,
    uploaded=True,
)

DATASETS = Registry("dataset", (*MADE, *REAL, OWN))
