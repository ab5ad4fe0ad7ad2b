"""Matrices with a structure, and one that measures the data."""

import math

from initcore.model.base import Elsewhere, Initialization
from initcore.model.initializers import identity, orthogonal, sparse, unit_variance

RECORDS = (
    Initialization(
        name="orthogonal",
        label="Orthogonal",
        family="Structured",
        formula=r"W^{\top} W = I \ \text{ or } \ W W^{\top} = I",
        plain="W = Q of a normal matrix’s QR",
        source="Saxe, McClelland, Ganguli 2013",
        purpose="All singular values are 1: a layer that is no narrower than its input keeps the length of "
        "every vector exactly.",
        color="#c9a013",
        draw=orthogonal(),
        elsewhere=(
            Elsewhere("Keras", "Orthogonal", "keras.initializers.Orthogonal()"),
            Elsewhere("PyTorch", "orthogonal_", "nn.init.orthogonal_(w)"),
            Elsewhere("JAX", "orthogonal", "jax.nn.initializers.orthogonal()"),
        ),
    ),
    Initialization(
        name="orthogonal_relu",
        label="Orthogonal × √2",
        family="Structured",
        formula=r"W^{\top} W = 2 I \ \text{ or } \ W W^{\top} = 2 I",
        plain="W = √2 Q",
        source="Saxe et al. 2013, with the gain for ReLU",
        purpose="Makes up for the half of the signal that ReLU drops.",
        color="#917207",
        draw=orthogonal(math.sqrt(2)),
        elsewhere=(
            Elsewhere("Keras", "Orthogonal", "keras.initializers.Orthogonal(gain=2**0.5)"),
            Elsewhere("PyTorch", "orthogonal_", "nn.init.orthogonal_(w, gain=2**0.5)"),
            Elsewhere("JAX", "orthogonal", "jax.nn.initializers.orthogonal(2**0.5)"),
        ),
    ),
    Initialization(
        name="identity",
        label="Identity",
        family="Structured",
        formula="W = I",
        plain="W = I",
        source="Le, Jaitly, Hinton 2015",
        purpose="Hands the signal on unchanged; units beyond the inputs start at zero. "
        "The matrix need not be square.",
        color="#b38b5d",
        draw=identity(),
        elsewhere=(
            Elsewhere("Keras", "Identity", "keras.initializers.Identity()"),
            Elsewhere("PyTorch", "eye_", "nn.init.eye_(w)"),
            Elsewhere("JAX", "", "lambda key, shape: jax.numpy.eye(*shape)"),
        ),
    ),
    Initialization(
        name="sparse",
        label="Sparse",
        family="Structured",
        formula=r"W = \mathrm{randn} \times 0.01,\ \text{half of each column } 0",
        plain="W = randn × 0.01, half of each column 0",
        source="Martens 2010; PyTorch, sparse_ with sparsity 0.5",
        purpose="Few inputs feed few units, which keeps units different; the scale is still too small to "
        "learn fast, and a layer of one unit has nothing but zeros.",
        color="#8c6239",
        draw=sparse(0.5, 0.01),
        elsewhere=(Elsewhere("PyTorch", "sparse_", "nn.init.sparse_(w, sparsity=0.5)"),),
    ),
    Initialization(
        name="lsuv",
        label="LSUV",
        family="Data-driven",
        formula=r"\operatorname{Var}(W a + b) = 1 \text{ on the training data}",
        plain="W = Q, scaled until each layer’s outputs, biases included, have variance 1",
        source="Mishkin & Matas 2016, algorithm 1; tolerance 0.02 and 20 rounds as in the authors’ script",
        purpose="Measures instead of calculating, so that it sets the signal’s size whatever the activation; "
        "expects inputs of variance 1.",
        color="#d1495b",
        draw=orthogonal(),
        refine=unit_variance,
    ),
)
