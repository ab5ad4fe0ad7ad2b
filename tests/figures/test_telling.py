"""What is said of a run at an iteration: its verdict in words, and what would mend it where that is due."""

import json
import math
import pickle
from dataclasses import replace
from typing import Any

import pytest

from initcore import RunConfig, Trajectory, begin, train
from initcore.diagnosis import diagnose
from initcore.diagnosis.advice import advised
from initcore.diagnosis.diagnose import findings
from initcore.diagnosis.found import Found, found
from initcore.diagnosis.verdicts import Remedy, Verdict
from initcore.figures.moments import Told
from initcore.figures.telling import advice_of, learn_of_advice, told, told_at
from initcore.glossary.glossary import TERMS
from initcore.measures.classes import balanced
from initcore.memory import forget_everything
from initcore.sentences.plainly import plainly
from initcore.sentences.remedies import fix_of
from initcore.sentences.verdicts import evidence_of
from initcore.words.numbers import percent
from tests.helpers.browsing import sent

SMALL: dict[str, Any] = {"hidden": (7, 5), "samples": 43, "test_samples": 29, "iterations": 330}
EXPLODING = RunConfig(hidden=(128,) * 5, initialization="random", samples=43, iterations=100)


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    forget_everything()


@pytest.fixture(scope="module")
def zeros() -> Trajectory:
    return train([RunConfig(**SMALL, initialization="zeros")])[0]


def _offers(remedy: Remedy) -> tuple[str, int | None]:
    return f"tries {remedy.name}", 3


def _text(marked: Any) -> str:
    return "".join(text for text, _ in marked)


def _said(run: Trajectory, **settings: Any) -> Told:
    return told(run, found(run), **settings)


@pytest.mark.parametrize(
    "config",
    [
        RunConfig(**SMALL, initialization="zeros"),
        RunConfig(**SMALL),
        RunConfig(**SMALL, initialization="random", gain=50.0),
        EXPLODING,
    ],
    ids=["zeros", "he", "large", "exploding"],
)
def test_it_says_what_the_verdict_says(config: RunConfig) -> None:
    [run] = train([config])
    first, *others = findings(run)
    said = _said(run)
    assert (said.iteration, said.tone, said.verdict) == (run.iteration, first.tone, first.title)
    assert (said.plain, _text(said.evidence)) == (plainly(first), evidence_of(first))
    assert said.also == ", ".join(other.title for other in others).lower()
    assert (said.fix, said.tries, said.beside, said.trying) == ((), "", None, False)
    assert sent(said) == json.loads(json.dumps(sent(said)))


def test_words_of_the_glossary_are_marked_where_they_are_said(zeros: Trajectory) -> None:
    terms = {term for _, term in _said(zeros).evidence}
    assert len(terms) > 1
    assert terms - {None} <= set(TERMS)


def test_balanced_accuracies_are_told_where_classes_are_uneven() -> None:
    uneven, even = train([RunConfig(**SMALL, balance=20), RunConfig(**SMALL)])
    pair = balanced(uneven)
    assert pair is not None
    assert _said(uneven).balanced == tuple(f"balanced {percent(share)}" for share in pair)
    assert _said(even).balanced == ()


def test_a_failed_run_says_why(zeros: Trajectory) -> None:
    for offers in (None, _offers):
        said = told(zeros, Found(), "It broke.", offers)
        assert (said.tone, said.verdict, _text(said.evidence)) == ("bad", "Training failed", "It broke.")
        assert not said.trying


def test_a_fix_is_told_and_offered_as_it_was_tried(zeros: Trajectory) -> None:
    before = _said(zeros, offers=_offers)
    assert before.trying
    assert _text(before.fix) == fix_of(findings(zeros)[0])
    advice = advice_of([zeros])
    forget_everything()
    assert _said(zeros, offers=_offers).trying, "nothing is known of it here"
    learn_of_advice(zeros, advice)
    said = _said(zeros, offers=_offers)
    assert not said.trying
    assert _text(said.fix) == fix_of(advised(zeros)[0]) != ""
    remedy = advice[0].remedy
    assert remedy is not None
    assert (said.tries, said.beside) == (f"tries {remedy.name}", 3)


def test_of_a_run_that_goes_on_the_fix_is_told_untried(zeros: Trajectory) -> None:
    part = zeros.until(150)
    said = _said(part, offers=_offers)
    assert not said.trying
    assert _text(said.fix) == fix_of(findings(part)[0])
    assert said.tries.startswith("tries ")


def test_what_needs_no_mending_is_offered_nothing() -> None:
    [run] = train(
        [RunConfig(**{**SMALL, "samples": 120, "noise": 0.0, "iterations": 2000}, learning_rate=0.5)]
    )
    assert findings(run)[0].remedy is None
    said = _said(run, offers=_offers)
    assert (said.tone, said.fix, said.tries, said.beside, said.trying) == ("good", (), "", None, False)


def test_a_run_not_begun_is_spoken_of() -> None:
    [run] = begin([RunConfig(**SMALL)]).runs
    said = _said(run, offers=_offers)
    assert (said.iteration, said.verdict) == (0, findings(run)[0].title)


def test_of_an_earlier_iteration_it_is_said_which_and_put_into_words_once(zeros: Trajectory) -> None:
    what, part = found(zeros.until(150)), zeros.until(200)
    said = told_at(part, what, 150)
    assert said == replace(told(part, what), iteration=150)
    assert told_at(part, Found(), 150) is said
    assert told_at(zeros, found(zeros)) == _said(zeros)


def test_workers_are_asked_for_advice_on_one_run(zeros: Trajectory) -> None:
    assert advice_of([zeros]) == advised(zeros)
    with pytest.raises(ValueError, match="too many"):
        advice_of([zeros, zeros])
    assert pickle.loads(pickle.dumps(advice_of)) is advice_of


def test_whoever_is_asked_for_advice_is_told_the_verdicts_that_are_known(
    zeros: Trajectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts, advice = findings(zeros), advised(zeros)
    looks: list[Trajectory] = []

    def look(run: Trajectory) -> list[Verdict]:
        looks.append(run)
        return [*verdicts]

    monkeypatch.setattr(diagnose, "_findings", look)
    forget_everything()
    there: Trajectory = pickle.loads(pickle.dumps(zeros))
    assert advice_of([there], verdicts) == advice
    assert there not in looks, "they are not looked for again"
    forget_everything()
    assert advice_of([there]) == advice
    assert there in looks, "unless they are not known"


def test_what_a_worker_has_found_is_said_as_if_it_had_been_found_here(zeros: Trajectory) -> None:
    back: Found = pickle.loads(pickle.dumps(found(zeros)))
    assert told(zeros, back) == _said(zeros)


def test_the_textbooks_first_cost_is_inf_where_a_sigmoid_rounds() -> None:
    runs = begin([RunConfig(**SMALL), RunConfig(**SMALL, initialization="random", gain=50.0)]).runs
    assert [math.isfinite(run.naive_first_cost) for run in runs] == [True, False]
    assert [told(run, found(run)).naive for run in runs] == [False, True]
