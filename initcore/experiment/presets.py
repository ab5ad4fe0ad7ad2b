"""Experiments known to go well or badly, each with a sentence on what it shows.

What a sentence claims is measured by a test that trains the preset. All of them take seconds. A sentence
gives no figure that rounding changes, for processors round differently: seed, rate and length are chosen so
that a run is stable, and of one that is meant to be wild is told only what every such run does.
"""

from dataclasses import dataclass
from typing import Any

from initcore.experiment.choices import Choice
from initcore.experiment.config import RunConfig
from initcore.experiment.experiment import Experiment


@dataclass(frozen=True)
class Preset:
    """One experiment: a name for links, a title, a sentence, and whether it goes well.

    `kind` is "good" where what is shown is how to do it, "bad" where it is what to avoid.
    """

    name: str
    title: str
    sentence: str
    kind: str
    experiment: Experiment


def _experiment(words: str, seeds: int = 1, **settings: Any) -> Experiment:
    base = RunConfig(**settings)
    return Experiment(tuple(Choice.from_word(word, base) for word in words.split()), base, seeds)


PRESETS = (
    Preset(
        "course",
        "The course notebook",
        "Zeros learn nothing, large random weights learn slowly and badly, He separates the two circles.",
        "good",
        Experiment(),
    ),
    Preset(
        "lsuv-rescues",
        "LSUV rescues",
        "Weights of 0.05 let the signal die out on its way through ten layers; LSUV scales each layer by "
        "what the data make of it, and the same network learns.",
        "good",
        _experiment("normal lsuv", hidden=(16,) * 10, learning_rate=0.03, iterations=1000, weights_seed=4),
    ),
    Preset(
        "xavier-he-30",
        "Xavier and He, 30 layers deep",
        "Through ReLU, Xavier's weights halve the signal's power in each layer, and thirty layers leave "
        "nothing to learn from; He's factor of two keeps it, and the network learns.",
        "good",
        _experiment("xavier he", hidden=(32,) * 30, learning_rate=0.003, iterations=900, weights_seed=4),
    ),
    Preset(
        "symmetry",
        "Symmetry",
        "Whatever the one number is that all weights start at, the units of a layer stay equal for ever, and "
        "the network is as good as one unit wide; random weights break the tie.",
        "bad",
        _experiment("zeros constant ones he", learning_rate=0.1, iterations=3000),
    ),
    Preset(
        "unbalanced-zeros",
        "Unbalanced zeros",
        "With twice as many points of one class, zeros do lower the cost: the output bias learns how common "
        "the classes are, and no weight ever moves.",
        "bad",
        _experiment("zeros he", balance=2.0, learning_rate=0.1, iterations=3000),
    ),
    Preset(
        "dead-on-arrival",
        "Dead on arrival",
        "Biases of −5 put every unit of the first layer below zero for every point, so ReLU passes neither "
        "signal nor gradient; the same weights with biases of 0 learn.",
        "bad",
        _experiment("he~bias:constant~b:-5 he", learning_rate=0.1, iterations=3000),
    ),
    Preset(
        "saturated-sigmoid",
        "Saturated sigmoid",
        "Weights ten times larger push most sigmoid units to 0 or 1, where their slope is gone: the smaller "
        "start separates the circles, the larger one does not.",
        "bad",
        _experiment("random unit_normal", activation="sigmoid", learning_rate=0.3, iterations=5000),
    ),
    Preset(
        "exploding",
        "Exploding",
        "Four times He's weights multiply the signal layer by layer: ten layers on, the first cost is above "
        "a hundred thousand, and the first steps wreck the network.",
        "bad",
        _experiment("he~4 he", hidden=(32,) * 10, learning_rate=0.01, iterations=1000),
    ),
    Preset(
        "lucky-seed",
        "Lucky seed",
        "Nothing differs here but the seed: one of eight small networks comes to 95 %, the others stay under "
        "85 %, so a single run of it says next to nothing.",
        "bad",
        _experiment("he", seeds=8, hidden=(3,) * 3, learning_rate=0.03, iterations=6000, weights_seed=8),
    ),
    Preset(
        "rate-too-high",
        "Learning rate too high",
        "From a good start, steps that are too long jump across the valley: the cost goes up almost as often "
        "as down, and loses again and again what it had won.",
        "bad",
        _experiment("he xavier", activation="tanh", learning_rate=3.0, iterations=1000, record_every=3),
    ),
    Preset(
        "narrow-and-deep",
        "Narrow and deep",
        "The right scale is not enough: with three ReLUs a layer, most of these runs begin with a layer of "
        "twenty that is dead, and none learns.",
        "bad",
        _experiment("he orthogonal_relu", seeds=8, hidden=(3,) * 20, learning_rate=0.03, iterations=400),
    ),
)
