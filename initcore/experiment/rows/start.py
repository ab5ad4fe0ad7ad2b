"""The settings that say where a run starts: its initialization, gain, and what overrides them."""

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.kinds import FLAG, FORMULA, GAINS, NAME, REAL
from initcore.experiment.setting import Limit, Setting
from initcore.model.formula import DEFAULT_FORMULA

GAIN = Limit(0, 1000)


def _elsewhere() -> dict[str, tuple[str, ...]]:
    """Which initializations go by each name of another framework."""
    pairs = [(one.name, record.name) for record in INITIALIZATIONS for one in record.elsewhere if one.name]
    names = dict.fromkeys(name for name, _ in pairs)
    return {name: tuple(own for known, own in pairs if known == name) for name in names}


START = (
    Setting(
        name="initialization",
        default="he",
        kind=NAME,
        choices={record.name: record.label for record in INITIALIZATIONS},
        url="init",
        label="Initialization",
        help="How the initial weights are drawn.",
        group="start",
        elsewhere=_elsewhere(),
    ),
    Setting(
        name="gain",
        default=1.0,
        kind=REAL,
        limit=GAIN,
        url="gain",
        label="Gain",
        help="Multiplies every initial weight of this initialization.",
        group="start",
        step=0.1,
        flag="--gain",
    ),
    Setting(
        name="formula",
        default=DEFAULT_FORMULA,
        kind=FORMULA,
        url="sigma",
        label="Standard deviation",
        help="Of the normals the weights are drawn from, as a formula in `fan_in`, `fan_out`, `layer` (1 is "
        "the first) and `depth` (how many layers), with + - * / **, parentheses, and sqrt, exp, log, "
        "min, max, abs; or as pages show it, such as W = randn × √(1 / fan-in).",
        group="start",
        idle=lambda run: not INITIALIZATIONS[run.initialization].takes_formula,
        needs="an initialization that takes a formula",
    ),
    Setting(
        name="bias",
        default="scheme",
        kind=NAME,
        choices={
            "scheme": "as the initialization says",
            "zeros": "zeros",
            "constant": "one value",
            "uniform": "uniform ±1/√fan-in",
        },
        url="bias",
        label="Biases",
        help="What biases start at.",
        group="start",
        more=True,
    ),
    Setting(
        name="bias_value",
        default=0.1,
        kind=REAL,
        limit=Limit(-1000, 1000),
        url="b",
        label="Bias value",
        help="The one value, where biases start at one.",
        group="start",
        idle=lambda run: run.bias != "constant",
        needs="`bias` constant",
    ),
    Setting(
        name="zero_last",
        default=False,
        kind=FLAG,
        url="last0",
        label="Last layer zero",
        help="Starts the output layer's weights at zero, whatever the initialization says.",
        group="start",
        more=True,
    ),
    Setting(
        name="layer_gains",
        default=(),
        kind=GAINS,
        limit=GAIN,
        url="gains",
        label="Gain of each layer",
        help="Multiplies each layer's weights: numbers with commas, first layer first.",
        group="start",
        more=True,
    ),
)
