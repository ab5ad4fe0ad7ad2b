"""The class on its pages as scripts: the teacher's, the student's, and Compare inside a room."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

from initcore import RunConfig
from initcore.config import START
from initcore.experiment import Choice, Experiment
from initcore.lab import database
from initcore.lab.classroom import HIDEABLE, Question, RoomError, RoomGone
from initcore.lab.steering import theirs
from initcore.lab.teacher import Teacher
from pages._engine import rooms
from pages._words import LABELS, plain
from tests.lab.class_of import QUESTION, student
from tests.paging import APP, address, engine_with, opened


class Runs(Protocol):
    """A page, or something on it that was just used."""

    def run(self) -> AppTest: ...


THEIRS = "init=zeros+he&lr=0.1&iters=500"


@pytest.fixture(scope="module", autouse=True)
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with engine_with(f"sqlite:///{tmp_path_factory.mktemp('store')}/runs.db"):
        yield


@pytest.fixture
def teacher() -> Teacher:
    """A new room's teacher."""
    return Teacher(rooms(), *rooms().open())


def page(name: str, **query: str) -> AppTest:
    """A page of the app, opened by its address."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page(f"pages/{name}.py")
    for key, value in query.items():
        app.query_params[key] = value
    return run(app)


def run(what: Runs) -> AppTest:
    """Draws the page anew after something was done to it."""
    app = what.run()
    assert not app.exception
    return app


def go(app: AppTest, name: str) -> None:
    """Goes to another page by the navigation, which takes nothing of the address along."""
    app.query_params.clear()
    run(app.switch_page(f"pages/{name}.py"))


def progress(app: AppTest) -> list[str]:
    return [bar.proto.text for bar in app.get("progress")]


def words(app: AppTest) -> str:
    """Every text on the page, one a line."""
    kinds = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.error,
    )
    return "\n".join(element.value for kind in kinds for element in kind)


def test_a_teacher_opens_a_room_asks_reveals_and_ends_it() -> None:
    app = page("classroom")
    run(app.button(key="open_room").click())
    code, key = address(app)["room"], address(app)["key"]
    assert rooms().look(code).question is None
    run(app.button(key="FormSubmitter:question-Ask").click())
    asked = rooms().look(code).question
    assert asked == Question("Which of these ends with the lowest cost?", ("Zeros", "Large random", "He"))
    for number, option in enumerate((2, 2, 0)):
        rooms().answer(code, 1, student(number), option)
    run(app)
    assert "**3** answers" in words(app)
    assert progress(app) == []
    run(app.button(key="bar_chart").click())
    assert progress(app) == ["**Zeros** · 1 · 33.3 %", "**Large random** · 0 · 0.0 %", "**He** · 2 · 66.7 %"]
    again = page("classroom", room=code, key=key)
    assert progress(again) == progress(app)
    run(again.button(key="end").click())
    assert address(again) == {}
    with pytest.raises(RoomGone):
        rooms().look(code)
    run(app)
    assert f"There is no room {code}" in app.warning[0].value
    assert app.button(key="open_room")


def test_the_key_stays_with_the_session_and_comes_back_into_the_address() -> None:
    app = page("classroom")
    run(app.button(key="open_room").click())
    link = address(app)
    go(app, "initializations")
    assert address(app) == {}
    go(app, "classroom")
    assert address(app) == link


def test_what_a_teacher_types_is_a_question_or_gets_a_sentence(teacher: Teacher) -> None:
    app = page("classroom", room=teacher.code, key=teacher.key)
    run(app.selectbox(key="ready").set_value("A question of your own"))
    assert app.text_area(key="question_options").value == ""
    app.text_input(key="question_text").set_value("<b>Why</b> *not*?")
    app.text_area(key="question_options").set_value("yes\nyes")
    run(app.button(key="FormSubmitter:question-Ask").click())
    assert app.error[0].value == "No two options of a question may be the same."
    assert teacher.look()[0].question is None
    app.text_area(key="question_options").set_value("yes\n\n no \n")
    run(app.button(key="FormSubmitter:question-Ask").click())
    assert teacher.look()[0].question == Question("<b>Why</b> *not*?", ("yes", "no"))
    assert plain("<b>Why</b> *not*?") in [header.value for header in app.header]
    assert app.text_input(key="question_text").value == "<b>Why</b> *not*?"


def test_a_teacher_shows_locks_and_hides(teacher: Teacher) -> None:
    app = opened(init="xavier he", iters="500")
    app.switch_page("pages/classroom.py")
    app.query_params["room"], app.query_params["key"] = teacher.code, teacher.key
    run(app)
    run(app.button(key="show_mine").click())
    assert theirs(teacher.look()[0]) == app.session_state.experiment
    assert app.text_area(key="question_options").value == "Xavier\nHe"
    for link, said in (
        ("hello", "There is no experiment in this link."),
        ("?lr=7e9", "Learning rate must be"),
    ):
        app.text_input(key="link").set_value(link)
        run(app.button(key="FormSubmitter:link-Everyone look at this").click())
        assert said in app.error[0].value
    app.text_input(key="link").set_value(f"https://lab.example/?{THEIRS}")
    run(app.button(key="FormSubmitter:link-Everyone look at this").click())
    assert not app.error
    run(app.toggle(key="lock_room").set_value(True))
    run(app.multiselect(key="hide_controls").set_value(["noise", "gain"]))
    room = teacher.look()[0]
    assert (room.experiment, room.push, room.locked, room.hidden) == (THEIRS, 2, True, ("gain", "noise"))
    assert app.toggle(key="lock_room").value


@pytest.mark.parametrize(
    ("code", "key", "said"),
    [
        ("zzz", "x", "A room's code has 6 letters and digits"),
        ("K7QX2M", "x", "There is no room K7QX2M"),
        ("<script>", "", "A room's code has 6 letters"),
        ("", "x", None),
    ],
)
def test_a_link_of_no_room_gets_a_sentence(code: str, key: str, said: str | None) -> None:
    for name in ("classroom", "join", "compare"):
        app = page(name, room=code, key=key) if name == "classroom" else page(name, room=code)
        alerts = [element.value for kind in (app.info, app.warning) for element in kind]
        assert [said in plain_text(alert) for alert in alerts] == [True] if said else not alerts
        assert "room" not in address(app) or not code


def plain_text(markdown: str) -> str:
    return markdown.replace("\\", "")


def test_a_wrong_key_opens_nothing_and_costs_nothing(teacher: Teacher) -> None:
    app = page("classroom", room=teacher.code, key="guess")
    assert "key is not the key of room" in plain_text(app.warning[0].value)
    assert not app.get("download_button")
    assert app.button(key="open_room")
    app = page("classroom", room=teacher.code)
    assert "key is not the key of room" in plain_text(app.warning[0].value)


def test_a_student_answers_changes_it_and_sees_the_result(teacher: Teacher) -> None:
    app = page("join", room=teacher.code)
    assert "has not asked anything yet" in words(app)
    teacher.ask(Question("Will *it* learn?", ("Yes, [always](x)", "No")))
    run(app)
    assert app.title[0].value == r"Will \*it\* learn\?"
    assert app.button(key="option-1-0").label == r"Yes\, \[always\]\(x\)"
    run(app.button(key="option-1-0").click())
    assert "Your answer: **Yes" in words(app)
    run(app.button(key="option-1-1").click())
    assert app.button(key="option-1-1").label == "✓ No"
    assert [answer.option for answer in teacher.answers()] == [1]
    assert progress(app) == []
    teacher.reveal(True)
    run(app)
    assert "Answering is closed" in words(app)
    assert progress(app)[1] == "**No** · 1 · 100.0 % · your answer"
    assert not [button for button in app.button if button.key and button.key.startswith("option")]


def test_an_answer_that_comes_too_late_is_not_said_to_be_kept(teacher: Teacher) -> None:
    teacher.ask(QUESTION)
    app = page("join", room=teacher.code)
    teacher.take_answers(False)
    run(app.button(key="option-1-0").click())
    assert app.error[0].value == "Your answer was not kept: Answering is closed."
    assert "You have not answered." in words(app)
    assert teacher.answers() == []


def test_a_room_is_joined_by_its_code_and_left(teacher: Teacher) -> None:
    app = page("join")
    code = teacher.code.lower()
    app.text_input[0].set_value(f"{code[:3]} {code[3:]}")
    run(app.button(key="FormSubmitter:code-Join").click())
    assert address(app)["room"] == teacher.code
    run(app.button(key="leave").click())
    assert "room" not in address(app)
    assert app.title[0].value == "Join a class"


def test_a_locked_room_has_no_controls_and_its_own_experiment(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.lock(True)
    app = opened(room=teacher.code, init="xavier", seed="9")
    assert app.session_state.experiment == theirs(teacher.look()[0])
    assert not app.selectbox
    assert not app.number_input
    assert not [button for button in app.button if button.key == "course"]
    assert app.sidebar.info[0].value == "Your teacher has locked the settings of this experiment."
    assert app.button(key="longer").disabled
    assert address(app)["room"] == teacher.code
    teacher.lock(False)
    run(app)
    assert [app.selectbox(key=f"name-{row}").value for row in app.session_state.rows] == ["zeros", "he"]
    assert app.select_slider(key="learning_rate").value == 0.1
    assert app.number_input(key="weights_seed").value == 3


def test_a_hidden_control_is_not_drawn_and_has_the_teachers_value(teacher: Teacher) -> None:
    teacher.show("?init=formula~3~bias:constant~b:0.2+he&data=blobs&classes=3&opt=momentum&batch=32&bseed=4")
    app = opened(room=teacher.code)
    whole = labels(app)
    assert {LABELS[name] for name in HIDEABLE} <= whole
    for name in HIDEABLE:
        teacher.hide([name])
        run(app)
        assert app.session_state.experiment == theirs(teacher.look()[0])
        assert not app.error
        gone = whole - labels(app)
        assert gone == ({LABELS[each] for each in START} if name == "initialization" else {LABELS[name]})
    teacher.hide([])
    assert labels(run(app)) == whole


def labels(app: AppTest) -> set[str]:
    kinds = (
        *(app.selectbox, app.slider, app.select_slider, app.number_input, app.text_input),
        *(app.checkbox, app.toggle),
    )
    return {element.label for kind in kinds for element in kind}


def test_with_everything_hidden_nothing_is_left_but_the_board(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.hide(HIDEABLE)
    app = opened(room=teacher.code, lr="3.0", seeds="4")
    assert labels(app) == set()
    assert app.session_state.experiment == theirs(teacher.look()[0])


def test_hidden_values_hold_against_address_and_preset(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.hide(["learning_rate"])
    app = opened(room=teacher.code, lr="3.0", noise="0.2")
    assert app.session_state.experiment.base.learning_rate == 0.1
    run(app.button(key="course").click())
    run(app)
    assert app.session_state.experiment == Experiment(base=RunConfig(learning_rate=0.1))


def test_a_push_moves_everybody_and_loses_nobodys_own(teacher: Teacher) -> None:
    app = opened(room=teacher.code, init="xavier", seed="7", iters="100000")
    own = app.session_state.experiment
    assert "This is your own experiment" in words(app)
    app.button(key="train").click()
    run(app)
    assert app.session_state.watch.look().status == "running"
    teacher.show(f"?{THEIRS}")
    run(app)
    shown = theirs(teacher.look()[0])
    assert app.session_state.experiment == app.session_state.watched == shown
    assert app.select_slider(key="learning_rate").value == 0.1
    assert "This is your teacher’s experiment" in words(app)
    run(app.button(key="back").click())
    assert app.session_state.experiment == own
    assert app.session_state.watched == own
    assert app.session_state.watch.look().status in ("stopped", "new")
    run(app)
    assert app.session_state.experiment == own
    run(app.button(key="look").click())
    assert app.session_state.experiment == shown


def test_what_was_made_of_the_teachers_experiment_is_kept_as_well(teacher: Teacher) -> None:
    app = opened(room=teacher.code, init="xavier")
    teacher.show(f"?{THEIRS}")
    run(app)
    run(app.number_input(key="weights_seed").set_value(5))
    changed = app.session_state.experiment
    teacher.show("?init=he")
    run(app)
    assert app.session_state.experiment.choices == (Choice("he"),)
    run(app.button(key="back").click())
    assert app.session_state.experiment == changed
    run(app.button(key="back").click())
    assert app.session_state.experiment == Experiment((Choice("xavier"),))


def test_who_enters_by_the_link_on_the_students_page_sees_the_teachers(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    app = opened(init="xavier")
    app.switch_page("pages/join.py")
    app.query_params["room"] = teacher.code
    run(app)
    assert "showing everyone an experiment" in words(app)
    app.switch_page("pages/compare.py")
    for name, value in {"room": teacher.code, **theirs(teacher.look()[0]).to_query()}.items():
        app.query_params[name] = value
    run(app)
    assert app.session_state.experiment == theirs(teacher.look()[0])
    run(app.button(key="back").click())
    assert app.session_state.experiment == Experiment((Choice("xavier"),))


def test_when_the_room_ends_the_controls_come_back(teacher: Teacher) -> None:
    teacher.show(f"?{THEIRS}")
    teacher.lock(True)
    app = opened(room=teacher.code)
    teacher.end()
    run(app)
    assert app.info[0].value == f"Room {teacher.code} has ended."
    assert app.session_state.experiment.choices == (Choice("zeros"), Choice("he"))
    assert "room" not in address(app)
    assert [app.selectbox(key=f"name-{row}").value for row in app.session_state.rows] == ["zeros", "he"]


def test_a_database_that_fails_is_said_and_takes_neither_key_nor_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr("initcore.lab.rooms.LOOK_SECONDS", 0.0)
    path = tmp_path / "data" / "runs.db"
    with engine_with(f"sqlite:///{path}"):
        teacher = Teacher(rooms(), *rooms().open())
        teacher.ask(QUESTION)
        joined, taught = (
            page("join", room=teacher.code),
            page("classroom", room=teacher.code, key=teacher.key),
        )
        rooms().close()
        kept = path.rename(tmp_path / "kept.db")
        for file in path.parent.iterdir():
            file.unlink()
        path.mkdir()
        run(joined.button(key="option-1-0").click())
        assert "Your answer was not kept: This server's database does not work" in joined.error[0].value
        run(taught)
        assert "database does not work at the moment" in taught.warning[0].value
        assert address(taught) == {"room": teacher.code, "key": teacher.key}
        app = page("classroom")
        run(app.button(key="open_room").click())
        assert "database does not work" in app.error[0].value
        path.rmdir()
        kept.rename(path)
        run(taught)
        assert not taught.warning
        run(joined.button(key="option-1-0").click())
        assert [answer.option for answer in teacher.answers()] == [0]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM room_answers_v1").fetchone() == (1,)


def test_presenter_mode_is_in_the_address_on_every_page_and_can_be_left() -> None:
    app = opened(present="1", seed="5")
    assert address(app) == {"present": "1", "seed": "5"}
    go(app, "initializations")
    assert address(app) == {"present": "1"}
    run(app.button(key="leave_presenting").click())
    assert address(app) == {}
    run(app.button(key="enter_presenting").click())
    assert address(app) == {"present": "1"}
    go(app, "compare")
    assert address(app) == {"present": "1", "seed": "5"}


def test_every_control_that_a_room_hides_has_a_name() -> None:
    assert set(HIDEABLE) == set(LABELS) - {"table"}


def test_ready_made_questions_are_allowed_whatever_is_compared(teacher: Teacher) -> None:
    app = page("classroom", room=teacher.code, key=teacher.key)
    for link in (
        "?init=he",
        "?init=zeros+random+he+xavier+ones+constant+normal+uniform",
        "?init=formula~sigma:" + "1%2B" * 40 + "1+he",
    ):
        try:
            teacher.show(link)
        except RoomError:
            pytest.fail(f"{link} is a link")
        for text in run(app).selectbox(key="ready").options:
            run(app.selectbox(key="ready").set_value(text))
            assert text in ("A question of your own", app.text_input(key="question_text").value)
