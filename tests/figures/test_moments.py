"""A moment on its way: what has not changed takes no room, and what is told twice is known for it."""

from dataclasses import replace

from initcore.figures.moments import Growth, Moment, Picture, Told
from initcore.figures.payload import to_json

TOLD = Told(50, "good", "Separates", "It does.", (("cost", "cost"),), "", (), "", None, False, (), False)
GROWTH = Growth(50, None, None, "0.1 s", 0, "", "", 0, "", "", "", "")


def test_what_has_not_changed_is_null_or_left_out() -> None:
    moment = Moment("running", True, False, 0.5, "Training", [None, GROWTH])
    sent = to_json(moment)
    assert sent["runs"][0] is None
    assert {"bands", "rows"}.isdisjoint(sent)
    assert {"picture", "told"}.isdisjoint(sent["runs"][1])
    drawn = replace(GROWTH, picture=Picture(50, "eJw="), told=TOLD)
    assert to_json(drawn)["picture"] == {"iteration": 50, "map": "eJw="}
    assert to_json(drawn)["told"]["evidence"] == [["cost", "cost"]]


def test_the_same_words_are_the_same_and_growth_is_itself_alone() -> None:
    assert replace(TOLD) == TOLD
    assert replace(GROWTH) != GROWTH
    assert hash(GROWTH) == hash(GROWTH)
