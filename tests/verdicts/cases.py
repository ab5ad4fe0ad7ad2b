"""Runs whose ailment is known from how they were made, eight or more for each verdict.

Each is made so that the ailment follows from the construction: units are killed by hand, equal weights
are equal, a rate is a thousandth of one that works. Where that is not plain from the settings, a fact
about the run is stated that another run shows (`Case.cured`, `Case.longer`), and the test checks it.
None of this asks the diagnosis.
"""

from dataclasses import dataclass
from typing import Any

from initcore import RunConfig

SHORT: dict[str, Any] = {"samples": 120, "test_samples": 100, "iterations": 2000}


@dataclass(frozen=True)
class Case:
    """One run and what ails it. `killed` units of each hidden layer start with a bias of -1000.

    `cured` are settings with which the same run separates its classes; `longer` is a number of
    iterations after which the same run has separated them, or, of a plateau, has not moved.
    """

    verdict: str
    why: str
    config: RunConfig
    killed: tuple[int, ...] = ()
    cured: tuple[tuple[str, Any], ...] = ()
    longer: int = 0


class _Book:
    """Collects cases under one verdict and reason."""

    def __init__(self) -> None:
        self.cases: list[Case] = []

    def add(
        self,
        verdict: str,
        why: str,
        *runs: dict[str, Any],
        **shared: Any,
    ) -> None:
        for run in runs:
            settings = {**SHORT, **shared, **run}
            facts = {name: settings.pop(name) for name in ("killed", "longer") if name in settings}
            cured = tuple(settings.pop("cured", {}).items())
            self.cases.append(Case(verdict, why, RunConfig(**settings), cured=cured, **facts))


_book = _Book()
_add = _book.add

_add(
    "fails_to_break_symmetry",
    "all units of a layer start equal, get equal gradients and stay equal; classes are balanced",
    {"initialization": "zeros", "hidden": (10, 5)},
    {"initialization": "constant", "hidden": (8, 6), "activation": "tanh", "dataset": "moons", "learning_rate": 0.1},
    {"initialization": "ones", "hidden": (6,), "activation": "sigmoid", "dataset": "xor", "optimizer": "adam"},
    {"initialization": "he", "gain": 0.0, "hidden": (16, 16), "activation": "gelu", "dataset": "iris", "batch_size": 32},
    {"initialization": "constant", "hidden": (5, 5, 5), "activation": "softplus", "dataset": "blobs", "classes": 4},
    {"initialization": "zeros", "hidden": (12,), "activation": "sigmoid", "dataset": "breast_cancer", "optimizer": "momentum"},
    {"initialization": "ones", "hidden": (4, 4), "activation": "leaky_relu", "dataset": "spirals", "learning_rate": 0.001},
    {"initialization": "zeros", "hidden": (7, 7, 7, 7), "activation": "relu", "bias": "constant", "dataset": "quantiles", "optimizer": "nesterov"},
)
_add(
    "only_output_bias",
    "weights of 0 give units of 0, so no weight has a gradient; uneven classes give the output bias one",
    {"initialization": "zeros", "hidden": (10, 5), "balance": 3.0, "learning_rate": 0.1},
    {"initialization": "zeros", "hidden": (8,), "activation": "tanh", "dataset": "moons", "balance": 0.3, "optimizer": "adam"},
    {"initialization": "zeros", "hidden": (6, 6, 6), "activation": "elu", "dataset": "breast_cancer", "learning_rate": 0.1},
    {"initialization": "xavier", "gain": 0.0, "hidden": (12, 12), "activation": "silu", "dataset": "blobs", "classes": 4, "balance": 4.0, "batch_size": 16},
    {"initialization": "zeros", "hidden": (9, 4), "activation": "selu", "dataset": "wine", "optimizer": "momentum"},
    {"initialization": "zeros", "hidden": (20,), "activation": "linear", "dataset": "xor", "balance": 5.0, "optimizer": "rmsprop"},
    {"initialization": "he", "gain": 0.0, "hidden": (5,) * 6, "activation": "softsign", "dataset": "circles", "balance": 0.2, "learning_rate": 0.3},
    {"initialization": "zeros", "hidden": (7, 3), "activation": "leaky_relu", "dataset": "quantiles", "classes": 3, "balance": 3.0, "optimizer": "nesterov"},
)
_add(
    "dead",
    "every unit of one layer starts at a bias far below what its inputs can reach",
    {"killed": (10,), "hidden": (10, 5)},
    {"killed": (0, 6), "hidden": (8, 6), "dataset": "iris", "initialization": "xavier", "optimizer": "adam"},
    {"killed": (0, 0, 7), "hidden": (7, 7, 7, 7), "dataset": "moons", "learning_rate": 0.1, "batch_size": 32},
    {"bias": "constant", "bias_value": -30.0, "hidden": (12, 12), "dataset": "xor", "optimizer": "momentum"},
    {"killed": (16,), "hidden": (16,), "dataset": "breast_cancer", "optimizer": "rmsprop"},
    {"killed": (0, 5), "hidden": (9, 5), "dataset": "blobs", "classes": 4, "initialization": "orthogonal", "learning_rate": 0.1},
    {"killed": (0, 0, 0, 0, 0, 8), "hidden": (8,) * 6, "dataset": "spirals", "optimizer": "nesterov", "weights_seed": 11},
    {"bias": "constant", "bias_value": -50.0, "hidden": (6, 6, 6), "dataset": "checkerboard", "balance": 2.0, "initialization": "glorot_uniform"},
)
_add(
    "some_dead",
    "most units of a layer start dead by hand, and the few left cannot fence the classes in",
    {"killed": (8,), "hidden": (10,), "learning_rate": 0.3},
    {"killed": (10, 0), "hidden": (12, 6), "dataset": "checkerboard", "optimizer": "adam"},
    {"killed": (7,), "hidden": (8,), "dataset": "xor", "learning_rate": 0.1, "batch_size": 32, "weights_seed": 5},
    {"killed": (28,), "hidden": (32,), "dataset": "quantiles", "classes": 5, "optimizer": "momentum", "learning_rate": 0.05},
    {"killed": (18,), "hidden": (20,), "dataset": "circles", "optimizer": "nesterov", "learning_rate": 0.03, "weights_seed": 8},
    {"killed": (0, 9), "hidden": (10, 10), "dataset": "spirals", "classes": 3, "optimizer": "rmsprop", "weights_seed": 4},
    {"killed": (14, 0), "hidden": (16, 8), "dataset": "checkerboard", "initialization": "xavier", "learning_rate": 0.1},
    {"killed": (11,), "hidden": (12,), "dataset": "moons", "noise": 0.2, "learning_rate": 0.1, "weights_seed": 21},
)
_add(
    "too_large_weights",
    "a shallow network starts ten or more times too wide: sigmoids at 0 or 1 before the first step",
    {"initialization": "random", "hidden": (10, 5)},
    {"initialization": "random", "hidden": (8,), "activation": "tanh", "dataset": "moons", "learning_rate": 0.1},
    {"initialization": "he", "gain": 30.0, "hidden": (16, 8), "dataset": "iris", "optimizer": "adam", "learning_rate": 0.001},
    {"initialization": "xavier", "gain": 40.0, "hidden": (10, 10), "activation": "sigmoid", "dataset": "xor", "optimizer": "momentum"},
    {"initialization": "random", "hidden": (12, 6), "activation": "softsign", "dataset": "checkerboard", "batch_size": 32, "weights_seed": 9},
    {"initialization": "unit_normal", "gain": 8.0, "hidden": (16,), "activation": "tanh", "dataset": "breast_cancer", "learning_rate": 0.001},
    {"initialization": "he", "gain": 20.0, "hidden": (12, 12), "activation": "leaky_relu", "dataset": "spirals", "classes": 3, "optimizer": "adam"},
    {"initialization": "random", "hidden": (6, 6, 6), "activation": "tanh", "dataset": "circles", "optimizer": "nesterov", "weights_seed": 14},
)
_add(
    "exploding",
    "many layers, each of which multiplies the signal by two or more: it grows without bound with depth",
    {"initialization": "he", "gain": 3.0, "hidden": (10,) * 10},
    {"initialization": "unit_normal", "hidden": (24,) * 8, "activation": "linear", "dataset": "iris"},
    {"initialization": "he", "gain": 4.0, "hidden": (12,) * 12, "activation": "leaky_relu", "dataset": "moons", "optimizer": "adam"},
    {"initialization": "orthogonal", "gain": 4.0, "hidden": (8,) * 14, "activation": "elu", "dataset": "xor", "batch_size": 32},
    {"initialization": "xavier", "gain": 5.0, "hidden": (16,) * 9, "activation": "gelu", "dataset": "blobs", "classes": 3, "learning_rate": 0.001},
    {"initialization": "torch_uniform", "hidden": (20,) * 7, "activation": "relu", "dataset": "breast_cancer", "optimizer": "momentum"},
    {"initialization": "he", "gain": 2.5, "hidden": (14,) * 20, "activation": "relu", "dataset": "quantiles", "weights_seed": 17},
    {"initialization": "lecun_uniform", "gain": 6.0, "hidden": (10,) * 11, "activation": "selu", "dataset": "spirals", "optimizer": "rmsprop"},
    iterations=200,
)
_add(
    "vanishes",
    "every layer shrinks the signal or its gradient by two or more, so the first layers get next to none",
    {"initialization": "xavier", "hidden": (10,) * 8, "activation": "sigmoid"},
    {"initialization": "he", "gain": 0.3, "hidden": (10,) * 12, "dataset": "moons", "learning_rate": 0.1},
    {"initialization": "small_random", "hidden": (10, 5)},
    {"initialization": "xavier", "gain": 0.3, "hidden": (8,) * 15, "activation": "tanh", "dataset": "iris", "optimizer": "momentum"},
    {"initialization": "normal", "hidden": (12,) * 10, "activation": "gelu", "dataset": "blobs", "classes": 4, "learning_rate": 0.1},
    {"initialization": "glorot_uniform", "hidden": (12,) * 10, "activation": "sigmoid", "dataset": "breast_cancer", "batch_size": 64, "balance": 1.0},
    {"initialization": "small_random", "hidden": (16, 8, 8), "activation": "elu", "dataset": "xor", "optimizer": "nesterov", "weights_seed": 6},
    {"initialization": "orthogonal", "gain": 0.25, "hidden": (9,) * 18, "activation": "softsign", "dataset": "spirals", "learning_rate": 0.3},
)
_add(
    "rate_too_high",
    "a sound start that separates its classes at a lower rate, and does not at this one",
    {"hidden": (10, 5), "learning_rate": 10.0, "optimizer": "momentum", "cured": {"learning_rate": 0.1}},
    {"hidden": (12, 6), "activation": "tanh", "initialization": "xavier", "dataset": "moons", "optimizer": "adam", "learning_rate": 3.0, "cured": {"learning_rate": 0.01}},
    {"hidden": (16,), "dataset": "iris", "learning_rate": 8.0, "cured": {"learning_rate": 0.1}},
    {"hidden": (8, 8), "activation": "elu", "dataset": "quantiles", "optimizer": "rmsprop", "learning_rate": 1.0, "batch_size": 32, "cured": {"learning_rate": 0.01}},
    {"hidden": (20, 10), "activation": "selu", "dataset": "spirals", "initialization": "lecun_uniform", "learning_rate": 5.0, "optimizer": "nesterov", "cured": {"learning_rate": 0.03}},
    {"hidden": (10, 10, 10), "activation": "leaky_relu", "dataset": "wine", "learning_rate": 10.0, "weights_seed": 7, "cured": {"learning_rate": 0.05}},
    {"hidden": (16, 16), "activation": "gelu", "dataset": "xor", "optimizer": "adam", "learning_rate": 2.0, "weights_seed": 12, "cured": {"learning_rate": 0.01}},
    {"hidden": (24, 12), "activation": "softplus", "dataset": "circles", "learning_rate": 10.0, "optimizer": "momentum", "weights_seed": 13, "cured": {"learning_rate": 0.1}},
)
_add(
    "rate_too_low",
    "a sound start that separates its classes in as many steps at a rate hundreds of times higher",
    {"hidden": (10, 5), "learning_rate": 1e-4, "cured": {"learning_rate": 0.3}},
    {"hidden": (12, 6), "activation": "tanh", "initialization": "xavier", "dataset": "moons", "optimizer": "adam", "learning_rate": 1e-6, "cured": {"learning_rate": 0.01}},
    {"hidden": (16,), "dataset": "iris", "learning_rate": 1e-5, "cured": {"learning_rate": 0.1}},
    {"hidden": (8, 8), "activation": "elu", "dataset": "quantiles", "optimizer": "rmsprop", "learning_rate": 1e-6, "batch_size": 32, "cured": {"learning_rate": 0.01}},
    {"hidden": (20, 10), "activation": "selu", "dataset": "spirals", "initialization": "lecun_uniform", "learning_rate": 1e-5, "optimizer": "momentum", "cured": {"learning_rate": 0.03}},
    {"hidden": (10, 10, 10), "activation": "leaky_relu", "dataset": "wine", "learning_rate": 1e-4, "batch_size": 20, "weights_seed": 7, "cured": {"learning_rate": 0.05}},
    {"hidden": (16, 16), "activation": "gelu", "dataset": "xor", "learning_rate": 1e-4, "weights_seed": 12, "cured": {"learning_rate": 0.3}},
    {"hidden": (24,), "dataset": "breast_cancer", "learning_rate": 3e-6, "optimizer": "nesterov", "weights_seed": 13, "cured": {"learning_rate": 0.01}},
)
_add(
    "plateau",
    "too few units or no bend at all for these classes, trained until the cost stands still",
    {"hidden": (10, 5), "activation": "linear", "learning_rate": 0.1, "longer": 4000},
    {"hidden": (1,), "activation": "tanh", "initialization": "xavier", "dataset": "circles", "optimizer": "adam", "learning_rate": 0.03, "longer": 4000},
    {"hidden": (8,), "activation": "linear", "dataset": "xor", "optimizer": "momentum", "weights_seed": 5, "longer": 4000},
    {"hidden": (10, 5), "activation": "tanh", "initialization": "xavier", "l2": 200.0, "dataset": "moons", "learning_rate": 0.1, "longer": 4000},
    {"hidden": (6, 6), "activation": "linear", "dataset": "quantiles", "classes": 3, "learning_rate": 0.1, "optimizer": "nesterov", "longer": 4000},
    {"hidden": (1, 1), "activation": "elu", "dataset": "checkerboard", "optimizer": "rmsprop", "learning_rate": 0.003, "weights_seed": 6, "longer": 4000},
    {"hidden": (12,), "activation": "linear", "dataset": "spirals", "learning_rate": 0.1, "weights_seed": 9, "longer": 4000},
    {"hidden": (5, 5, 5), "activation": "linear", "dataset": "checkerboard", "optimizer": "adam", "weights_seed": 10, "longer": 4000},
)
_add(
    "still_learning",
    "a sound run, cut short while its cost falls: the same run, longer, separates its classes",
    {"hidden": (10, 5), "samples": 300, "iterations": 5000, "longer": 15000},
    {"hidden": (12, 6), "activation": "tanh", "initialization": "xavier", "dataset": "xor", "learning_rate": 0.1, "iterations": 100, "longer": 3000},
    {"hidden": (16,), "dataset": "digits", "learning_rate": 0.05, "iterations": 150, "longer": 1500},
    {"hidden": (12, 8), "activation": "elu", "dataset": "circles", "optimizer": "adam", "learning_rate": 0.003, "iterations": 70, "longer": 2000},
    {"hidden": (20, 10), "activation": "selu", "dataset": "spirals", "initialization": "lecun_uniform", "optimizer": "momentum", "iterations": 250, "longer": 4000},
    {"hidden": (10, 10, 10), "activation": "leaky_relu", "dataset": "quantiles", "classes": 3, "learning_rate": 0.1, "batch_size": 30, "iterations": 200, "weights_seed": 7, "longer": 5000},
    {"hidden": (16, 16), "activation": "gelu", "dataset": "checkerboard", "samples": 400, "optimizer": "rmsprop", "learning_rate": 0.003, "iterations": 100, "weights_seed": 12, "longer": 4000},
    {"hidden": (24,), "activation": "softsign", "initialization": "xavier", "dataset": "circles", "optimizer": "nesterov", "learning_rate": 0.1, "iterations": 300, "weights_seed": 13, "longer": 4000},
)
_add(
    "overfits",
    "a fifth or more of the few labels are wrong at random, and a wide network learns them by heart",
    {"hidden": (64, 32), "samples": 40, "label_noise": 0.3, "dataset": "moons", "optimizer": "adam"},
    {"hidden": (96,), "activation": "tanh", "samples": 30, "label_noise": 0.3, "optimizer": "adam", "learning_rate": 0.03},
    {"hidden": (48, 48), "dataset": "iris", "label_noise": 0.3, "optimizer": "adam"},
    {"hidden": (64,), "activation": "elu", "dataset": "breast_cancer", "label_noise": 0.2, "optimizer": "momentum", "learning_rate": 0.1, "iterations": 3000},
    {"hidden": (64, 64), "activation": "gelu", "dataset": "blobs", "noise": 0.1, "classes": 3, "samples": 45, "label_noise": 0.3, "optimizer": "adam", "weights_seed": 5},
    {"hidden": (48,), "activation": "leaky_relu", "dataset": "wine", "label_noise": 0.3, "optimizer": "nesterov", "learning_rate": 0.1},
    {"hidden": (64, 32), "activation": "tanh", "initialization": "xavier", "dataset": "xor", "samples": 40, "label_noise": 0.25, "optimizer": "rmsprop", "weights_seed": 8},
    {"hidden": (128,), "dataset": "digits", "label_noise": 0.3, "optimizer": "adam", "learning_rate": 0.01, "batch_size": 128, "iterations": 400},
)
_add(
    "healthy",
    "a start at the scale its activation asks for, a rate that works, data the network can separate",
    {"hidden": (10, 5), "samples": 300, "learning_rate": 0.3},
    {"hidden": (12, 6), "activation": "tanh", "initialization": "xavier", "dataset": "moons", "optimizer": "adam"},
    {"hidden": (16,), "dataset": "iris", "learning_rate": 0.1, "batch_size": 32},
    {"hidden": (16, 16), "activation": "gelu", "dataset": "xor", "optimizer": "adam", "samples": 300, "weights_seed": 6},
    {"hidden": (16, 16, 16), "activation": "selu", "initialization": "lecun_uniform", "dataset": "blobs", "classes": 4, "optimizer": "momentum"},
    {"hidden": (24,), "activation": "sigmoid", "initialization": "xavier", "dataset": "wine", "optimizer": "rmsprop"},
    {"hidden": (32,), "activation": "elu", "dataset": "digits", "optimizer": "nesterov", "learning_rate": 0.05, "batch_size": 128, "iterations": 400},
    {"hidden": (20, 10), "activation": "leaky_relu", "dataset": "breast_cancer", "optimizer": "adam", "learning_rate": 0.003, "iterations": 500, "weights_seed": 15},
    {"hidden": (8,) * 5, "dataset": "moons", "optimizer": "adam", "samples": 300, "weights_seed": 16},
)
CASES = tuple(_book.cases)
