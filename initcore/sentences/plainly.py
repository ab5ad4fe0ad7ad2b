"""What a verdict means, in one short line without a technical word: the first thing a student reads.

A line holds of every run with that verdict, since it claims no more than its evidence shows. What it is
seen by, in the field's own words, follows it: `initcore/sentences/verdicts.py`.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from initcore.diagnosis.verdicts import Verdict
from initcore.words.numbers import percent, quotient, times

MOST_TIMES = 1e6
"""How many times as much is still said with its number: nobody pictures more."""

Values = Mapping[str, Any]


def plainly(verdict: Verdict) -> str:
    """What a verdict means, in one line; KeyError for a kind that has none."""
    return _LINES[verdict.name]({piece.name: piece.values for piece in verdict.evidence})


Seen = Mapping[str, Values]
"""What a verdict is seen by: values by the name of the evidence."""


def _times(ratio: float) -> str:
    return f"{times(ratio)} times" if ratio < MOST_TIMES else "over a million times"


def _symmetric(seen: Seen) -> str:
    if "apart_by_rounding" in seen:
        return "Its units began as copies, and only tiny calculation errors tell them apart."
    if seen["one_unit_a_layer"]["weights_moved"]:
        return "All units of a layer do the same, so each layer works as one."
    return "All units of a layer are the same, and no weight has moved."


def _dead(seen: Seen) -> str:
    gets = "starts out" if seen["layer_dead"]["from_the_start"] else "has got"
    return f"A whole layer {gets} stuck, so every example gets the same answer."


def _some_dead(seen: Seen) -> str:
    v = seen["units_dead"]
    return (
        f"{v['dead']} of {v['width']} units of layer {v['layer']} are stuck at one value, whatever comes in."
    )


def _too_large(seen: Seen) -> str:
    if "starts_flat" in seen:
        v = seen["starts_flat"]
        return f"Before training, {v['saturated']} of {v['units']} units are already at their limit."
    v = seen["starts_saturated"]
    if not math.isfinite(v["first_cost"]):
        return "Before training its numbers are already too large to reckon with."
    if "typical" in v:
        return f"Before training it is sure of its answers, and {percent(v['first_wrong'])} are wrong."
    return "Before training it is sure of some answers, and far off."


def _raw_inputs(seen: Seen) -> str:
    return f"The inputs are {_times(seen['inputs_large']['inputs'])} as large as suits a network."


def _exploding(seen: Seen) -> str:
    if "signal_grows" in seen:
        v = seen["signal_grows"]
        return f"On their way through the layers, numbers grow {_times(quotient(v['peak'], v['inputs']))}."
    if "gradient_grows" in seen:
        v = seen["gradient_grows"]
        return f"On their way back to the first layer, errors grow {_times(quotient(v['first'], v['last']))}."
    return "It starts with numbers far too large, and training drives them out of bounds."


def _vanishes(seen: Seen) -> str:
    if "gradient_fades" in seen:
        return "News of its errors dies out before it reaches the first layer."
    if seen["leaves_chance"]["iteration"] is None:
        return "At first it can hardly tell examples apart, and it has hardly begun to learn."
    return "At first it could hardly tell examples apart, so it began to learn late."


def _penalty(seen: Seen) -> str:
    if "l2_wiped" in seen:
        return "The rule that keeps weights small has wiped them out."
    return "The rule that keeps weights small holds it back."


_TOO_LONG = {
    "not_finite": "Its steps are so long that its numbers went out of bounds.",
    "cost_blew_up": "Its steps are so long that they made it far worse than at the start.",
    "won_and_lost": "It had got better and was thrown back: its steps are too long.",
    "slower_ahead": "Its steps are too long: shorter ones would take it further.",
    "cost_jumps": "It jumps up and down and gets nowhere: its steps are too long.",
    "next_step_jumps": "It cannot settle: a single step still changes a lot.",
    "steps_killed_layer": "Its steps are so long that a whole layer got stuck at one value.",
    "thrown_off": "Its first steps were so long that they threw it off its course.",
    "changes_any_start": "Its steps are too long, and would be for a good start as well.",
    "cost_rises": "Lately it has got worse: its steps are too long.",
}
"""By the first thing that shows it."""


def _rate_too_high(seen: Seen) -> str:
    risen, lost = seen.get("cost_rises", {}), seen.get("won_and_lost", {})
    if "first_cost" in risen or lost.get("iteration") == 0:  # the start was the best of it
        return "It is worse now than at the start: its steps are too long."
    return _TOO_LONG[next(iter(seen))]


def _rate_too_low(seen: Seen) -> str:
    if "faster_ahead" in seen:
        return "Its steps are too short: longer ones would take it further."
    return "Its steps are so short that it has hardly left its start."


def _overfits(seen: Seen) -> str:
    known, new = (percent(seen["test_cost_rises"][f"{which}_accuracy"]) for which in ("train", "test"))
    return f"It gets {known} of known examples right, but of new ones only {new}."


def _healthy(seen: Seen) -> str:
    if "attainable" in seen:
        return "It tells the classes apart as well as the wrong labels among them allow."
    return "It tells the classes apart" + (", though it began to learn late." if "late" in seen else ".")


def _still_learning(seen: Seen) -> str:
    if "trained_on" in seen:
        return "It seems to stand still, but with more training it gets better."
    if "creeps" in seen:
        return "It is hardly better than a guess yet, but slowly gets better."
    if "jumps_on_its_way" in seen:
        return "It gets better in ups and downs, and is in one of its downs."
    return "It is not done yet: more training still makes it better."


def _plateau(seen: Seen) -> str:
    if "only_linear" in seen:
        return "Its units have no bend, so it can only draw straight lines."
    if "collapsed" in seen:
        return "It has lost what told examples apart: all get nearly the same answer."
    if "chance" in seen:
        return "It stands still, and is no better than a guess."
    return f"It stands still with {percent(seen['stands']['train_accuracy'])} of its answers right."


_LINES: dict[str, Callable[[Seen], str]] = {
    "fails_to_break_symmetry": _symmetric,
    "only_output_bias": lambda seen: "It ignores its inputs: it only learns how common each class is.",
    "dead": _dead,
    "some_dead": _some_dead,
    "too_large_weights": _too_large,
    "raw_inputs": _raw_inputs,
    "off_centre": lambda seen: "At the start weights lean to one side, so that units are much alike.",
    "exploding": _exploding,
    "vanishes": _vanishes,
    "penalty_too_strong": _penalty,
    "rate_too_high": _rate_too_high,
    "rate_too_low": _rate_too_low,
    "overfits": _overfits,
    "healthy": _healthy,
    "still_learning": _still_learning,
    "plateau": _plateau,
    "too_early": lambda seen: "There has been too little training to say how it goes.",
    "untrained": lambda seen: (
        f"Without any training, {percent(seen['begins']['train_accuracy'])} of its answers are right."
    ),
    "failed": lambda seen: "It could not be trained to its end.",
}
