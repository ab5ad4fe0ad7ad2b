"""What a verdict is seen by, in words: one function a piece of evidence, made from its values alone."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from initcore.diagnosis.verdicts import Evidence, Verdict
from initcore.model.activations import ACTIVATIONS
from initcore.words.numbers import figure, percent, short_figure, spaced

MANY_LAYERS = 4
"""Hidden layers up to which each one's units are told."""

STOOD_STILL = 0.0005
"""Fall or rise of a cost, as a share of it, that rounds to nothing."""

Values = Mapping[str, Any]


def evidence_of(verdict: Verdict) -> str:
    """All that a verdict is seen by, in one line."""
    return "; ".join(said(evidence) for evidence in verdict.evidence)


def said(evidence: Evidence) -> str:
    """One piece of evidence in words; KeyError for one that has none."""
    return _WORDS[evidence.name](evidence.values)


def _output_bias_alone(v: Values) -> str:
    return (
        f"every weight is still 0 and gets no gradient; the output bias has taken the cost to "
        f"{figure(v['cost'])}; answering with the classes' shares costs {figure(v['chance'])}"
    )


def _one_unit_a_layer(v: Values) -> str:
    moved = "units of a layer move as one" if v["weights_moved"] else "no weight has moved"
    why = ": all gradients of W are exactly 0" if v["no_gradient"] else ""
    return f"every hidden layer acts as 1 unit; {moved}{why}"


def _layer_dead(v: Values) -> str:
    which = f"all {v['width']} units of hidden layer {v['layer']} are"
    if v["width"] == 1:
        which = f"the only unit of hidden layer {v['layer']} is"
    later = "" if v["from_the_start"] else "; at the start some were alive"
    return f"{which} {short_figure(v['floor'])} for every training example, so no gradient passes{later}"


def _units_dead(v: Values) -> str:
    which = f"{v['dead']} of {v['width']} units of hidden layer {v['layer']} are"
    floor = short_figure(v["floor"])
    return f"{which} {floor} for every training example, {v['born']} of them from the start"


def _starts_saturated(v: Values) -> str:
    size = f"typical |logit| {figure(v['typical'])}" if "typical" in v else ""
    size = size or f"a tenth of the logits beyond ±{figure(v['tenth'])}"
    naive = "" if math.isfinite(v["naive_cost"]) else " (naive formula: inf)"
    even = f"an even guess costs {figure(v['chance'])}"
    return f"starts saturated: {size}, cost {figure(v['first_cost'])}{naive}; {even}"


def _starts_flat(v: Values) -> str:
    curve = ACTIVATIONS[str(v["activation"])].label
    return f"starts saturated: {v['saturated']} of {v['units']} hidden units are in a flat part of {curve}"


def _signal_grows(v: Values) -> str:
    a_layer = f"× {v['a_layer']:.1f} a layer" if math.isfinite(v["a_layer"]) else "out of bounds"
    first, last = short_figure(v["inputs"]), short_figure(v["peak"])
    where = "at the logits" if v["layer"] is None else f"in hidden layer {v['layer']}"
    return f"signal {first} at the input grows to {last} {where}, {a_layer}"


def _gradient_grows(v: Values) -> str:
    first, last = short_figure(v["first"]), short_figure(v["last"])
    return f"gradient {last} at the last layer grows to {first} at the first"


def _signal_fades(v: Values) -> str:
    where = "at the logits" if v["at_logits"] else "in the last hidden layer"
    return (
        f"what differs between examples falls from {short_figure(v['inputs'])} at the input "
        f"to {short_figure(v['end'])} {where}; first-layer gradient {short_figure(v['gradient'])}"
    )


def _gradient_fades(v: Values) -> str:
    first, last = short_figure(v["first"]), short_figure(v["last"])
    return f"gradient {last} at layer {v['layer']} falls to {first} at the first"


def _leaves_chance(v: Values) -> str:
    if v["iteration"] is None:
        return "the cost has not left chance"
    return f"the cost leaves chance only at iteration {spaced(v['iteration'])}"


def _trend(v: Values) -> str:
    span, fall = v["span"], v["fall"]
    over = "in the last iteration" if span == 1 else f"over the last {spaced(span)} iterations"
    uneven = ", unevenly" if v["uneven"] else ""
    if abs(fall) < STOOD_STILL:
        return f"the cost stood still {over}{uneven}"
    if -1 < fall < 1:
        return f"the cost {'fell' if fall > 0 else 'rose'} {100 * abs(fall):.1f} % {over}{uneven}"
    return f"the cost went from {figure(v['before'])} to {figure(v['now'])} {over}{uneven}"


def _not_finite(v: Values) -> str:
    what = "squares of gradients" if v["squares"] else "the parameters"
    return f"{what} stopped being finite at iteration {spaced(v['iteration'])}"


def _cost_blew_up(v: Values) -> str:
    first, top = figure(v["first_cost"]), figure(v["top"])
    return f"the cost went from {first} to {top} by iteration {spaced(v['iteration'])}"


def _cost_jumps(v: Values) -> str:
    return f"the cost jumps by {percent(v['swing'])} from record to record and gets nowhere"


def _first_update(v: Values) -> str:
    size = f"{short_figure(v['update'])} times" if v["update"] >= 1 else f"{_share(v['update'])} of"
    return f"the first update is {size} the weights"


def _hardly_moved(v: Values) -> str:
    return (
        f"{spaced(v['iterations'])} iterations have moved them by {_share(v['moved'])}, and further the same "
        "way the cost is lower still"
    )


def _share(value: float) -> str:
    """A share that may be very small, in percent."""
    return f"{short_figure(100 * value)} %"


def _test_cost_rises(v: Values) -> str:
    return (
        f"train accuracy {percent(v['train_accuracy'])}, test {percent(v['test_accuracy'])}; test cost "
        f"{figure(v['lowest'])} at iteration {spaced(v['at'])}, {figure(v['now'])} now"
    )


def _distinct_units(v: Values) -> str:
    units = v["by_layer"] if v["layers"] <= MANY_LAYERS else f"{v['distinct']} of {v['units']}"
    return f"{units} distinct units" + (f", {v['dead']} of them dead" if v["dead"] else "")


def _stands(v: Values) -> str:
    near = " near chance" if v["near_chance"] else ""
    return f"cost {figure(v['cost'])}{near}, train accuracy {percent(v['train_accuracy'])}"


def _cost_rises(v: Values) -> str:
    start = f", above the {figure(v['first_cost'])} it started at" if "first_cost" in v else ""
    return f"cost {figure(v['cost'])}{start}; train accuracy {percent(v['train_accuracy'])}"


def _creeps(v: Values) -> str:
    span = spaced(v["span"])
    return f"it falls slowly but unabated, {100 * v['fall']:.2f} % over the last {span} iterations"


def _jumps_on_its_way(v: Values) -> str:
    lowest, at = figure(v["lowest"]), spaced(v["iteration"])
    return f"the cost jumps on its way: it was {lowest} at iteration {at}"


def _won_and_lost(v: Values) -> str:
    best = f"had come down to {figure(v['lowest'])} at iteration {spaced(v['iteration'])}"
    if v["iteration"] == 0:
        best = f"was at its lowest, {figure(v['lowest'])}, at the start"
    return f"the cost {best}, and is {figure(v['cost'])}"


def _ahead(v: Values) -> str:
    return (
        f"{spaced(v['iterations'])} iterations more take the cost to {figure(v['now'])} where as it is they "
        f"take it to {figure(v['before'])}"
    )


_WORDS: dict[str, Callable[[Values], str]] = {
    "output_bias_alone": _output_bias_alone,
    "one_unit_a_layer": _one_unit_a_layer,
    "apart_by_rounding": lambda v: (
        "every hidden layer started as 1 unit; only rounding has pulled its units apart, since iteration "
        f"{spaced(v['iteration'])} here, and another processor may part them elsewhere"
    ),
    "layer_dead": _layer_dead,
    "units_dead": _units_dead,
    "starts_saturated": _starts_saturated,
    "starts_flat": _starts_flat,
    "trained_on": lambda v: (
        f"trained on for {spaced(v['iterations'])} iterations, it comes to a cost of {figure(v['cost'])}"
    ),
    "inputs_large": lambda v: f"inputs of size {short_figure(v['inputs'])}, where standardized ones have 1",
    "weights_lean": lambda v: (
        f"weights of layer {v['layer']} start with mean {short_figure(v['mean'])} and spread "
        f"{short_figure(v['spread'])}: units sum up much the same"
    ),
    "l2_wiped": lambda v: f"L2 has taken the weights to {percent(v['left'])} of what they started at",
    "lifted_ahead": lambda v: f"without L2, {_ahead(v)}",
    "slower_ahead": lambda v: f"at a tenth of the rate, {_ahead(v)}",
    "faster_ahead": lambda v: f"at ten times the rate, {_ahead(v)}",
    "won_and_lost": _won_and_lost,
    "collapsed": lambda v: (
        f"what differs between examples has fallen from {short_figure(v['first'])} to "
        f"{short_figure(v['last'])} at the logits: all get the same answer"
    ),
    "only_linear": lambda v: "layers of linear units are one linear layer, whatever their number",
    "signal_grows": _signal_grows,
    "gradient_grows": _gradient_grows,
    "signal_fades": _signal_fades,
    "gradient_fades": _gradient_fades,
    "leaves_chance": _leaves_chance,
    "trend": _trend,
    "not_finite": _not_finite,
    "cost_blew_up": _cost_blew_up,
    "cost_jumps": _cost_jumps,
    "next_step_jumps": lambda v: (
        f"the next step takes the cost from {figure(v['before'])} to {figure(v['now'])}"
    ),
    "steps_killed_layer": lambda v: (
        f"the steps killed hidden layer {v['layer']}, which was alive at the start"
    ),
    "changes_any_start": lambda v: (
        f"even of weights at a sound scale, a first step changes {_share(v['update'])}"
    ),
    "thrown_off": lambda v: "the steps threw the run off its start",
    "first_update": _first_update,
    "hardly_moved": _hardly_moved,
    "test_cost_rises": _test_cost_rises,
    "late": lambda v: f"late: {_leaves_chance(v)}",
    "distinct_units": _distinct_units,
    "reached": lambda v: f"{100 * v['accuracy']:g} % train accuracy at iteration {spaced(v['iteration'])}",
    "stands": _stands,
    "cost_rises": _cost_rises,
    "creeps": _creeps,
    "jumps_on_its_way": _jumps_on_its_way,
    "attainable": lambda v: (
        f"with {percent(1 - v['attainable'])} of the labels wrong, {percent(v['attainable'])} can be had"
    ),
    "chance": lambda v: f"chance is {figure(v['chance'])}",
    "begins": lambda v: (
        f"starts at cost {figure(v['first_cost'])}, train accuracy {percent(v['train_accuracy'])}"
    ),
    "error": lambda v: str(v["text"]),
}
