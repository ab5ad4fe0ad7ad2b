"""Every piece of evidence has words, made from its values alone, and every value a unit."""

import math

import pytest

from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import UNITS, Evidence, Verdict, evidence
from initcore.sentences.verdicts import _WORDS, evidence_of, said
from tests.helpers.yielded import UNITLESS, evidence_names, value_names

SENTENCES: list[tuple[Evidence, str]] = [
    (
        evidence("output_bias_alone", cost=0.56233, chance=0.5614),
        "every weight is still 0 and gets no gradient; the output bias has taken the cost to 0.562; "
        "answering with the classes' shares costs 0.561",
    ),
    (
        evidence("one_unit_a_layer", weights_moved=True, no_gradient=False),
        "every hidden layer acts as 1 unit; units of a layer move as one",
    ),
    (
        evidence("one_unit_a_layer", weights_moved=False, no_gradient=False),
        "every hidden layer acts as 1 unit; no weight has moved",
    ),
    (
        evidence("one_unit_a_layer", weights_moved=False, no_gradient=True),
        "every hidden layer acts as 1 unit; no weight has moved: all gradients of W are exactly 0",
    ),
    (
        evidence("layer_dead", layer=2, width=5, floor=0.0, from_the_start=True),
        "all 5 units of hidden layer 2 are 0 for every training example, so no gradient passes",
    ),
    (
        evidence("layer_dead", layer=1, width=1, floor=0.0, from_the_start=False),
        "the only unit of hidden layer 1 is 0 for every training example, so no gradient passes; "
        "at the start some were alive",
    ),
    (
        evidence("layer_dead", layer=2, width=5, floor=-1.0, from_the_start=True),
        "all 5 units of hidden layer 2 are −1 for every training example, so no gradient passes",
    ),
    (
        evidence("units_dead", dead=9, width=10, layer=1, floor=-1.7581, born=8),
        "9 of 10 units of hidden layer 1 are −1.8 for every training example, 8 of them from the start",
    ),
    (
        evidence("units_dead", dead=9, width=10, layer=1, floor=0.0, born=8),
        "9 of 10 units of hidden layer 1 are 0 for every training example, 8 of them from the start",
    ),
    (
        evidence(
            "starts_saturated",
            typical=9.1234,
            first_cost=4.5678,
            first_wrong=0.53,
            naive_cost=4.5678,
            chance=0.6931,
        ),
        "starts saturated: typical |logit| 9.123, cost 4.568; an even guess costs 0.693",
    ),
    (
        evidence(
            "starts_saturated",
            tenth=41.5,
            first_cost=234.56,
            first_wrong=0.9,
            naive_cost=math.inf,
            chance=2.3026,
        ),
        "starts saturated: a tenth of the logits beyond ±41.500, cost 234.6 (naive formula: inf); "
        "an even guess costs 2.303",
    ),
    (
        evidence("starts_flat", saturated=11, units=15, activation="tanh"),
        "starts saturated: 11 of 15 hidden units are in a flat part of tanh",
    ),
    (
        evidence("signal_grows", inputs=0.6412, peak=123456.0, layer=None, a_layer=3.0239),
        "signal 0.64 at the input grows to 1.2e5 at the logits, × 3.0 a layer",
    ),
    (
        evidence("signal_grows", inputs=1.0, peak=math.inf, layer=None, a_layer=math.inf),
        "signal 1 at the input grows to inf at the logits, out of bounds",
    ),
    (
        evidence("signal_grows", inputs=0.7, peak=4.1e5, layer=3, a_layer=84.0),
        "signal 0.7 at the input grows to 4.1e5 in hidden layer 3, × 84.0 a layer",
    ),
    (
        evidence("trained_on", iterations=2000, cost=0.5384),
        "trained on for 2\u202f000 iterations, it comes to a cost of 0.538",
    ),
    (
        evidence("inputs_large", inputs=228.4),
        "inputs of size 228, where standardized ones have 1",
    ),
    (
        evidence("weights_lean", layer=2, mean=0.512, spread=0.291),
        "weights of layer 2 start with mean 0.51 and spread 0.29: units sum up much the same",
    ),
    (
        evidence("apart_by_rounding", iteration=1250),
        "every hidden layer started as 1 unit; only rounding has pulled its units apart, since iteration "
        "1\u202f250 here, and another processor may part them elsewhere",
    ),
    (evidence("l2_wiped", left=0.0123), "L2 has taken the weights to 1.2 % of what they started at"),
    (
        evidence("lifted_ahead", iterations=200, now=0.41, before=0.62),
        "without L2, 200 iterations more take the cost to 0.410 where as it is they take it to 0.620",
    ),
    (
        evidence("slower_ahead", iterations=200, now=0.41, before=0.62),
        "at a tenth of the rate, 200 iterations more take the cost to 0.410 where as it is they take it to "
        "0.620",
    ),
    (
        evidence("faster_ahead", iterations=200, now=0.41, before=0.62),
        "at ten times the rate, 200 iterations more take the cost to 0.410 where as it is they take it to "
        "0.620",
    ),
    (
        evidence("won_and_lost", lowest=0.0186, iteration=1500, cost=0.308),
        "the cost had come down to 0.019 at iteration 1\u202f500, and is 0.308",
    ),
    (
        evidence("won_and_lost", lowest=0.853, iteration=0, cost=3.748),
        "the cost was at its lowest, 0.853, at the start, and is 3.748",
    ),
    (
        evidence("collapsed", first=0.45, last=2.3e-9),
        "what differs between examples has fallen from 0.45 to 2.3e−9 at the logits: all get the same answer",
    ),
    (evidence("only_linear"), "layers of linear units are one linear layer, whatever their number"),
    (
        evidence("changes_any_start", update=0.456),
        "even of weights at a sound scale, a first step changes 46 %",
    ),
    (
        evidence("attainable", train_accuracy=0.79, attainable=0.8),
        "with 20.0 % of the labels wrong, 80.0 % can be had",
    ),
    (
        evidence("gradient_grows", last=0.0123, first=45.6),
        "gradient 0.012 at the last layer grows to 46 at the first",
    ),
    (
        evidence("signal_fades", at_logits=True, inputs=0.58, end=5.43e-7, gradient=3.9e-6),
        "what differs between examples falls from 0.58 at the input to 5.4e−7 at the logits; "
        "first-layer gradient 3.9e−6",
    ),
    (
        evidence("signal_fades", at_logits=False, inputs=0.58, end=0.0, gradient=0.0),
        "what differs between examples falls from 0.58 at the input to 0 in the last hidden layer; "
        "first-layer gradient 0",
    ),
    (
        evidence("gradient_fades", layer=10, last=0.21, first=1.5e-8),
        "gradient 0.21 at layer 10 falls to 1.5e−8 at the first",
    ),
    (evidence("leaves_chance", iteration=None), "the cost has not left chance"),
    (evidence("leaves_chance", iteration=1250), "the cost leaves chance only at iteration 1\u202f250"),
    (evidence("late", iteration=1250), "late: the cost leaves chance only at iteration 1\u202f250"),
    (
        evidence("trend", fall=0.0204, span=1500, before=0.5, now=0.4898, uneven=False),
        "the cost fell 2.0 % over the last 1\u202f500 iterations",
    ),
    (
        evidence("trend", fall=-0.008, span=1, before=0.5, now=0.504, uneven=False),
        "the cost rose 0.8 % in the last iteration",
    ),
    (
        evidence("trend", fall=0.0004, span=100, before=0.5, now=0.4998, uneven=False),
        "the cost stood still over the last 100 iterations",
    ),
    (
        evidence("trend", fall=-9.0, span=100, before=0.5, now=5.0, uneven=False),
        "the cost went from 0.500 to 5.000 over the last 100 iterations",
    ),
    (
        evidence("trend", fall=math.nan, span=100, before=0.5, now=math.nan, uneven=False),
        "the cost went from 0.500 to – over the last 100 iterations",
    ),
    (
        evidence("trend", fall=0.1, span=100, before=0.5, now=0.45, uneven=True),
        "the cost fell 10.0 % over the last 100 iterations, unevenly",
    ),
    (
        evidence("not_finite", squares=False, iteration=1234),
        "the parameters stopped being finite at iteration 1\u202f234",
    ),
    (
        evidence("not_finite", squares=True, iteration=7),
        "squares of gradients stopped being finite at iteration 7",
    ),
    (
        evidence("cost_blew_up", first_cost=0.6, top=5e9, iteration=900),
        "the cost went from 0.600 to 5e9 by iteration 900",
    ),
    (
        evidence("cost_blew_up", first_cost=0.6, top=math.inf, iteration=900),
        "the cost went from 0.600 to inf by iteration 900",
    ),
    (evidence("cost_jumps", swing=0.2345), "the cost jumps by 23.4 % from record to record and gets nowhere"),
    (evidence("next_step_jumps", before=0.693, now=1.25), "the next step takes the cost from 0.693 to 1.250"),
    (
        evidence("steps_killed_layer", layer=2),
        "the steps killed hidden layer 2, which was alive at the start",
    ),
    (evidence("thrown_off"), "the steps threw the run off its start"),
    (evidence("first_update", update=0.4567), "the first update is 46 % of the weights"),
    (evidence("first_update", update=1.2e-6), "the first update is 1.2e−4 % of the weights"),
    (evidence("first_update", update=3.21), "the first update is 3.2 times the weights"),
    (
        evidence("hardly_moved", iterations=2000, moved=0.00123),
        "2\u202f000 iterations have moved them by 0.12 %, and further the same way the cost is lower still",
    ),
    (
        evidence("test_cost_rises", train_accuracy=1.0, test_accuracy=0.71, lowest=0.6, at=1050, now=2.5),
        "train accuracy 100.0 %, test 71.0 %; test cost 0.600 at iteration 1\u202f050, 2.500 now",
    ),
    (
        evidence("distinct_units", by_layer="7 + 5", distinct=12, units=12, layers=2, dead=0),
        "7 + 5 distinct units",
    ),
    (
        evidence("distinct_units", by_layer="7 + 5 + 5 + 5 + 4", distinct=26, units=30, layers=5, dead=3),
        "26 of 30 distinct units, 3 of them dead",
    ),
    (evidence("reached", accuracy=0.9, iteration=4500), "90 % train accuracy at iteration 4\u202f500"),
    (
        evidence("stands", cost=0.3456, train_accuracy=0.83, near_chance=False),
        "cost 0.346, train accuracy 83.0 %",
    ),
    (
        evidence("stands", cost=0.6925, train_accuracy=0.5, near_chance=True),
        "cost 0.693 near chance, train accuracy 50.0 %",
    ),
    (evidence("cost_rises", cost=0.743, train_accuracy=0.5), "cost 0.743; train accuracy 50.0 %"),
    (
        evidence("cost_rises", cost=0.743, first_cost=0.716, train_accuracy=0.5),
        "cost 0.743, above the 0.716 it started at; train accuracy 50.0 %",
    ),
    (
        evidence("creeps", fall=0.00345, span=1500),
        "it falls slowly but unabated, 0.34 % over the last 1\u202f500 iterations",
    ),
    (
        evidence("jumps_on_its_way", lowest=0.35, iteration=900),
        "the cost jumps on its way: it was 0.350 at iteration 900",
    ),
    (evidence("chance", chance=0.69315), "chance is 0.693"),
    (
        evidence("begins", first_cost=0.7104, train_accuracy=0.4651),
        "starts at cost 0.710, train accuracy 46.5 %",
    ),
    (evidence("error", text="The worker died."), "The worker died."),
]


@pytest.mark.parametrize(("evidence", "sentence"), SENTENCES, ids=[one.name for one, _ in SENTENCES])
def test_evidence_in_words(evidence: Evidence, sentence: str) -> None:
    assert said(evidence) == sentence


def test_every_piece_of_evidence_is_in_the_table_above() -> None:
    assert {evidence.name for evidence, _ in SENTENCES} == set(_WORDS)


def test_all_that_the_diagnosis_can_see_has_words() -> None:
    assert evidence_names() == set(_WORDS)


def test_every_measured_value_has_a_unit_or_is_known_to_have_none() -> None:
    assert not set(UNITS) & UNITLESS
    called_like_settings = {"activation", "initialization", "gain", "l2", "iterations"}
    assert value_names() | called_like_settings == set(UNITS) | UNITLESS
    assert {name for evidence, _ in SENTENCES for name in evidence.values} <= set(UNITS) | UNITLESS


def test_what_was_seen_is_told_in_one_line() -> None:
    first, second = evidence("chance", chance=0.5), evidence("thrown_off")
    verdict = Verdict(VERDICTS["plateau"], (first, second))
    assert evidence_of(verdict) == "chance is 0.500; the steps threw the run off its start"
    assert evidence_of(Verdict(VERDICTS["plateau"], ())) == ""


def test_evidence_without_words_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        said(evidence("hearsay"))
