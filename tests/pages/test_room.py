"""The Compare page inside a room, as a script: locked, with controls hidden, following its teacher."""

import pytest
from streamlit.testing.v1 import AppTest

from initcore import RunConfig
from initcore.classroom.room import HIDEABLE
from initcore.classroom.steering import theirs
from initcore.classroom.teacher import Teacher
from initcore.experiment.choices import Choice
from initcore.experiment.config import START
from initcore.experiment.experiment import Experiment
from pages._compare.state import Controls
from pages._frame.comparison import Comparison
from pages._frame.words import LABELS
from tests.helpers.class_of import QUESTION
from tests.helpers.paging import address, file_of, opened, remembered, unfolded, watch_of
from tests.helpers.rooming import THEIRS, go, labels, page, run, words

pytestmark = pytest.mark.usefixtures("shared_engine")


def names_in(app: AppTest) -> list[str | None]:
    """The initializations that the rows show."""
    return [app.selectbox(key=f"name-{row}").value for row in remembered(app, Controls).rows]


def test_a_locked_room_has_no_controls_and_its_own_experiment(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.lock(True)
    app = opened(room=teacher.code, init="xavier", seed="9")
    assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])
    assert not app.selectbox
    assert not app.number_input
    assert not [button for button in app.button if button.key == "course"]
    assert app.sidebar.info[0].value == "Your teacher has locked the settings of this experiment."
    assert app.button(key="longer").disabled
    assert address(app)["room"] == teacher.code
    teacher.lock(False)
    run(app)
    assert names_in(app) == ["zeros", "he"]
    assert app.select_slider(key="learning_rate").value == 0.1
    assert app.number_input(key="weights_seed").value == 3


def _all_unfolded(app: AppTest) -> AppTest:
    rows = remembered(app, Controls).rows
    return unfolded(app, "more-data", "more-training", *(f"options-{row}" for row in rows))


def test_a_hidden_control_is_not_drawn_and_has_the_teachers_value(teacher: Teacher) -> None:
    teacher.show("?init=formula~3~bias:constant~b:0.2+he&data=blobs&classes=3&opt=momentum&batch=32&bseed=4")
    app = opened(room=teacher.code)
    whole = labels(_all_unfolded(app))
    assert {LABELS[name] for name in HIDEABLE} <= whole
    for name in HIDEABLE:
        teacher.hide([name])
        run(app)
        assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])
        assert not app.error
        gone = whole - labels(_all_unfolded(app))
        assert gone == ({LABELS[each] for each in START} if name == "initialization" else {LABELS[name]})
    teacher.hide([])
    assert labels(_all_unfolded(run(app))) == whole


def test_with_everything_hidden_nothing_is_left_but_the_board(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.hide(HIDEABLE)
    app = opened(room=teacher.code, lr="3.0", seeds="4")
    assert labels(app) == set()
    assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])


def test_hidden_values_hold_against_address_and_preset(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.hide(["learning_rate"])
    app = opened(room=teacher.code, lr="3.0", noise="0.2")
    assert remembered(app, Comparison).experiment.base.learning_rate == 0.1
    run(app.button(key="course").click())
    run(app)
    assert remembered(app, Comparison).experiment == Experiment(base=RunConfig(learning_rate=0.1))


def test_a_push_moves_everybody_and_loses_nobodys_own(teacher: Teacher) -> None:
    app = opened(room=teacher.code, init="xavier", seed="7", iters="100000")
    own = remembered(app, Comparison).experiment
    assert "This is your own experiment" in words(app)
    app.button(key="train").click()
    run(app)
    assert watch_of(app).look().status == "running"
    teacher.show(f"?{THEIRS}")
    run(app)
    shown = theirs(teacher.look()[0])
    assert remembered(app, Comparison).experiment == remembered(app, Comparison).watched == shown
    assert app.select_slider(key="learning_rate").value == 0.1
    assert "This is your teacher’s experiment" in words(app)
    run(app.button(key="back").click())
    assert remembered(app, Comparison).experiment == own
    assert remembered(app, Comparison).watched == own
    assert watch_of(app).look().status in ("stopped", "new")
    run(app)
    assert remembered(app, Comparison).experiment == own
    run(app.button(key="look").click())
    assert remembered(app, Comparison).experiment == shown


def test_what_was_made_of_the_teachers_experiment_is_kept_as_well(teacher: Teacher) -> None:
    app = opened(room=teacher.code, init="xavier")
    teacher.show(f"?{THEIRS}")
    run(app)
    run(app.number_input(key="weights_seed").set_value(5))
    changed = remembered(app, Comparison).experiment
    teacher.show("?init=he")
    run(app)
    assert remembered(app, Comparison).experiment.choices == (Choice("he"),)
    run(app.button(key="back").click())
    assert remembered(app, Comparison).experiment == changed
    run(app.button(key="back").click())
    assert remembered(app, Comparison).experiment == Experiment((Choice("xavier"),))


def test_who_enters_by_the_link_on_the_students_page_sees_the_teachers(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    app = opened(init="xavier")
    app.switch_page(file_of("join"))
    app.query_params["room"] = teacher.code
    run(app)
    assert "showing everyone an experiment" in words(app)
    app.switch_page(file_of("compare"))
    for name, value in {"room": teacher.code, **theirs(teacher.look()[0]).to_query()}.items():
        app.query_params[name] = value
    run(app)
    assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])
    run(app.button(key="back").click())
    assert remembered(app, Comparison).experiment == Experiment((Choice("xavier"),))


def test_the_call_to_look_goes_once_it_is_followed_or_a_question_is_asked(teacher: Teacher) -> None:
    def called() -> bool:
        run(app)
        return "look_at_it" in {button.key for button in app.button}

    app = page("join", room=teacher.code)
    assert not called()
    teacher.show(f"?{THEIRS}")
    assert called()
    app.button(key="look_at_it").click()
    run(app)
    assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])
    assert address(app)["room"] == teacher.code
    go(app, "join")
    assert not called()
    teacher.ask(QUESTION)
    assert not called()
    teacher.show("?init=xavier")
    assert called()
    teacher.ask(QUESTION)
    assert not called()
    app = page("join", room=teacher.code)  # a late one, with a question to answer
    assert not called()
    teacher.reveal(True)
    assert not called()
    teacher.show("?init=he")
    assert called()
    app = page("join", room=teacher.code)
    assert called()


@pytest.mark.parametrize("other", ["lesson", "gallery", "runs", "initializations"])
def test_the_class_is_called_on_every_other_page(teacher: Teacher, other: str) -> None:
    def calls() -> list[str]:
        run(app)
        return [text for text in words(app).splitlines() if "Your teacher is" in text]

    app = page("join", room=teacher.code)
    go(app, other)
    assert calls() == []
    teacher.show(f"?{THEIRS}")
    assert calls() == [":material/groups: Your teacher is showing everyone an experiment."]
    teacher.ask(QUESTION)
    assert calls() == [":material/groups: Your teacher is asking a question."]
    go(app, "join")
    app.button(key=f"option-{teacher.look()[0].number}-0").click()
    run(app)
    go(app, other)
    assert calls() == []
    teacher.end()
    assert calls() == []


def test_when_the_room_ends_the_controls_come_back(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.lock(True)
    app = opened(room=teacher.code)
    teacher.end()
    run(app)
    assert app.info[0].value == f"Room {teacher.code} has ended."
    assert remembered(app, Comparison).experiment.choices == (Choice("zeros"), Choice("he"))
    assert "room" not in address(app)
    assert names_in(app) == ["zeros", "he"]


def test_what_the_teacher_showed_before_is_not_taken_for_ones_own(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    app = opened(room=teacher.code)
    assert remembered(app, Comparison).experiment == theirs(teacher.look()[0])
    teacher.show("?init=he")
    run(app)
    assert remembered(app, Comparison).experiment.choices == (Choice("he"),)
    assert not [button for button in app.button if button.key == "back"]
