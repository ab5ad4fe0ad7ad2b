"""Constants, and fixed scales that pay no heed to a layer’s size."""

from initcore.initializers import constant, normal, truncated_normal, uniform
from initcore.registry import INITIALIZATIONS, Elsewhere, Initialization

INITIALIZATIONS.add(
    Initialization(
        name="ones",
        label="Ones",
        family="Constants",
        formula="W = 1",
        plain="W = 1",
        source="Keras, PyTorch and JAX offer it",
        purpose="Symmetric like zeros, but gradients flow: units move, and all move as one.",
        color="#6f4bb0",
        draw=constant(1.0),
        elsewhere=(
            Elsewhere("Keras", "Ones", "keras.initializers.Ones()"),
            Elsewhere("PyTorch", "ones_", "nn.init.ones_(w)"),
            Elsewhere("JAX", "ones", "jax.nn.initializers.ones"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="constant",
        label="Constant 0.1",
        family="Constants",
        formula="W = 0.1",
        plain="W = 0.1",
        source="Keras, PyTorch and JAX offer it; use the gain for other values",
        purpose="One value everywhere: the units of a layer stay copies of each other.",
        color="#a488e0",
        draw=constant(0.1),
        elsewhere=(
            Elsewhere("Keras", "Constant", "keras.initializers.Constant(0.1)"),
            Elsewhere("PyTorch", "constant_", "nn.init.constant_(w, 0.1)"),
            Elsewhere("JAX", "constant", "jax.nn.initializers.constant(0.1)"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="unit_normal",
        label="Standard normal",
        family="Fixed scale",
        formula=r"W = \mathrm{randn}",
        plain="W = randn",
        source="PyTorch, default of normal_",
        purpose="Far too large in all but the narrowest layers.",
        color="#a8551a",
        draw=normal(1.0),
        elsewhere=(
            Elsewhere("Keras", "RandomNormal", "keras.initializers.RandomNormal(stddev=1.0)"),
            Elsewhere("PyTorch", "normal_", "nn.init.normal_(w)"),
            Elsewhere("JAX", "normal", "jax.nn.initializers.normal(1.0)"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="normal",
        label="Normal 0.05",
        family="Fixed scale",
        formula=r"W = \mathrm{randn} \times 0.05",
        plain="W = randn × 0.05",
        source="Keras, default of RandomNormal",
        purpose="A fixed small scale: right for a few hundred inputs, too small for two.",
        color="#b0426f",
        draw=normal(0.05),
        elsewhere=(
            Elsewhere("Keras", "RandomNormal", "keras.initializers.RandomNormal()"),
            Elsewhere("PyTorch", "normal_", "nn.init.normal_(w, std=0.05)"),
            Elsewhere("JAX", "normal", "jax.nn.initializers.normal(0.05)"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="uniform",
        label="Uniform ±0.05",
        family="Fixed scale",
        formula=r"W \sim U(-0.05, 0.05)",
        plain="W = U(−0.05, 0.05)",
        source="Keras, default of RandomUniform",
        purpose="Symmetric about 0, with a standard deviation of only 0.029.",
        color="#d37aa6",
        draw=uniform(-0.05, 0.05),
        elsewhere=(
            Elsewhere("Keras", "RandomUniform", "keras.initializers.RandomUniform()"),
            Elsewhere("PyTorch", "uniform_", "nn.init.uniform_(w, -0.05, 0.05)"),
            Elsewhere(
                "JAX", "", "lambda key, shape: jax.random.uniform(key, shape, minval=-0.05, maxval=0.05)"
            ),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="jax_uniform",
        label="JAX uniform",
        family="Fixed scale",
        formula=r"W \sim U(0, 0.01)",
        plain="W = U(0, 0.01)",
        source="JAX, default of uniform",
        purpose="A trap: it is not symmetric about 0, every weight is positive.",
        color="#96305c",
        draw=uniform(0.0, 0.01),
        elsewhere=(
            Elsewhere("Keras", "RandomUniform", "keras.initializers.RandomUniform(0.0, 0.01)"),
            Elsewhere("PyTorch", "uniform_", "nn.init.uniform_(w, 0.0, 0.01)"),
            Elsewhere("JAX", "uniform", "jax.nn.initializers.uniform()"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="torch_uniform",
        label="PyTorch uniform_",
        family="Fixed scale",
        formula=r"W \sim U(0, 1)",
        plain="W = U(0, 1)",
        source="PyTorch, default of uniform_",
        purpose="A trap: all weights positive and large, so units differ little and outputs are huge.",
        color="#e0699f",
        draw=uniform(0.0, 1.0),
        elsewhere=(
            Elsewhere("Keras", "RandomUniform", "keras.initializers.RandomUniform(0.0, 1.0)"),
            Elsewhere("PyTorch", "uniform_", "nn.init.uniform_(w)"),
            Elsewhere("JAX", "uniform", "jax.nn.initializers.uniform(1.0)"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="truncated_normal",
        label="Truncated normal 0.05",
        family="Fixed scale",
        formula=r"W = \mathrm{randn} \times 0.05,\ |W| \le 0.1",
        plain="W = randn × 0.05, cut at ±0.1",
        source="Keras, default of TruncatedNormal: cut at two sigma, sigma not corrected",
        purpose="No far outliers; after the cut the standard deviation is 0.044, not 0.05.",
        color="#7d2850",
        draw=truncated_normal(0.05),
        elsewhere=(
            Elsewhere("Keras", "TruncatedNormal", "keras.initializers.TruncatedNormal()"),
            Elsewhere("PyTorch", "trunc_normal_", "nn.init.trunc_normal_(w, std=0.05, a=-0.1, b=0.1)"),
            Elsewhere("JAX", "truncated_normal", "jax.nn.initializers.truncated_normal(0.05)"),
        ),
    )
)
INITIALIZATIONS.add(
    Initialization(
        name="torch_truncated_normal",
        label="PyTorch trunc_normal_",
        family="Fixed scale",
        formula=r"W = \mathrm{randn},\ |W| \le 2",
        plain="W = randn, cut at ±2",
        source="PyTorch, default of trunc_normal_: absolute bounds, sigma not corrected",
        purpose="The cut alone does not make it small: its standard deviation is 0.88.",
        color="#8a4a10",
        draw=truncated_normal(1.0),
        elsewhere=(
            Elsewhere("Keras", "TruncatedNormal", "keras.initializers.TruncatedNormal(stddev=1.0)"),
            Elsewhere("PyTorch", "trunc_normal_", "nn.init.trunc_normal_(w)"),
            Elsewhere("JAX", "truncated_normal", "jax.nn.initializers.truncated_normal(1.0)"),
        ),
    )
)
