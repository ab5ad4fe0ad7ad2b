"""What a verdict means in plain words: short, without a technical word, and true of every run."""

import math

import numpy as np
import pytest

from initcore import RunConfig, Trajectory, begin
from initcore.diagnosis.diagnose import diagnose, findings
from initcore.diagnosis.kinds import VERDICTS
from initcore.diagnosis.verdicts import Evidence, Verdict, evidence, verdict
from initcore.glossary.marking import marked
from initcore.model.network import activations
from initcore.sentences.plainly import _LINES, _TOO_LONG, plainly
from initcore.words.numbers import percent
from tests.helpers.building import built
from tests.helpers.cases import CASES
from tests.helpers.reading import measured
from tests.helpers.yielded import evidence_names

MOST_LETTERS = 90
"""What a card has on one line."""

SATURATED = {"first_cost": 4.6, "first_wrong": 0.534, "naive_cost": math.inf, "chance": 0.693}
TREND = evidence("trend", fall=0.01, span=100, before=0.5, now=0.495, uneven=False)
STANDS = evidence("stands", cost=0.5, train_accuracy=0.83, near_chance=False)

LINES: list[tuple[str, tuple[Evidence, ...], str]] = [
    (
        "fails_to_break_symmetry",
        (evidence("one_unit_a_layer", weights_moved=True, no_gradient=False),),
        "All units of a layer do the same, so each layer works as one.",
    ),
    (
        "fails_to_break_symmetry",
        (evidence("one_unit_a_layer", weights_moved=False, no_gradient=True),),
        "All units of a layer are the same, and no weight has moved.",
    ),
    (
        "fails_to_break_symmetry",
        (evidence("apart_by_rounding", iteration=1250),),
        "Its units began as copies, and only tiny calculation errors tell them apart.",
    ),
    (
        "only_output_bias",
        (evidence("output_bias_alone", cost=0.562, chance=0.561),),
        "It ignores its inputs: it only learns how common each class is.",
    ),
    (
        "dead",
        (evidence("layer_dead", layer=2, width=5, floor=0.0, from_the_start=True),),
        "A whole layer starts out stuck, so every example gets the same answer.",
    ),
    (
        "dead",
        (evidence("layer_dead", layer=2, width=5, floor=0.0, from_the_start=False),),
        "A whole layer has got stuck, so every example gets the same answer.",
    ),
    (
        "some_dead",
        (evidence("units_dead", dead=11, width=13, layer=2, floor=0.0, born=7), TREND),
        "11 of 13 units of layer 2 are stuck at one value, whatever comes in.",
    ),
    (
        "too_large_weights",
        (evidence("starts_saturated", typical=3787.0, **SATURATED), TREND),
        "Before training it is sure of its answers, and 53.4 % are wrong.",
    ),
    (
        "too_large_weights",
        (evidence("starts_saturated", tenth=41.5, **SATURATED), TREND),
        "Before training it is sure of some answers, and far off.",
    ),
    (
        "too_large_weights",
        (evidence("starts_saturated", tenth=math.nan, **{**SATURATED, "first_cost": math.nan}), TREND),
        "Before training its numbers are already too large to reckon with.",
    ),
    (
        "too_large_weights",
        (evidence("starts_flat", saturated=11, units=15, activation="tanh"), TREND),
        "Before training, 11 of 15 units are already at their limit.",
    ),
    (
        "raw_inputs",
        (evidence("inputs_large", inputs=228.4), TREND),
        "The inputs are 230 times as large as suits a network.",
    ),
    (
        "raw_inputs",
        (evidence("inputs_large", inputs=1e9), TREND),
        "The inputs are over a million times as large as suits a network.",
    ),
    (
        "off_centre",
        (evidence("weights_lean", layer=2, mean=0.512, spread=0.291), TREND),
        "At the start weights lean to one side, so that units are much alike.",
    ),
    (
        "exploding",
        (evidence("signal_grows", inputs=0.64, peak=50_000.0, layer=None, a_layer=3.0), TREND),
        "On their way through the layers, numbers grow 78 000 times.",
    ),
    (
        "exploding",
        (evidence("signal_grows", inputs=1.0, peak=math.inf, layer=None, a_layer=math.inf), TREND),
        "On their way through the layers, numbers grow over a million times.",
    ),
    (
        "exploding",
        (evidence("gradient_grows", last=0.0123, first=45.6), TREND),
        "On their way back to the first layer, errors grow 3 700 times.",
    ),
    (
        "exploding",
        (
            evidence("starts_saturated", typical=9.1, **SATURATED),
            evidence("not_finite", squares=False, iteration=7),
        ),
        "It starts with numbers far too large, and training drives them out of bounds.",
    ),
    (
        "vanishes",
        (
            evidence("signal_fades", at_logits=True, inputs=0.58, end=5e-7, gradient=4e-6),
            evidence("leaves_chance", iteration=None),
        ),
        "At first it can hardly tell examples apart, and it has hardly begun to learn.",
    ),
    (
        "vanishes",
        (
            evidence("signal_fades", at_logits=True, inputs=0.58, end=5e-7, gradient=4e-6),
            evidence("leaves_chance", iteration=1250),
        ),
        "At first it could hardly tell examples apart, so it began to learn late.",
    ),
    (
        "vanishes",
        (
            evidence("gradient_fades", layer=10, last=0.21, first=1.5e-8),
            evidence("leaves_chance", iteration=1250),
        ),
        "News of its errors dies out before it reaches the first layer.",
    ),
    (
        "penalty_too_strong",
        (evidence("l2_wiped", left=0.0123), TREND),
        "The rule that keeps weights small has wiped them out.",
    ),
    (
        "penalty_too_strong",
        (evidence("lifted_ahead", iterations=200, now=0.41, before=0.62), TREND),
        "The rule that keeps weights small holds it back.",
    ),
    *(("rate_too_high", (evidence(name), TREND), line) for name, line in _TOO_LONG.items()),
    (
        "rate_too_high",
        (evidence("won_and_lost", lowest=0.85, iteration=50, cost=3.7), evidence("first_update", update=5.3)),
        "It had got better and was thrown back: its steps are too long.",
    ),
    (
        "rate_too_high",
        (evidence("won_and_lost", lowest=0.85, iteration=0, cost=3.7), evidence("first_update", update=5.3)),
        "It is worse now than at the start: its steps are too long.",
    ),
    (
        "rate_too_high",
        (evidence("cost_rises", cost=0.743, train_accuracy=0.5), TREND),
        "Lately it has got worse: its steps are too long.",
    ),
    (
        "rate_too_high",
        (evidence("cost_rises", cost=0.743, first_cost=0.716, train_accuracy=0.5), TREND),
        "It is worse now than at the start: its steps are too long.",
    ),
    (
        "rate_too_low",
        (evidence("faster_ahead", iterations=200, now=0.41, before=0.62), TREND),
        "Its steps are too short: longer ones would take it further.",
    ),
    (
        "rate_too_low",
        (evidence("first_update", update=1e-6), evidence("hardly_moved", iterations=2000, moved=0.001)),
        "Its steps are so short that it has hardly left its start.",
    ),
    (
        "overfits",
        (evidence("test_cost_rises", train_accuracy=1.0, test_accuracy=0.713, lowest=0.6, at=1050, now=2.5),),
        "It gets 100.0 % of known examples right, but of new ones only 71.3 %.",
    ),
    (
        "healthy",
        (evidence("distinct_units", by_layer="7", distinct=7, units=7, layers=1, dead=0),),
        "It tells the classes apart.",
    ),
    (
        "healthy",
        (evidence("late", iteration=1250),),
        "It tells the classes apart, though it began to learn late.",
    ),
    (
        "healthy",
        (evidence("late", iteration=1250), evidence("attainable", train_accuracy=0.79, attainable=0.8)),
        "It tells the classes apart as well as the wrong labels among them allow.",
    ),
    ("still_learning", (STANDS, TREND), "It is not done yet: more training still makes it better."),
    (
        "still_learning",
        (STANDS, evidence("trained_on", iterations=2000, cost=0.2)),
        "It seems to stand still, but with more training it gets better.",
    ),
    (
        "still_learning",
        (STANDS, evidence("creeps", fall=0.0034, span=1500)),
        "It is hardly better than a guess yet, but slowly gets better.",
    ),
    (
        "still_learning",
        (STANDS, evidence("jumps_on_its_way", lowest=0.35, iteration=900)),
        "It gets better in ups and downs, and is in one of its downs.",
    ),
    ("plateau", (STANDS, TREND), "It stands still with 83.0 % of its answers right."),
    (
        "plateau",
        (STANDS, TREND, evidence("chance", chance=0.693)),
        "It stands still, and is no better than a guess.",
    ),
    (
        "plateau",
        (STANDS, TREND, evidence("chance", chance=0.693), evidence("collapsed", first=0.4, last=2e-9)),
        "It has lost what told examples apart: all get nearly the same answer.",
    ),
    (
        "plateau",
        (STANDS, TREND, evidence("chance", chance=0.693), evidence("only_linear")),
        "Its units have no bend, so it can only draw straight lines.",
    ),
    ("too_early", (STANDS, TREND), "There has been too little training to say how it goes."),
    (
        "untrained",
        (evidence("begins", first_cost=0.71, train_accuracy=0.465),),
        "Without any training, 46.5 % of its answers are right.",
    ),
    ("failed", (evidence("error", text="The worker died."),), "It could not be trained to its end."),
]


def _read(line: str) -> str:
    """With ordinary spaces, as the table above has them."""
    return line.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("kind", "seen", "line"), LINES)
def test_a_verdict_in_plain_words(kind: str, seen: tuple[Evidence, ...], line: str) -> None:
    assert _read(plainly(verdict(kind, *seen))) == line


def test_every_kind_of_verdict_is_in_the_table_above() -> None:
    assert {kind for kind, *_ in LINES} == set(_LINES) == set(VERDICTS)


def test_all_that_a_line_goes_by_is_what_the_diagnosis_can_see() -> None:
    assert {piece.name for _, seen, _ in LINES for piece in seen} <= evidence_names()


def _plain(line: str) -> bool:
    """Whether a line is short, a sentence, and without a word that would have to be explained."""
    ends = line[0].isupper() or line[0].isdigit()
    return len(line) <= MOST_LETTERS and ends and line.endswith(".") and not any(p.term for p in marked(line))


@pytest.mark.parametrize("line", sorted({line for *_, line in LINES}))
def test_a_line_is_short_and_has_no_technical_word(line: str) -> None:
    assert _plain(line)


def test_what_is_not_plain_is_found_out() -> None:
    assert not _plain("Its logits are large.")
    assert not _plain("its start is large.")
    assert not _plain(f"It {'very ' * 20}much learns.")


def test_a_verdict_without_a_line_is_a_mistake() -> None:
    tired = Verdict(VERDICTS["failed"], ())
    assert plainly(tired)
    with pytest.raises(KeyError):
        plainly(Verdict(VERDICTS["plateau"], ()))


SOME = [case for name in VERDICTS for case in [each for each in CASES if each.verdict == name][:4]]


@pytest.fixture(scope="module")
def runs() -> list[Trajectory]:
    """Four runs of every known ailment, trained once."""
    return built(SOME)


def _said(runs: list[Trajectory], kind: str) -> list[tuple[Trajectory, Verdict]]:
    found = [(run, one) for run in runs for one in findings(run) if one.name == kind]
    assert len({run.config.key for run, _ in found}) >= 3
    return found


def _answers(run: Trajectory, theta: np.ndarray) -> np.ndarray:
    """The class that each training example is put in."""
    z = activations(run.shape, theta[None], run.data.train_inputs)[-1][0]
    return z[0] > 0 if len(z) == 1 else z.argmax(axis=0)


@pytest.mark.numbers
class TestIsTrueOfRuns:
    """Worked out anew from the runs, without the diagnosis."""

    def test_every_line_of_every_run_is_plain(self, runs: list[Trajectory]) -> None:
        told = {one.name: plainly(one) for run in runs for one in findings(run)}
        assert len(told) >= len(VERDICTS) - 3  # but for what is untrained, too early or failed
        assert all(_plain(plainly(one)) for run in runs for one in findings(run))

    @pytest.mark.parametrize("kind", ["dead", "only_output_bias"])
    def test_every_example_gets_the_same_answer(self, runs: list[Trajectory], kind: str) -> None:
        for run, _ in _said(runs, kind):
            assert np.unique(_answers(run, run.drawable[1][-1])).size == 1

    def test_units_are_stuck_at_one_value(self, runs: list[Trajectory]) -> None:
        for run, one in _said(runs, "some_dead"):
            layer, dead = measured(one, "units_dead", "layer", "dead")
            out = activations(run.shape, run.drawable[1][-1:], run.data.train_inputs)[layer - 1][0]
            assert np.count_nonzero(np.ptp(out, axis=1) == 0) == dead
            assert plainly(one).startswith(f"{dead} of {len(out)} units of layer {layer} ")

    def test_so_many_answers_are_wrong_before_training(self, runs: list[Trajectory]) -> None:
        shares = 0
        for run, one in _said(runs, "too_large_weights"):
            wrong = np.mean(_answers(run, run.drawable[1][0]) != run.data.train_labels)
            shares += f"and {percent(wrong)} are wrong" in plainly(one)
        assert shares >= 3

    def test_known_and_new_examples_are_got_right_as_often_as_it_says(self, runs: list[Trajectory]) -> None:
        for run, one in _said(runs, "overfits"):
            right = np.mean(_answers(run, run.theta) == run.data.train_labels)
            assert plainly(one).startswith(f"It gets {percent(right)} of known examples right")
            assert plainly(one).endswith(f"only {percent(run.test_accuracy)}.")

    def test_units_without_a_bend_draw_straight_lines(self, runs: list[Trajectory]) -> None:
        straight = [run for run, one in _said(runs, "plateau") if "straight" in plainly(one)]
        assert straight
        for run in straight:
            a, b = run.data.train_inputs[:, :10], run.data.train_inputs[:, 10:20]
            ends, middle = (
                activations(run.shape, run.theta[None], each)[-1][0]
                for each in (np.hstack([a, b]), (a + b) / 2)
            )
            np.testing.assert_allclose(middle, (ends[:, :10] + ends[:, 10:]) / 2, rtol=1e-9, atol=1e-12)

    def test_so_many_answers_are_right_without_training(self) -> None:
        [run] = begin([RunConfig(initialization="random")]).runs
        right = np.mean(_answers(run, run.theta) == run.data.train_labels)
        assert plainly(diagnose(run)) == f"Without any training, {percent(right)} of its answers are right."
