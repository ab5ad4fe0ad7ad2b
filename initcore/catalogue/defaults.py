"""What frameworks do unless told otherwise, biases included, and the formula of one’s own."""

import numpy as np

from initcore.model.base import Array, Elsewhere, Initialization, Layer
from initcore.model.formula import DEFAULT_FORMULA, parse
from initcore.model.initializers import deviation, uniform, uniform_by_fan, variance_scaling


def _tenth(stream: np.random.RandomState, layer: Layer) -> Array:
    return np.full(layer.fan_out, 0.1)


RECORDS = (
    Initialization(
        name="torch_linear",
        label="PyTorch Linear",
        family="Framework defaults",
        formula=r"W, b \sim U(\pm 1 / \sqrt{n_{\mathrm{in}}})",
        plain="W, b = U(±1 / √fan-in)",
        source="PyTorch, nn.Linear: kaiming_uniform_ with a = √5",
        purpose="What every PyTorch network starts from unless told otherwise: sigma is 1/√(3 · fan-in), "
        "and biases are random.",
        color="#e4572e",
        draw=variance_scaling(1 / 3, "fan_in", "uniform"),
        bias=uniform_by_fan(1 / 3, "fan_in"),
        elsewhere=(
            Elsewhere(
                "Keras",
                "",
                "keras.layers.Dense(fan_out, kernel_initializer=keras.initializers.VarianceScaling("
                '1 / 3, "fan_in", "uniform"), '
                "bias_initializer=keras.initializers.RandomUniform(-(fan_in**-0.5), fan_in**-0.5))",
            ),
            Elsewhere("PyTorch", "nn.Linear", "nn.Linear(fan_in, fan_out)"),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(1 / 3, "fan_in", "uniform")'),
        ),
    ),
    Initialization(
        name="keras_dense",
        label="Keras Dense",
        family="Framework defaults",
        formula=r"W \sim U(\pm\sqrt{6 / (n_{\mathrm{in}} + n_{\mathrm{out}})}),\ b = 0",
        plain="W = U(±√(6 / (fan-in + fan-out))), b = 0",
        source="Keras, Dense: glorot_uniform",
        purpose="Glorot uniform under the name of the layer that uses it.",
        color="#b5311b",
        draw=variance_scaling(1.0, "fan_avg", "uniform"),
        elsewhere=(
            Elsewhere("Keras", "Dense", "keras.layers.Dense(fan_out)"),
            Elsewhere("PyTorch", "", "nn.init.xavier_uniform_(w)"),
            Elsewhere("JAX", "", "jax.nn.initializers.glorot_uniform()"),
        ),
    ),
    Initialization(
        name="sklearn_mlp",
        label="MLPClassifier",
        family="Framework defaults",
        formula=r"W, b \sim U(\pm\sqrt{6 / (n_{\mathrm{in}} + n_{\mathrm{out}})})",
        plain="W, b = U(±√(6 / (fan-in + fan-out)))",
        source="scikit-learn, MLPClassifier with relu, tanh or identity",
        purpose="Glorot uniform, with biases from the same interval.",
        color="#f08a5d",
        draw=variance_scaling(1.0, "fan_avg", "uniform"),
        bias=uniform_by_fan(1.0, "fan_avg"),
        elsewhere=(
            Elsewhere("scikit-learn", "MLPClassifier", 'MLPClassifier(activation="relu")'),
            Elsewhere("Keras", "", "keras.initializers.GlorotUniform()"),
            Elsewhere("PyTorch", "", "nn.init.xavier_uniform_(w)"),
            Elsewhere("JAX", "", "jax.nn.initializers.glorot_uniform()"),
        ),
    ),
    Initialization(
        name="sklearn_mlp_logistic",
        label="MLPClassifier (logistic)",
        family="Framework defaults",
        formula=r"W, b \sim U(\pm\sqrt{2 / (n_{\mathrm{in}} + n_{\mathrm{out}})})",
        plain="W, b = U(±√(2 / (fan-in + fan-out)))",
        source="scikit-learn, MLPClassifier with logistic",
        purpose="The same with 2 in place of 6, as scikit-learn does for the sigmoid.",
        color="#93441f",
        draw=variance_scaling(1 / 3, "fan_avg", "uniform"),
        bias=uniform_by_fan(1 / 3, "fan_avg"),
        elsewhere=(
            Elsewhere("scikit-learn", "MLPClassifier", 'MLPClassifier(activation="logistic")'),
            Elsewhere("Keras", "", 'keras.initializers.VarianceScaling(1 / 3, "fan_avg", "uniform")'),
            Elsewhere("PyTorch", "", "nn.init.xavier_uniform_(w, gain=3**-0.5)"),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(1 / 3, "fan_avg", "uniform")'),
        ),
    ),
    Initialization(
        name="playground",
        label="TensorFlow Playground",
        family="Framework defaults",
        formula=r"W \sim U(-0.5, 0.5),\ b = 0.1",
        plain="W = U(−0.5, 0.5), b = 0.1",
        source="TensorFlow Playground, nn.ts",
        purpose="The same interval whatever the fan-in, and biases of 0.1.",
        color="#f2b233",
        draw=uniform(-0.5, 0.5),
        bias=_tenth,
        elsewhere=(
            Elsewhere("TensorFlow Playground", "Link", "weight = Math.random() - 0.5"),
            Elsewhere("Keras", "", "keras.initializers.RandomUniform(-0.5, 0.5)"),
            Elsewhere("PyTorch", "", "nn.init.uniform_(w, -0.5, 0.5)"),
            Elsewhere("JAX", "", "lambda key, shape: jax.random.uniform(key, shape, float, -0.5, 0.5)"),
        ),
    ),
    Initialization(
        name="formula",
        label="Your own formula",
        family="Your own",
        formula=r"W = \mathrm{randn} \times "
        r"\sigma(n_{\mathrm{in}}, n_{\mathrm{out}}, \mathrm{layer}, \mathrm{depth})",
        plain="W = randn × σ(fan_in, fan_out, layer, depth)",
        source="yours",
        purpose="Write the standard deviation yourself and see what it does.",
        color="#5b6b7f",
        draw=deviation(parse(DEFAULT_FORMULA)),
        takes_formula=True,
    ),
)
