"""Scales that follow a layer’s size: LeCun, Glorot and He, in every variant the frameworks offer."""

from initcore.model.base import Elsewhere, Initialization
from initcore.model.initializers import variance_scaling

RECORDS = (
    Initialization(
        name="lecun_uniform",
        label="LeCun uniform",
        family="LeCun, Glorot, He",
        formula=r"W \sim U(\pm\sqrt{3 / n_{\mathrm{in}}})",
        plain="W = U(±√(3 / fan-in))",
        source="LeCun, Bottou, Orr, Müller 1998, section 4.6",
        purpose="Variance 1/fan-in, uniform: for tanh, and for SELU.",
        color="#4b9fd9",
        draw=variance_scaling(1.0, "fan_in", "uniform"),
        elsewhere=(
            Elsewhere("Keras", "LecunUniform", "keras.initializers.LecunUniform()"),
            Elsewhere("PyTorch", "", 'nn.init.kaiming_uniform_(w, nonlinearity="linear")'),
            Elsewhere("JAX", "lecun_uniform", "jax.nn.initializers.lecun_uniform()"),
        ),
    ),
    Initialization(
        name="lecun_truncated",
        label="LeCun normal (cut)",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn}_{|z| \le 2} \times \sqrt{1 / n_{\mathrm{in}}} / 0.88",
        plain="W = randn cut at ±2, × √(1 / fan-in) / 0.88",
        source="Keras and JAX, lecun_normal; LeCun et al. 1998",
        purpose="LeCun as Keras and JAX draw it: cut at two sigma and widened to keep sigma.",
        color="#1c5f99",
        draw=variance_scaling(1.0, "fan_in", "truncated_normal"),
        elsewhere=(
            Elsewhere("Keras", "LecunNormal", "keras.initializers.LecunNormal()"),
            Elsewhere(
                "PyTorch",
                "",
                "nn.init.trunc_normal_(w, std=(s := w.shape[1] ** -0.5 / 0.87962566), a=-2 * s, b=2 * s)",
            ),
            Elsewhere("JAX", "lecun_normal", "jax.nn.initializers.lecun_normal()"),
        ),
    ),
    Initialization(
        name="glorot_normal",
        label="Glorot normal",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn} \times \sqrt{2 / (n_{\mathrm{in}} + n_{\mathrm{out}})}",
        plain="W = randn × √(2 / (fan-in + fan-out))",
        source="Glorot & Bengio 2010, equation 12",
        purpose="A compromise between keeping signal and gradient; what PyTorch calls Xavier.",
        color="#3a6fd8",
        draw=variance_scaling(1.0, "fan_avg"),
        elsewhere=(
            Elsewhere(
                "Keras", "", 'keras.initializers.VarianceScaling(1.0, "fan_avg", "untruncated_normal")'
            ),
            Elsewhere("PyTorch", "xavier_normal_", "nn.init.xavier_normal_(w)"),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(1.0, "fan_avg", "normal")'),
        ),
    ),
    Initialization(
        name="glorot_uniform",
        label="Glorot uniform",
        family="LeCun, Glorot, He",
        formula=r"W \sim U(\pm\sqrt{6 / (n_{\mathrm{in}} + n_{\mathrm{out}})})",
        plain="W = U(±√(6 / (fan-in + fan-out)))",
        source="Glorot & Bengio 2010, equation 16",
        purpose="The normalized initialization of the paper.",
        color="#6c95ea",
        draw=variance_scaling(1.0, "fan_avg", "uniform"),
        elsewhere=(
            Elsewhere("Keras", "GlorotUniform", "keras.initializers.GlorotUniform()"),
            Elsewhere("PyTorch", "xavier_uniform_", "nn.init.xavier_uniform_(w)"),
            Elsewhere("JAX", "glorot_uniform", "jax.nn.initializers.glorot_uniform()"),
        ),
    ),
    Initialization(
        name="glorot_truncated",
        label="Glorot normal (cut)",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn}_{|z| \le 2} \times "
        r"\sqrt{2 / (n_{\mathrm{in}} + n_{\mathrm{out}})} / 0.88",
        plain="W = randn cut at ±2, × √(2 / (fan-in + fan-out)) / 0.88",
        source="Keras and JAX, glorot_normal",
        purpose="Glorot as Keras and JAX draw it: the sigma of PyTorch’s xavier_normal_, another shape.",
        color="#28509f",
        draw=variance_scaling(1.0, "fan_avg", "truncated_normal"),
        elsewhere=(
            Elsewhere("Keras", "GlorotNormal", "keras.initializers.GlorotNormal()"),
            Elsewhere(
                "PyTorch",
                "",
                "nn.init.trunc_normal_(w, std=(s := (2 / sum(w.shape)) ** 0.5 / 0.87962566), "
                "a=-2 * s, b=2 * s)",
            ),
            Elsewhere("JAX", "glorot_normal", "jax.nn.initializers.glorot_normal()"),
        ),
    ),
    Initialization(
        name="he_uniform",
        label="He uniform",
        family="LeCun, Glorot, He",
        formula=r"W \sim U(\pm\sqrt{6 / n_{\mathrm{in}}})",
        plain="W = U(±√(6 / fan-in))",
        source="He, Zhang, Ren, Sun 2015",
        purpose="He’s variance from a uniform distribution.",
        color="#46b08f",
        draw=variance_scaling(2.0, "fan_in", "uniform"),
        elsewhere=(
            Elsewhere("Keras", "HeUniform", "keras.initializers.HeUniform()"),
            Elsewhere("PyTorch", "kaiming_uniform_", 'nn.init.kaiming_uniform_(w, nonlinearity="relu")'),
            Elsewhere("JAX", "he_uniform", "jax.nn.initializers.he_uniform()"),
        ),
    ),
    Initialization(
        name="he_truncated",
        label="He normal (cut)",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn}_{|z| \le 2} \times \sqrt{2 / n_{\mathrm{in}}} / 0.88",
        plain="W = randn cut at ±2, × √(2 / fan-in) / 0.88",
        source="Keras and JAX, he_normal",
        purpose="He as Keras and JAX draw it: cut at two sigma; PyTorch’s kaiming_normal_ is not.",
        color="#126148",
        draw=variance_scaling(2.0, "fan_in", "truncated_normal"),
        elsewhere=(
            Elsewhere("Keras", "HeNormal", "keras.initializers.HeNormal()"),
            Elsewhere(
                "PyTorch",
                "",
                "nn.init.trunc_normal_(w, std=(s := (2 / w.shape[1]) ** 0.5 / 0.87962566), "
                "a=-2 * s, b=2 * s)",
            ),
            Elsewhere("JAX", "he_normal", "jax.nn.initializers.he_normal()"),
        ),
    ),
    Initialization(
        name="he_fan_out",
        label="He fan-out",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn} \times \sqrt{2 / n_{\mathrm{out}}}",
        plain="W = randn × √(2 / fan-out)",
        source="He, Zhang, Ren, Sun 2015, equation 14",
        purpose="Keeps the size of the gradient on its way back instead of the signal’s.",
        color="#7da32b",
        draw=variance_scaling(2.0, "fan_out"),
        elsewhere=(
            Elsewhere(
                "Keras", "", 'keras.initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal")'
            ),
            Elsewhere(
                "PyTorch",
                "kaiming_normal_",
                'nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")',
            ),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(2.0, "fan_out", "normal")'),
        ),
    ),
    Initialization(
        name="he_fan_out_uniform",
        label="He fan-out uniform",
        family="LeCun, Glorot, He",
        formula=r"W \sim U(\pm\sqrt{6 / n_{\mathrm{out}}})",
        plain="W = U(±√(6 / fan-out))",
        source="He, Zhang, Ren, Sun 2015, equation 14",
        purpose="The same from a uniform distribution.",
        color="#5d7a1c",
        draw=variance_scaling(2.0, "fan_out", "uniform"),
        elsewhere=(
            Elsewhere("Keras", "", 'keras.initializers.VarianceScaling(2.0, "fan_out", "uniform")'),
            Elsewhere(
                "PyTorch",
                "kaiming_uniform_",
                'nn.init.kaiming_uniform_(w, mode="fan_out", nonlinearity="relu")',
            ),
            Elsewhere("JAX", "", 'jax.nn.initializers.variance_scaling(2.0, "fan_out", "uniform")'),
        ),
    ),
    Initialization(
        name="he_fan_avg",
        label="He fan-avg",
        family="LeCun, Glorot, He",
        formula=r"W = \mathrm{randn} \times \sqrt{4 / (n_{\mathrm{in}} + n_{\mathrm{out}})}",
        plain="W = randn × √(4 / (fan-in + fan-out))",
        source="variance scaling with scale 2 over the mean of the fans, as Keras and JAX allow",
        purpose="Glorot’s compromise with He’s factor for ReLU.",
        color="#9bbf4d",
        draw=variance_scaling(2.0, "fan_avg"),
        elsewhere=(
            Elsewhere(
                "Keras",
                "VarianceScaling",
                'keras.initializers.VarianceScaling(2.0, "fan_avg", "untruncated_normal")',
            ),
            Elsewhere("PyTorch", "", "nn.init.xavier_normal_(w, gain=2**0.5)"),
            Elsewhere(
                "JAX", "variance_scaling", 'jax.nn.initializers.variance_scaling(2.0, "fan_avg", "normal")'
            ),
        ),
    ),
)
