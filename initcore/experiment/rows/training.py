"""The settings that say which network is trained, and how."""

from initcore.experiment.kinds import NAME, REAL, WHOLE, WIDTHS
from initcore.experiment.rows.seeds import SEED
from initcore.experiment.setting import Limit, Setting
from initcore.experiment.values import MAX_LAYERS, MAX_WIDTH
from initcore.model.activations import ACTIVATIONS
from initcore.model.optimizers import OPTIMIZERS

NETWORK = (
    Setting(
        name="hidden",
        default=(10, 5),
        kind=WIDTHS,
        url="hidden",
        label="Hidden layers",
        help=f"Units of each hidden layer: 1 to {MAX_LAYERS} numbers from 1 to {MAX_WIDTH}, with commas; "
        "30x128 is 30 layers of 128.",
        group="network",
        flag="--hidden",
    ),
    Setting(
        name="activation",
        default="relu",
        kind=NAME,
        choices={record.name: record.label for record in ACTIVATIONS},
        url="act",
        label="Activation",
        help="What every hidden unit does to its input. The output is a sigmoid for two classes, a softmax "
        "for more.",
        group="network",
        flag="--activation",
    ),
)

TRAINING = (
    Setting(
        name="optimizer",
        default="gd",
        kind=NAME,
        choices={record.name: record.label for record in OPTIMIZERS},
        url="opt",
        label="Optimizer",
        help="How a gradient moves the parameters. Adam exists in two forms, which differ where gradients "
        "are tiny: adam is that of Keras and scikit-learn, torch_adam that of PyTorch.",
        group="training",
        more=True,
    ),
    Setting(
        name="learning_rate",
        default=0.01,
        kind=REAL,
        limit=Limit(0, 10, above=True),
        url="lr",
        label="Learning rate",
        help="Step size of an update.",
        group="training",
        flag="--learning-rate",
    ),
    Setting(
        name="momentum",
        default=0.9,
        kind=REAL,
        limit=Limit(0, 1, below=True),
        url="mom",
        label="Momentum",
        help="Share of its speed that an update keeps, where the optimizer has one.",
        group="training",
        step=0.01,
        more=True,
        idle=lambda run: not OPTIMIZERS[run.optimizer].takes_momentum,
        needs="an optimizer with momentum",
    ),
    Setting(
        name="batch_size",
        default=0,
        kind=WHOLE,
        limit=Limit(0, 10_000),
        url="batch",
        label="Batch size",
        help="Examples an update looks at; 0 is all of them. Smaller ones are drawn without replacement.",
        group="training",
        step=16,
        more=True,
    ),
    Setting(
        name="batch_seed",
        default=0,
        kind=WHOLE,
        limit=SEED,
        url="bseed",
        label="Batch seed",
        help="Seed of the order in which examples are drawn.",
        group="training",
        step=1,
        more=True,
        idle=lambda run: run.batch_size == 0,
        needs="a `batch_size`",
    ),
    Setting(
        name="l2",
        default=0.0,
        kind=REAL,
        limit=Limit(0, 1000),
        url="l2",
        label="L2 penalty",
        help="λ in λ/2m times the sum of squared weights. The costs shown are without it.",
        group="training",
        step=0.1,
        more=True,
    ),
    Setting(
        name="iterations",
        default=15_000,
        kind=WHOLE,
        limit=Limit(1, 1_000_000),
        url="iters",
        label="Iterations",
        help="Updates of the parameters. More than was trained goes on from there.",
        group="training",
        flag="--iterations",
    ),
    Setting(
        name="record_every",
        default=50,
        kind=WHOLE,
        limit=Limit(1, 100_000),
        url="every",
        label="Record every",
        help="Iterations between two points of a curve.",
        group="training",
        step=10,
        more=True,
    ),
)
