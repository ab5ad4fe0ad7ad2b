"""The course's experiment in plain numpy, written the way the course writes it.

What the core is measured against: one function a step, dictionaries of arrays, the cost computed at
every iteration.
"""

import numpy as np

from initcore.model.base import Array

Arrays = dict[str, Array]


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def relu(z: Array) -> Array:
    return np.maximum(0, z)


def forward_propagation(X: Array, parameters: Arrays) -> tuple[Array, Arrays]:
    """The probabilities (1, m) for inputs X (2, m), and all that the way back needs."""
    z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    a1 = relu(z1)
    z2 = np.dot(parameters["W2"], a1) + parameters["b2"]
    a2 = relu(z2)
    z3 = np.dot(parameters["W3"], a2) + parameters["b3"]
    a3 = sigmoid(z3)
    cache = {"z1": z1, "a1": a1, "z2": z2, "a2": a2, "z3": z3, "a3": a3, "W2": parameters["W2"]}
    return a3, {**cache, "W3": parameters["W3"]}


def compute_loss(a3: Array, Y: Array) -> float:
    """The mean cross-entropy of probabilities (1, m) against labels (1, m)."""
    losses = np.multiply(-np.log(a3), Y) + np.multiply(-np.log(1 - a3), 1 - Y)
    return float(1 / Y.shape[1] * np.nansum(losses))


def backward_propagation(X: Array, Y: Array, cache: Arrays) -> Arrays:
    """The gradient of the cost by every parameter."""
    dz3 = 1 / X.shape[1] * (cache["a3"] - Y)
    # The course turns the mask into integers first.
    dz2 = np.multiply(np.dot(cache["W3"].T, dz3), (cache["a2"] > 0).astype(np.int64))
    dz1 = np.multiply(np.dot(cache["W2"].T, dz2), (cache["a1"] > 0).astype(np.int64))
    gradients = {}
    for layer, dz, a in ((3, dz3, cache["a2"]), (2, dz2, cache["a1"]), (1, dz1, X)):
        gradients[f"dW{layer}"] = np.dot(dz, a.T)
        gradients[f"db{layer}"] = np.sum(dz, axis=1, keepdims=True)
    return gradients


def update_parameters(parameters: Arrays, gradients: Arrays, learning_rate: float) -> Arrays:
    """The parameters after one step against the gradient."""
    return {name: value - learning_rate * gradients["d" + name] for name, value in parameters.items()}


def model(X: Array, Y: Array, parameters: Arrays, learning_rate: float, iterations: int) -> list[float]:
    """The cost before every iteration of full-batch gradient descent."""
    costs = []
    for _ in range(iterations):
        a3, cache = forward_propagation(X, parameters)
        costs.append(compute_loss(a3, Y))
        gradients = backward_propagation(X, Y, cache)
        parameters = update_parameters(parameters, gradients, learning_rate)
    return costs


def deep_model(X: Array, Y: Array, parameters: Arrays, learning_rate: float, iterations: int) -> list[float]:
    """The same for any number of relu layers and a softmax; Y is one-hot (classes, m)."""
    depth, costs = len(parameters) // 2, []
    for _ in range(iterations):
        a = [X]
        for layer in range(1, depth + 1):
            z = np.dot(parameters[f"W{layer}"], a[-1]) + parameters[f"b{layer}"]
            a.append(relu(z) if layer < depth else np.exp(z - z.max(axis=0)))
        a[-1] = a[-1] / a[-1].sum(axis=0)
        costs.append(float(-np.log((a[-1] * Y).sum(axis=0)).mean()))
        dz, gradients = (a[-1] - Y) / X.shape[1], {}
        for layer in range(depth, 0, -1):
            gradients[f"dW{layer}"] = np.dot(dz, a[layer - 1].T)
            gradients[f"db{layer}"] = np.sum(dz, axis=1, keepdims=True)
            if layer > 1:
                dz = np.multiply(np.dot(parameters[f"W{layer}"].T, dz), np.int64(a[layer - 1] > 0))
        parameters = update_parameters(parameters, gradients, learning_rate)
    return costs
