"""What can be wrong with what comes in: inputs whose size throws any start off its scale."""

from initcore.diagnosis.remedies import at_scale, paced, scale_values
from initcore.diagnosis.trend import blown_up, gets_on, trend
from initcore.diagnosis.verdicts import Remedy, Verdict, evidence, verdict
from initcore.measures.seen import Seen

LARGE_INPUTS = 5.0
"""Root mean square. Standardized inputs have 1, the circles 0.6. Raw iris, with 4, trains as well raw;
raw digits, with 8, and all that is larger do better standardized, nearly always."""


def raw(seen: Seen) -> Verdict | None:
    """For inputs that are large as they are."""
    size = float(seen.start.size[0])
    if seen.separated or seen.run.config.standardized or size < LARGE_INPUTS:
        return None
    fate = blown_up(seen.run) or trend(seen.run)
    return verdict("raw_inputs", evidence("inputs_large", inputs=size), fate, remedy=_mended(seen))


def outgrown(seen: Seen) -> bool:
    """Whether a run gets on all the same."""
    return seen.lately < seen.chance and (seen.falling or seen.gets_further or gets_on(seen.run))


def _mended(seen: Seen) -> Remedy:
    """The inputs standardized, and a start of the scale that suits them."""
    scale = at_scale(seen)
    values = {**scale_values(seen), "sound": not scale}
    return paced(seen, Remedy("standardize", {**scale, "standardize": "yes"}, values))
