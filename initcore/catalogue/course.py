"""The course's schemes, as its notebook writes them."""

from initcore.model.base import Elsewhere, Initialization
from initcore.model.initializers import constant, normal, variance_scaling

FAMILY = "Course"
_COURSE = "the course notebook “Initialization”"

RECORDS = (
    Initialization(
        name="zeros",
        label="Zeros",
        family=FAMILY,
        formula=r"W = 0",
        plain="W = 0",
        source=_COURSE,
        purpose="Shows why weights must differ: every unit of a layer gets the same gradient.",
        color="#8b5fd3",
        draw=constant(0.0),
        elsewhere=(
            Elsewhere("Keras", "Zeros", "keras.initializers.Zeros()"),
            Elsewhere("PyTorch", "zeros_", "nn.init.zeros_(w)"),
            Elsewhere("JAX", "zeros", "jax.nn.initializers.zeros"),
        ),
    ),
    Initialization(
        name="random",
        label="Large random",
        family=FAMILY,
        formula=r"W = \mathrm{randn} \times 10",
        plain="W = randn × 10",
        source=_COURSE,
        purpose="Breaks symmetry, but starts saturated: confident, mostly wrong, slow to recover.",
        color="#cc7a1f",
        draw=normal(10.0),
        elsewhere=(
            Elsewhere("Keras", "RandomNormal", "keras.initializers.RandomNormal(stddev=10.0)"),
            Elsewhere("PyTorch", "normal_", "nn.init.normal_(w, std=10.0)"),
            Elsewhere("JAX", "normal", "jax.nn.initializers.normal(10.0)"),
        ),
    ),
    Initialization(
        name="small_random",
        label="Small random",
        family=FAMILY,
        formula=r"W = \mathrm{randn} \times 0.01",
        plain="W = randn × 0.01",
        source=f"{_COURSE}; also the default of JAX's normal",
        purpose="Breaks symmetry, but signal and gradient shrink from layer to layer.",
        color="#c2528b",
        draw=normal(0.01),
        elsewhere=(
            Elsewhere("Keras", "RandomNormal", "keras.initializers.RandomNormal(stddev=0.01)"),
            Elsewhere("PyTorch", "normal_", "nn.init.normal_(w, std=0.01)"),
            Elsewhere("JAX", "normal", "jax.nn.initializers.normal()"),
        ),
    ),
    Initialization(
        name="he",
        label="He",
        family=FAMILY,
        formula=r"W = \mathrm{randn} \times \sqrt{2 / n_{\mathrm{in}}}",
        plain="W = randn × √(2 / fan-in)",
        source="He, Zhang, Ren, Sun 2015, equation 10",
        purpose="Keeps the size of the signal from layer to layer when the activation is ReLU.",
        color="#1f8f6f",
        draw=variance_scaling(2.0, "fan_in"),
        elsewhere=(
            Elsewhere("Keras", "", 'keras.initializers.VarianceScaling(2.0, "fan_in", "untruncated_normal")'),
            Elsewhere("PyTorch", "kaiming_normal_", 'nn.init.kaiming_normal_(w, nonlinearity="relu")'),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(2.0, "fan_in", "normal")'),
        ),
    ),
    Initialization(
        name="xavier",
        label="Xavier",
        family=FAMILY,
        formula=r"W = \mathrm{randn} \times \sqrt{1 / n_{\mathrm{in}}}",
        plain="W = randn × √(1 / fan-in)",
        source="as the course and He et al. 2015 write it; Glorot & Bengio 2010 average the two fans",
        purpose="Keeps the size of the signal when the activation is near linear, such as tanh at 0; "
        "the same as LeCun's, uncut.",
        color="#2f7fc1",
        draw=variance_scaling(1.0, "fan_in"),
        elsewhere=(
            Elsewhere("Keras", "", 'keras.initializers.VarianceScaling(1.0, "fan_in", "untruncated_normal")'),
            Elsewhere("PyTorch", "", 'nn.init.kaiming_normal_(w, nonlinearity="linear")'),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(1.0, "fan_in", "normal")'),
        ),
    ),
)
