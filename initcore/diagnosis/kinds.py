"""The verdicts there are: what each is called, and how bad it is.

Pages, tables and legends read these records; what makes a run one of them is in `units.py`, `inputs.py`,
`scale.py`, `penalty.py`, `rate.py` and `outcome.py`.
"""

from dataclasses import dataclass

from initcore.measures.seen import SEPARATED


@dataclass(frozen=True)
class Kind:
    """One verdict: a name to query by, a title for the screen, and a tone.

    `tone` is "bad", "warn", "good" or "info"; screens give each its own icon as well as a colour.
    """

    name: str
    title: str
    tone: str


_KINDS = (
    Kind("fails_to_break_symmetry", "Fails to break symmetry", "bad"),
    Kind("only_output_bias", "Only the output bias learns", "bad"),
    Kind("dead", "Dead network", "bad"),
    Kind("some_dead", "Some units dead", "warn"),
    Kind("too_large_weights", "Too large weights", "warn"),
    Kind("raw_inputs", "Inputs not standardized", "warn"),
    Kind("off_centre", "Weights off centre", "warn"),
    Kind("exploding", "Exploding", "bad"),
    Kind("vanishes", "Signal vanishes", "warn"),
    Kind("penalty_too_strong", "L2 too strong", "bad"),
    Kind("rate_too_high", "Learning rate too high", "bad"),
    Kind("rate_too_low", "Learning rate too low", "warn"),
    Kind("overfits", "Overfits", "warn"),
    Kind("healthy", "Separates the classes", "good"),
    Kind("still_learning", "Still learning", "info"),
    Kind("plateau", "Stuck on a plateau", "warn"),
    Kind("too_early", "Too early to tell", "info"),
    Kind("untrained", "Not trained yet", "info"),
    Kind("failed", "Training failed", "bad"),
)

VERDICTS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Kinds by name: the causes in the order in which they come first, then what came of a run."""


def failed(name: str, train_accuracy: float, enough: float = SEPARATED) -> bool:
    """Whether a run with that leading verdict and train accuracy counts as one that failed.

    `enough` is the train accuracy from which its classes are separated: more, where they are uneven.

    One does that did not come to separate the classes and with which something is wrong, whether in how
    it started, in its steps or in what it came to. A name that is not known does not.
    """
    return name == "failed" or (not train_accuracy >= enough and _tone(name) in ("bad", "warn"))


def unfinished(name: str, train_accuracy: float, enough: float = SEPARATED) -> bool:
    """Whether it counts as one of which more iterations will tell: nothing is wrong with it so far."""
    return not train_accuracy >= enough and _tone(name) == "info"


def _tone(name: str) -> str:
    """The tone of a verdict; of one that is not known, and of training examples known by heart, none."""
    return VERDICTS[name].tone if name in VERDICTS and name != "overfits" else ""
