"""The verdicts there are: what each is called, how bad it is, and what it means.

Pages, tables and legends read these records; what makes a run one of them is in `causes.py`,
`scales.py`, `rates.py` and `outcomes.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One verdict: a name to query by, a title for the screen, a tone, and a sentence on what it means.

    `tone` is "bad", "warn", "good" or "info"; screens give each its own icon as well as a colour.
    """

    name: str
    title: str
    tone: str
    meaning: str


@dataclass(frozen=True)
class Verdict:
    """What happened to a run: its kind in short, the evidence, and what would fix it, if anything."""

    name: str
    title: str
    tone: str
    evidence: str
    fix: str = ""


_KINDS = (
    Kind(
        "fails_to_break_symmetry",
        "Fails to break symmetry",
        "bad",
        "The units of every hidden layer compute the same thing, so the network is as good as one unit wide.",
    ),
    Kind(
        "only_output_bias",
        "Only the output bias learns",
        "bad",
        "Every weight is 0 and gets no gradient; the network always answers with the classes' shares.",
    ),
    Kind(
        "dead",
        "Dead network",
        "bad",
        "Every unit of a hidden layer gives 0 for every example, so nothing passes and nothing below learns.",
    ),
    Kind(
        "some_dead",
        "Some units dead",
        "warn",
        "Most units of a hidden layer give 0 for every example, so few are left to separate the classes.",
    ),
    Kind(
        "too_large_weights",
        "Too large weights",
        "warn",
        "The run starts saturated: sure of itself and wrong, with next to no slope to learn from.",
    ),
    Kind(
        "exploding",
        "Exploding",
        "bad",
        "The signal or its gradient grows from layer to layer, or from an oversized start without bound.",
    ),
    Kind(
        "vanishes",
        "Signal vanishes",
        "warn",
        "The signal or its gradient shrinks from layer to layer until the network can hardly learn from it.",
    ),
    Kind(
        "rate_too_high",
        "Learning rate too high",
        "bad",
        "The start is sound, but the steps overshoot: the cost diverges, rises, jumps, or is thrown onto a "
        "plateau.",
    ),
    Kind(
        "rate_too_low",
        "Learning rate too low",
        "warn",
        "The start is sound and the slope leads down, but the whole run is one short straight step along it.",
    ),
    Kind(
        "overfits",
        "Overfits",
        "warn",
        "The network has learned its training examples, and gets worse on others.",
    ),
    Kind("healthy", "Separates the classes", "good", "The network tells its training examples apart."),
    Kind(
        "still_learning",
        "Still learning",
        "info",
        "The cost still falls; more iterations will tell.",
    ),
    Kind(
        "plateau",
        "Stuck on a plateau",
        "warn",
        "The cost stands still, and no cause was found at the start or in the steps.",
    ),
    Kind("too_early", "Too early to tell", "info", "The run is under way, or was very short."),
    Kind("untrained", "Not trained yet", "info", "There has been no iteration."),
    Kind("failed", "Training failed", "bad", "The run could not be trained to its end."),
)

VERDICTS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Kinds by name: the causes in the order in which they come first, then what came of a run."""

SEPARATED = 0.95
"""Train accuracy from which we say that the classes are separated."""


def failed(name: str, train_accuracy: float) -> bool:
    """Whether a run with that leading verdict and train accuracy counts as one that failed.

    One does that did not come to separate the classes and with which something is wrong, whether in how
    it started, in its steps or in what it came to. A name that is not known does not.
    """
    return name == "failed" or (not _separates(train_accuracy) and _tone(name) in ("bad", "warn"))


def unfinished(name: str, train_accuracy: float) -> bool:
    """Whether a run with that leading verdict counts as unfinished: nothing is wrong with it so far."""
    return not _separates(train_accuracy) and _tone(name) == "info"


def _separates(train_accuracy: float) -> bool:
    return train_accuracy >= SEPARATED


def _tone(name: str) -> str:
    """The tone of a verdict; of one that is not known, and of training examples known by heart, none."""
    return VERDICTS[name].tone if name in VERDICTS and name != "overfits" else ""


def verdict(name: str, evidence: str, fix: str = "") -> Verdict:
    """The verdict of that kind."""
    kind = VERDICTS[name]
    return Verdict(kind.name, kind.title, kind.tone, evidence, fix)
