"""The words for where a network starts, and for what becomes of a signal on its way through it."""

from initcore.glossary.term import Term

START = (
    Term(
        "initialization",
        "The rule by which weights are given their first values, before any training.",
        forms=("initializations", "initial weights"),
        basic=True,
    ),
    Term(
        "scale",
        "How large weights are at the start: the standard deviation of the numbers they are drawn from.",
        "σ",
        forms=("scales", "scaled"),
    ),
    Term(
        "sound scale",
        "The scale that suits the activation and the fan-in: a signal neither grows nor dies on its way "
        "through the layers.",
    ),
    Term(
        "He's scale",
        "Weights of variance 2/fan-in: the 2 makes up for the half that ReLU drops. From a paper of He and "
        "others, 2015.",
        "σ = √(2 / fan-in)",
        forms=("He's", "He’s"),
    ),
    Term(
        "Xavier's scale",
        "Weights of variance 1/fan-in, for activations that are near a straight line at 0, such as tanh. "
        "Named after Xavier Glorot, 2010.",
        "σ = √(1 / fan-in)",
        forms=("Xavier's", "Xavier’s", "Xavier"),
    ),
    Term(
        "LeCun's scale",
        "Weights of variance 1/fan-in, as LeCun and others proposed in 1998; here for SELU.",
        "σ = √(1 / fan-in)",
        forms=("LeCun's", "LeCun’s", "LeCun"),
    ),
    Term(
        "gain",
        "A number by which all first weights are multiplied.",
        forms=("gains", "gain of each layer"),
    ),
    Term(
        "standard deviation",
        "How far numbers lie from their mean, typically.",
        "σ",
        forms=("standard deviations", "sigma", "σ", "spread", "sd"),
    ),
    Term(
        "variance",
        "The square of the standard deviation.",
        "σ²",
    ),
    Term(
        "normal",
        "Numbers in the shape of a bell: most lie near the mean, few far away.",
        forms=("normals", "normal distribution"),
    ),
    Term(
        "uniform",
        "Numbers of which every value between two ends is as likely as any other.",
    ),
    Term(
        "orthogonal",
        "Of a layer: turning what comes in without stretching it. Its singular values, the factors of "
        "stretching, are all 1.",
        "W Wᵀ = 1",
        forms=("singular values",),
    ),
    Term(
        "seed",
        "The number that random draws begin from. The same seed gives the same numbers again, another one "
        "gives others.",
        forms=("seeds", "weights seed", "weights seeds", "data seed", "batch seed"),
    ),
    Term(
        "standardized",
        "Of inputs: brought to mean 0 and standard deviation 1, so that none of them drowns the others.",
        "(x − mean) / σ",
        forms=("standardize", "standardise", "standardised", "standardises", "standardisation"),
    ),
    Term(
        "symmetry",
        "Units with the same weights do the same and learn the same, for ever. Different first weights "
        "break it.",
        forms=("symmetric",),
    ),
    Term(
        "distinct units",
        "Units whose weights no other unit of their layer has. Copies add nothing.",
        forms=("distinct",),
    ),
    Term(
        "signal",
        "What the inputs make of the numbers in each layer, above all what differs between one example and "
        "another.",
        forms=("signals", "signal's", "what differs between examples"),
    ),
    Term(
        "vanishes",
        "Gets smaller from layer to layer until next to nothing is left.",
        forms=("vanish", "vanishing"),
    ),
    Term(
        "exploding",
        "Getting larger from layer to layer until the numbers go out of bounds.",
        forms=("explode", "explodes", "exploded"),
    ),
    Term(
        "saturated",
        "In the flat part of a curve, where a change of the input hardly shows. There is next to no slope, "
        "so it is slow to learn.",
        forms=("saturates", "saturation", "flat part"),
    ),
    Term(
        "dead",
        "Of a unit: giving its lowest value, for ReLU 0, for every training example. It gets no gradient, "
        "so it rarely comes back.",
        forms=("dead unit", "dead units", "killed", "alive"),
    ),
)
