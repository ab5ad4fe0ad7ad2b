"""The settings that say which runs a start is trained as: from which seed, how many, with twins or not."""

from initcore.experiment.kinds import FLAG, WHOLE
from initcore.experiment.setting import Limit, Setting

SEED = Limit(0, 2**32 - 1)
"""What numpy's generator takes."""

TWIN = Setting(
    name="twin",
    default=False,
    kind=FLAG,
    url="twin",
    label="",
    help="Whether the run is a twin, whose every initial weight is one unit in the last place larger.",
    group="seeds",
    hideable=False,
)

WEIGHTS_SEED = Setting(
    name="weights_seed",
    default=3,
    kind=WHOLE,
    limit=SEED,
    url="seed",
    label="Weights seed",
    help="Seed of the random initial weights; the course uses 3. Draws are paired: initializations that "
    "differ only in scale use the same underlying normals for the same seed, so what differs on screen "
    "comes from the scale alone.",
    group="seeds",
    flag="--seed",
)

SEEDS = Setting(
    name="seeds",
    default=1,
    kind=WHOLE,
    limit=Limit(1, 64),
    url="seeds",
    label="Seeds",
    help="How many weights seeds each initialization is trained with, from the one given on. "
    "One seed may be lucky; many show a median and its spread.",
    group="seeds",
    flag="--seeds",
)

TWINS = Setting(
    name="twins",
    default=False,
    kind=FLAG,
    url="twins",
    label="How many digits are real?",
    help="Trains beside each run a twin whose every initial weight is one unit in the last place larger, "
    "and shows to how many digits their costs agree: where they part, a result depends on rounding.",
    group="seeds",
    flag="--twins",
)
