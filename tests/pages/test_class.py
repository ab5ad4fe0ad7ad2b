"""The class on its pages as scripts: the teacher's and the students'."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from initcore.classroom.room import HIDEABLE, Question, RoomError, RoomGone
from initcore.classroom.steering import theirs
from initcore.classroom.teacher import Teacher
from initcore.store import database
from pages._class.state import Answers
from pages._frame.comparison import Comparison
from pages._frame.engine import rooms
from pages._frame.words import LABELS, typed
from tests.helpers.class_of import QUESTION, student
from tests.helpers.paging import address, engine_with, file_of, opened, read, remembered
from tests.helpers.rooming import THEIRS, go, page, progress, run, words

pytestmark = pytest.mark.usefixtures("shared_engine")


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
    assert app.button(key="bar_chart").label == "Reveal and close answering"
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


def test_a_key_is_kept_out_of_the_address_that_a_projector_shows() -> None:
    app = page("classroom", present="1")
    run(app.button(key="open_room").click())
    link = address(app)
    assert "The address bar shows your key" in words(app)
    run(app.toggle(key="hide_key").set_value(True))
    assert address(app) == {"room": link["room"], "present": "1"}
    assert "needs your own link" in words(app)
    assert f"key={link['key']}" in app.code[1].value
    go(app, "initializations")
    go(app, "classroom")
    assert address(app) == {"room": link["room"], "present": "1"}
    run(app.button(key="FormSubmitter:question-Ask").click())
    assert rooms().look(link["room"]).question is not None
    app.query_params["key"] = link["key"]  # as the browser's Back brings it
    assert "key" not in address(run(app))
    run(app.toggle(key="hide_key").set_value(False))
    assert address(app) == link


def test_the_question_that_is_asked_is_asked_anew_only_after_a_second_thought(teacher: Teacher) -> None:
    teacher.ask(QUESTION)
    teacher.reveal(True)
    app = page("classroom", room=teacher.code, key=teacher.key)
    assert progress(app) == [f"**{option}** · 0" for option in QUESTION.options]
    assert "No answers yet." in words(app)
    run(app.selectbox(key="ready").set_value("A question of your own"))
    app.text_input(key="question_text").set_value(QUESTION.text)
    app.text_area(key="question_options").set_value("\n".join(QUESTION.options))
    run(app.button(key="FormSubmitter:question-Ask").click())
    assert "This is question 1 already" in app.warning[0].value
    assert (teacher.look()[0].number, teacher.look()[0].revealed) == (1, True)
    run(app.button(key="repeat").click())
    assert (teacher.look()[0].number, teacher.look()[0].question) == (2, QUESTION)
    assert not app.warning


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
    assert typed("<b>Why</b> *not*?") in [header.value for header in app.header]
    assert app.text_input(key="question_text").value == "<b>Why</b> *not*?"


def test_a_teacher_shows_locks_and_hides(teacher: Teacher) -> None:
    app = opened(init="xavier he", iters="500")
    app.switch_page(file_of("classroom"))
    app.query_params["room"], app.query_params["key"] = teacher.code, teacher.key
    run(app)
    run(app.button(key="show_mine").click())
    assert theirs(teacher.look()[0]) == remembered(app, Comparison).experiment
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
        assert [said in read(alert) for alert in alerts] == [True] if said else not alerts
        assert "room" not in address(app) or not code


def test_a_wrong_key_opens_nothing_and_costs_nothing(teacher: Teacher) -> None:
    app = page("classroom", room=teacher.code, key="guess")
    assert "key is not the key of room" in read(app.warning[0].value)
    assert not app.get("download_button")
    assert app.button(key="open_room")
    app = page("classroom", room=teacher.code)
    assert f"The key of room {teacher.code} is not in this address" in read(app.warning[0].value)


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


def test_a_database_that_fails_is_said_and_takes_neither_key_nor_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr("initcore.classroom.rooms.LOOK_SECONDS", 0.0)
    path = tmp_path / "data" / "runs-rooms.db"
    with engine_with(f"sqlite:///{tmp_path}/data/runs.db"):
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


def test_an_answer_given_in_another_tab_is_known_when_the_question_is_closed(teacher: Teacher) -> None:
    teacher.ask(QUESTION)
    tabs = [page("join", room=teacher.code) for _ in "ab"]
    for tab in tabs:
        remembered(tab, Answers).somebody = "the same browser"
    for tab, option in zip(tabs, (0, 2), strict=True):
        run(tab)
        run(tab.button(key=f"option-1-{option}").click())
    teacher.reveal(True)
    for tab in tabs:
        assert f"Your answer: **{QUESTION.options[2]}**." in words(run(tab))


def test_nobody_leaves_a_locked_room_from_the_students_page(teacher: Teacher) -> None:
    app = page("join", room=teacher.code)
    assert "leave" in {button.key for button in app.button}
    teacher.lock(True)
    assert "leave" not in {button.key for button in run(app).button}
