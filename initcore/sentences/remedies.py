"""What would mend a run, in words: one sentence a remedy, and what trying it changes."""

from collections.abc import Callable, Mapping
from typing import Any

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.diagnosis.verdicts import Remedy, Verdict
from initcore.words.numbers import figure, percent, setting, short_figure, spaced

_TIMES = {1.0: "", 2.0: "twice ", 4.0: "four times "}
_POSSESSIVE = {"he": "He's", "xavier": "Xavier's", "lecun_truncated": "LeCun's"}

Values = Mapping[str, Any]


def fix_of(verdict: Verdict) -> str:
    """What would mend the run, in a sentence or two; empty where nothing would."""
    return "" if verdict.remedy is None else fix_in_words(verdict.remedy)


def fix_in_words(remedy: Remedy) -> str:
    """A remedy in words; KeyError for one that has none."""
    v: Values = remedy.values
    late = ""
    if "behind" in v:
        late = f" It takes longer: after {spaced(v['after'])} iterations its cost is {figure(v['behind'])}."
    more = " Take more units a layer as well." if "more_units" in v else ""
    return _WORDS[remedy.name](v) + more + _rate(v) + late + _tried(v)


def _rate(v: Values) -> str:
    """What to do about the rate beside a start that is mended; empty where it stays."""
    return _PACES[v["pace"]].format(f"the learning rate of {setting(v['rate'])}") if "pace" in v else ""


def _tried(v: Values) -> str:
    """What came of it, where it was tried."""
    if "tried_cost" not in v:
        return ""
    return f" Tried: cost {figure(v['tried_cost'])}, train accuracy {percent(v['tried_accuracy'])}."


_PACES = {
    "slower": " With it, lower {}, first to a tenth.",
    "steadier": " With it, train longer at a lower rate: {} is high for that start.",
    "faster": " With it, raise {}, first to ten times that.",
}


def _scale(v: Values) -> str:
    """A scale as people name it: He's, four times Xavier's."""
    return f"{_TIMES[v['factor']]}{_POSSESSIVE[v['initialization']]} scale"


def _draw(v: Values) -> str:
    return f"Draw the weights at random, at {_scale(v)}"


def _use(v: Values) -> str:
    return f"Use {_scale(v)}"


def _use_or_gain(v: Values) -> str:
    times, gain = short_figure(v["times"]), short_figure(v["new_gain"])
    before = setting(v["gain"])
    return f"{_use(v)}, or multiply the weights by about {times}: a gain of {gain} in place of {before}."


def _standardize(v: Values) -> str:
    return "Standardize the inputs." if v["sound"] else f"Standardize the inputs, and use {_scale(v)}."


def _penalty_or_rate(v: Values) -> str:
    penalty = f"L2 of {setting(v['l2'])} or the " if v["l2"] else "the "
    return f"Lower {penalty}learning rate of {setting(v['rate'])}"


def _lower_penalty(v: Values) -> str:
    share = v["pull"]
    much = f"{share:.0f} times" if share >= 2 else f"{100 * share:.0f} % of"
    return f"Lower L2 of {setting(v['l2'])}: at the start its pull on the weights is {much} the gradient's."


_OTHER = "more units, another activation, or another seed."
_SIGMOID = "a sigmoid's slope is a quarter at most, whatever the weights."

_WORDS: dict[str, Callable[[Values], str]] = {
    "draw_not_zeros": lambda v: f"{_draw(v)}: zeros give every unit the same part to play.",
    "draw_at_random": lambda v: f"{_draw(v)}, so that no two units start equal.",
    "draw_at_random_without_penalty": lambda v: (
        f"{_draw(v)}, so that no two units start equal, and without L2, which would wipe them out."
    ),
    "draw_about_0": lambda v: f"{_draw(v)}, about a mean of 0.",
    "bend": lambda v: "Take an activation that bends, such as tanh or ReLU: no seed and no unit can help.",
    "no_penalty": lambda v: f"Take L2 of {setting(v['l2'])} away, and put a little back if it overfits.",
    "use_scale_without_penalty": lambda v: f"{_use(v)}, without L2.",
    "use_scale_and_longer": lambda v: f"{_use(v)}, and train longer.",
    "raise_biases": lambda v: "Start biases at 0 or a little above, or take leaky ReLU.",
    "use_scale": lambda v: f"{_use(v)}.",
    "use_scale_and_more_units": lambda v: f"{_use(v)}, and more units a layer if that is not enough.",
    "use_scale_and_wider": lambda v: f"{_use(v)}, and more units a layer.",
    "use_scale_not_a_lower_rate": lambda v: (
        f"{_use(v)}, which keeps the signal's size from layer to layer; a lower learning rate alone is slow."
    ),
    "use_scale_that_keeps": lambda v: f"{_use(v)}, which keeps the signal's size from layer to layer.",
    "use_scale_or_gain": _use_or_gain,
    "use_scale_and_no_biases": lambda v: f"{_use(v)}, and start biases at 0.",
    "use_scale_and_fewer_layers": lambda v: f"{_use(v)}, and fewer layers.",
    "separated_all_the_same": lambda v: (
        f"These classes are separated all the same; for others, use {_scale(v)}."
    ),
    "standardize": _standardize,
    "fewer_layers_or_tanh": lambda v: "The scale is right: take fewer layers, or tanh at Xavier's scale.",
    "other_activation": lambda v: f"Take tanh at Xavier's scale, or ReLU at He's: {_SIGMOID}",
    "more_units": lambda v: "The scale is right: take more units a layer.",
    "more_units_or_fewer_layers": lambda v: (
        "The scale is right: take more units a layer, fewer layers, or leaky ReLU."
    ),
    "more_units_or_shallower": lambda v: "The scale is right: take more units a layer, or fewer layers.",
    "lower_rate_or_leaky": lambda v: f"{_penalty_or_rate(v)}, or take leaky ReLU.",
    "lower_rate": lambda v: f"{_penalty_or_rate(v)}.",
    "lower_rate_to_a_tenth": lambda v: f"Lower the learning rate of {setting(v['rate'])}, first to a tenth.",
    "raise_rate": lambda v: f"Raise the learning rate of {setting(v['rate'])}, first to ten times that.",
    "lower_penalty": _lower_penalty,
    "lower_penalty_maybe": lambda v: (
        f"Lower L2 from {setting(v['l2'])}: the penalty may be all that is learned."
    ),
    "generalize": lambda v: "Take more examples, L2, fewer units, or stop where the test cost is lowest.",
    "none_found": lambda v: f"Changes tried without success: {v['tries']}. Another activation may help.",
    "longer": lambda v: "Train longer.",
    "longer_and_slower": lambda v: "Train longer, at a lower rate.",
    "longer_or_faster": lambda v: "Train longer, or at a higher rate.",
    "longer_then_other": lambda v: f"Train longer or at a higher rate; if that does nothing, try {_OTHER}",
    "more_units_or_other": lambda v: f"Try {_OTHER}",
}


def changes_in_words(remedy: Remedy) -> str:
    """What trying a remedy sets, in a few words: He; learning rate 0.001; empty where it sets nothing."""
    changes = dict(remedy.changes)
    parts = []
    if "initialization" in changes:
        label = INITIALIZATIONS[changes.pop("initialization")].label
        gain = changes.pop("gain", 1.0)
        parts.append(label if gain == 1 else f"{label} × {setting(gain)}")
    return ", ".join((*parts, *(_SAYS[name](value) for name, value in changes.items())))


_SAYS: dict[str, Callable[[Any], str]] = {
    "gain": lambda value: f"gain {setting(value)}",
    "layer_gains": lambda value: (
        f"gains by layer {', '.join(f'{setting(gain)}' for gain in value)}" if value else "no gains by layer"
    ),
    "zero_last": lambda value: "last layer drawn" if not value else "last layer of zeros",
    "bias": lambda value: f"biases {value}",
    "activation": lambda value: f"activation {value}",
    "hidden": lambda value: f"hidden layers {', '.join(map(str, value))}",
    "learning_rate": lambda value: f"learning rate {setting(value)}",
    "l2": lambda value: f"L2 {setting(value)}",
    "iterations": lambda value: f"{spaced(value)} iterations",
    "samples": lambda value: f"{spaced(value)} examples",
    "standardize": lambda value: "inputs standardized" if value == "yes" else "inputs as they are",
}
