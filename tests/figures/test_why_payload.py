"""What is sent of the evidence names what was measured, and each sentence its picture."""

from dataclasses import fields

from initcore import RunConfig, train
from initcore.figures.why import why_data
from initcore.figures.why_payload import Parcel, TooLarge, Why, Words
from initcore.figures.why_words import SIZES
from initcore.measures.signals import Signals
from tests.helpers.browsing import sent
from tests.helpers.parcels import unpacked

SMALL = RunConfig(hidden=(7, 5), samples=43, test_samples=29, iterations=130)


def test_there_is_a_sentence_for_each_measured_size_and_for_each_picture() -> None:
    names = {field.name for field in fields(Words)}
    assert set(SIZES) < names
    assert names - set(SIZES) == {"symmetry", "distributions", "network", "classes"}
    assert all(isinstance(said, str) and said for said in sent(Words(*"abcdefgh")).values())


def test_measurements_are_sent_by_the_names_they_were_measured_under() -> None:
    [run] = train([SMALL])
    why = sent(why_data(run, at=0))
    assert unpacked(why["measured"]).keys() == {field.name for field in fields(Signals)}
    assert "words" not in why["measured"]
    assert "ahead" not in why, "it was not asked for"
    assert len(why["frame"]["words"]) == 1
    assert why.keys() == {field.name for field in fields(Why)} - {"ahead"}


def test_a_parcel_without_words_says_nothing_of_them() -> None:
    assert sent(Parcel([["a", "u1", [0]]], False, "")) == {
        "layout": [["a", "u1", [0]]],
        "deflated": False,
        "data": "",
    }


def test_what_is_too_large_is_a_sentence_and_nothing_else() -> None:
    assert sent(TooLarge("Too many.")) == {"sorry": "Too many."}
    assert not {field.name for field in fields(TooLarge)} & {field.name for field in fields(Why)}
