"""The glossary explains every technical word that the app says, and no word that it does not say."""

import re

import pytest

from initcore.glossary.glossary import GLOSSARY, TERMS
from initcore.glossary.marking import marked
from initcore.glossary.term import Term
from tests.helpers.texts import texts

STEMS = (
    *("accurac", "activation", "adam", "balanced", "batch", "bias", "boundar", "converge", "cost", "dead"),
    *("descent", "deviation", "distinct", "diverge", "entropy", "epoch", "explod", "fan-in", "fan-out"),
    *(
        "gain",
        "gradient",
        "interval",
        "iteration",
        "l2",
        "logit",
        "median",
        "mini-batch",
        "momentum",
        "naive",
    ),
    *(
        "nats",
        "nesterov",
        "optimizer",
        "orthogonal",
        "overfit",
        "overshoot",
        "parameter",
        "penalt",
        "plateau",
    ),
    *(
        "pre-activation",
        "quartile",
        "rate",
        "recall",
        "regulari",
        "relu",
        "rms",
        "rounding",
        "saturat",
        "scale",
    ),
    *("seed", "sigma", "sigmoid", "signal", "singular", "slope", "softmax", "standardi", "step", "symmetr"),
    *("tanh", "twin", "update", "vanish", "variance"),
)
"""How the field's words begin, whatever form a sentence has them in: not taken from the glossary."""

CODE = {"variancescaling"}
"""What functions of other frameworks are called."""

WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MOST_LETTERS = 150
"""Of an explanation: what is read at a glance, on hover."""

ALL = list(TERMS.values())
each_term = pytest.mark.parametrize("term", ALL, ids=lambda term: term.anchor)

KNOWN = {word for term in ALL for form in term.all_forms for word in WORD.findall(form.lower())}


def _technical(text: str) -> set[str]:
    """The technical words of a text; what stands in a name such as bias_value or as.function is code."""
    said = re.findall(r"(?<![\w.\-/=])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![\w.(=]\w|[_=(])", text)
    return {word.lower() for word in said if word.lower().startswith(STEMS)}


def test_every_technical_word_that_the_app_says_is_a_word_of_some_term() -> None:
    lacking = {word: text for text in texts() for word in _technical(text) - KNOWN - CODE}
    assert lacking == {}


def test_technical_words_are_found_in_what_the_app_says() -> None:
    found = {word for text in texts() for word in _technical(text)}
    assert {"logits", "saturated", "quartiles", "pre-activations", "standardized", "l2"} <= found
    assert _technical("Set batch_size=16 or l2=0: one step of nn.relu(x) costs 3 nats.") == {
        "step",
        "costs",
        "nats",
    }


def test_every_term_is_said_somewhere_or_is_a_basic_word() -> None:
    said = {piece.term for text in texts() for piece in marked(text)}
    assert {term.name for term in ALL if not term.basic} - said == set()


def test_no_two_terms_share_a_form_or_an_anchor() -> None:
    forms = [form.lower() for term in ALL for form in term.all_forms]
    assert len(set(forms)) == len(forms)
    assert len({term.anchor for term in ALL}) == len(ALL) == sum(len(each.terms) for each in GLOSSARY)
    assert len({subject.title for subject in GLOSSARY}) == len(GLOSSARY)


@each_term
def test_an_explanation_is_one_or_two_short_sentences(term: Term) -> None:
    assert len(term.means) <= MOST_LETTERS
    assert term.means[0].isupper()
    assert term.means.endswith(".")
    assert len(re.findall(r"[.?!](?: |$)", term.means)) <= 2
