"""The words for what a network is made of."""

from initcore.glossary.term import Term

NETWORK = (
    Term(
        "network",
        "Layers of simple units, each layer fed by the one before. It turns the inputs of an example into "
        "an answer.",
        forms=("networks", "neural network", "neural networks"),
        basic=True,
    ),
    Term(
        "unit",
        "One cell of a layer, also called a neuron: it sums up its inputs, each times a weight, adds its "
        "bias and bends the result.",
        "a = g(w · x + b)",
        forms=("units", "hidden unit", "hidden units"),
        basic=True,
    ),
    Term(
        "layer",
        "Units that work side by side on the same inputs. Hidden layers lie between the inputs and the "
        "output.",
        forms=("layers", "hidden layer", "hidden layers", "output layer", "last layer", "first layer"),
        basic=True,
    ),
    Term(
        "input",
        "One of the numbers that describe an example, such as where a point lies.",
        forms=("inputs",),
        basic=True,
    ),
    Term(
        "weight",
        "The number by which a unit multiplies one of its inputs. Training changes it; where it starts is "
        "what this laboratory is about.",
        "W",
        forms=("weights", "incoming weights", "W"),
        basic=True,
    ),
    Term(
        "bias",
        "The number that a unit adds to its sum. It usually starts at 0.",
        "b",
        forms=("biases",),
    ),
    Term(
        "output bias",
        "The bias of the output. With it alone a network gives every example the same answer: how common "
        "each class is.",
        forms=("output biases",),
    ),
    Term("parameters", "All weights and biases of a network together.", "θ", forms=("parameter",)),
    Term(
        "fan-in",
        "How many inputs a unit of a layer has. The more there are, the smaller each weight should be.",
        forms=("fan-ins", "fan_in"),
    ),
    Term(
        "fan-out",
        "How many units a layer has, and so over how many weights each of its inputs goes out.",
        forms=("fan_out",),
    ),
    Term(
        "pre-activation",
        "What a unit sums up before its activation bends it.",
        "z = w · x + b",
        forms=("pre-activations",),
    ),
    Term(
        "activation",
        "The curve by which a unit bends its sum, such as ReLU or tanh; also what comes out of it. Without "
        "a bend, many layers are worth no more than one.",
        "a = g(z)",
        forms=("activations",),
    ),
    Term(
        "ReLU",
        "An activation that keeps what is positive and makes everything else 0.",
        "max(0, z)",
        forms=("ReLUs",),
    ),
    Term(
        "leaky ReLU",
        "ReLU with a gentle slope where it would be 0, so that its units cannot die.",
        "max(0.01 z, z)",
    ),
    Term(
        "tanh",
        "An activation in the shape of an S, from −1 to 1. Near 0 it is almost a straight line.",
        "(e^z − e^−z) / (e^z + e^−z)",
    ),
    Term(
        "sigmoid",
        "A curve in the shape of an S, from 0 to 1: it makes a probability of a logit. Its slope is a "
        "quarter at most.",
        "1 / (1 + e^−z)",
        forms=("sigmoids",),
    ),
    Term(
        "softmax",
        "Makes probabilities, which add up to 1, of the logits of several classes.",
        "e^z₁ / (e^z₁ + e^z₂ + …)",
    ),
    Term(
        "logit",
        "The network's raw answer, before it becomes a probability: 0 is undecided, and beyond ±5 it is "
        "sure.",
        "log(p / (1 − p))",
        forms=("logits", "|logit|"),
    ),
    Term(
        "typical |logit|",
        "How large the logit of the example in the middle is, whatever its sign: half of all are larger. "
        "From 5 on, a network is sure of its answers.",
        "median |z|",
    ),
    Term(
        "linear",
        "Without a bend: what comes out lies on a straight line over what goes in.",
    ),
    Term(
        "slope",
        "How much a curve rises from one step to the next. Where it is 0, training gets no hint which way "
        "to go.",
        forms=("slopes",),
    ),
)
