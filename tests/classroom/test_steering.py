"""What a room does to the experiments of those who are in it."""

import pytest

from initcore import RunConfig
from initcore.classroom.room import HIDEABLE, MOST_LINK, Room, RoomError
from initcore.classroom.steering import experiment_in, held, theirs
from initcore.experiment.choices import COURSE, Choice
from initcore.experiment.experiment import Experiment

THEIRS = "init=zeros+he~2&lr=0.1&act=tanh&seeds=3"


def room(**values) -> Room:
    return Room("K7QX2M", 0.0, **{"experiment": THEIRS, **values})


@pytest.mark.parametrize(
    ("link", "query"),
    [
        ("https://lab.example/?init=he&lr=0.1", {"init": "he", "lr": "0.1"}),
        ("https://lab.example/deep/path?init=he&room=K7QX2M&present=1&key=x", {"init": "he"}),
        ("  ?init=he ", {"init": "he"}),
        ("init=he", {"init": "he"}),
        ("https://lab.example/", {}),
        ("https://lab.example", {}),
        ("https://lab.example/?room=K7QX2M", {}),
        ("?", {}),
    ],
)
def test_a_link_gives_its_experiment(link: str, query: dict[str, str]) -> None:
    assert experiment_in(link, "https://lab.example").to_query() == query


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("", "There is no experiment in this link."),
        ("hello", "There is no experiment in this link."),
        ("Look: everybody", "There is no experiment in this link."),
        ("javascript:alert(1)", "There is no experiment in this link."),
        ("https://lab.example/gallery", "There is no experiment in this link."),
        ("https://example.org/", "There is no experiment in this link."),
        ("https://example.com/?q=1", "There is no experiment in this link."),
        ("http://[", "This is not a link."),
        ("x" * (MOST_LINK + 1), f"A link has at most {MOST_LINK} characters"),
        ("?init=nope", "This link cannot be followed"),
        ("?init=he&lr=nan", "This link cannot be followed"),
        ("?init=formula&formula=0.1", "no setting is called 'formula'"),
        ("?sigma=1", "`formula` belongs to one initialization"),
        ("?init=he&lr=", "`learning_rate` must be"),
        ("?init=he+nope&lr=7e9&pet=cat&size=3", "`learning_rate`.*; .*nope.*; .*called 'pet', 'size'"),
        ("?data=csv&table=" + "0" * 64, "This link cannot be followed|An uploaded CSV stays"),
    ],
)
def test_what_is_no_link_to_an_experiment_is_said_so(link: str, complaint: str) -> None:
    with pytest.raises(RoomError, match=complaint):
        experiment_in(link, "https://lab.example")


def test_a_locked_room_gives_the_teachers_experiment_and_an_open_one_leaves_mine() -> None:
    mine = Experiment((Choice("xavier"),))
    assert held(mine, room()) == mine
    assert held(mine, room(locked=True)) == theirs(room()) == experiment_in(THEIRS)
    assert held(mine, room(locked=True, experiment="")) == Experiment()


def test_hidden_settings_are_the_teachers_and_the_others_mine() -> None:
    mine = Experiment(COURSE, RunConfig(learning_rate=3.0, noise=0.2))
    got = held(mine, room(hidden=("learning_rate", "activation", "seeds")))
    assert got == Experiment(COURSE, RunConfig(learning_rate=0.1, activation="tanh", noise=0.2), 3)


def test_hidden_gains_are_as_the_teacher_has_them_or_none() -> None:
    mine = Experiment((Choice("he", 5.0), Choice("he", 2.0), Choice("xavier", 7.0)))
    assert held(mine, room(hidden=("gain",))).choices == (Choice("he"), Choice("he", 2.0), Choice("xavier"))
    alike = Experiment((Choice("he", 5.0), Choice("he", 6.0)))
    assert held(alike, room(hidden=("gain",))).choices == (Choice("he"),)


def test_with_everything_hidden_the_experiment_is_the_teachers() -> None:
    assert held(
        Experiment((Choice("xavier"),), RunConfig(noise=0.3), 5, True), room(hidden=HIDEABLE)
    ) == theirs(room())
    assert held(Experiment(), room(hidden=("initialization",))).choices == (
        Choice("zeros"),
        Choice("he", 2.0),
    )


def test_hidden_extra_inputs_are_the_teachers_where_the_data_have_two() -> None:
    teachers = room(experiment="init=he&extra=x1sq-x1x2", hidden=("extra_inputs",))
    mine = Experiment(base=RunConfig(dataset="moons", extra_inputs=("sinx1",)))
    assert held(mine, teachers).base == RunConfig(dataset="moons", extra_inputs=("x1sq", "x1x2"))
    elsewhere = Experiment(base=RunConfig(dataset="iris"))
    assert held(elsewhere, teachers) == elsewhere


def test_what_does_not_go_together_is_the_teachers() -> None:
    mine = Experiment((Choice("he", layer_gains=(1.0, 2.0)),), RunConfig(hidden=(3,)))
    assert held(mine, room(hidden=("hidden",))) == theirs(room())
