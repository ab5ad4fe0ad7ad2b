"""What a teacher's key opens, and that nothing of it opens without."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from initcore.classroom import teacher as teaching
from initcore.classroom.room import HIDEABLE, Question, RoomError, RoomGone, WrongKey
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher, to_csv
from tests.helpers.class_of import QUESTION, asking, opened, student

ACTIONS: dict[str, Callable[[Teacher], object]] = {
    "look": lambda teacher: teacher.look(),
    "ask": lambda teacher: teacher.ask(QUESTION),
    "take answers": lambda teacher: teacher.take_answers(True),
    "close": lambda teacher: teacher.take_answers(False),
    "reveal": lambda teacher: teacher.reveal(True),
    "hide the result": lambda teacher: teacher.reveal(False),
    "lock": lambda teacher: teacher.lock(True),
    "unlock": lambda teacher: teacher.lock(False),
    "hide controls": lambda teacher: teacher.hide(["noise"]),
    "show": lambda teacher: teacher.show("?init=he"),
    "answers": lambda teacher: teacher.answers(),
    "end": lambda teacher: teacher.end(),
}


@pytest.fixture
def here(url: str) -> Iterator[Rooms]:
    with closing(Rooms(url)) as here:
        yield here


def test_every_action_of_a_teacher_is_tried_with_a_wrong_key() -> None:
    public = {name for name in vars(Teacher) if not name.startswith("_")} - {"rooms", "code", "key"}
    tried = {"look", "ask", "take_answers", "reveal", "lock", "hide", "show", "answers", "end"}
    assert public == tried
    assert {name.replace(" ", "_") for name in ACTIONS} >= tried - {"hide"}


@pytest.mark.parametrize("name", ACTIONS)
def test_no_action_works_with_another_key(here: Rooms, name: str) -> None:
    teacher, other = asking(here), opened(here)
    here.answer(teacher.code, 1, student(1), 0)
    before = teacher.look(), teacher.answers()
    for key in ("", teacher.key[:-1], teacher.key.swapcase(), other.key, "é\ud800", "x" * 100_000):
        with pytest.raises(WrongKey, match=rf"^This link's key is not the key of room {teacher.code}\.$"):
            ACTIONS[name](replace(teacher, key=key))
    assert (teacher.look(), teacher.answers()) == before


@pytest.mark.parametrize("name", ACTIONS)
def test_no_action_works_in_a_room_that_has_ended(here: Rooms, name: str) -> None:
    teacher = asking(here)
    teacher.end()
    with pytest.raises(RoomGone):
        ACTIONS[name](teacher)


def test_a_key_is_not_in_the_repr(here: Rooms) -> None:
    teacher = opened(here)
    assert teacher.key not in repr(teacher)


def test_the_next_question_begins_without_answers(here: Rooms) -> None:
    teacher = asking(here)
    here.answer(teacher.code, 1, student(1), 2)
    teacher.reveal(True)
    assert here.look(teacher.code).counts == (0, 0, 1)
    second = Question("And now?", ("yes", "no"))
    teacher.ask(second)
    room = here.look(teacher.code)
    assert (room.number, room.question, room.open, room.revealed) == (2, second, True, False)
    assert teacher.look()[1] == 0
    here.answer(teacher.code, 2, student(1), 1)
    teacher.reveal(True)
    assert here.look(teacher.code).counts == (0, 1)
    assert [(answer.number, answer.option) for answer in teacher.answers()] == [(1, 2), (2, 1)]


def test_revealing_closes_answering_and_can_be_taken_back(here: Rooms) -> None:
    teacher = asking(here)
    teacher.reveal(True)
    with pytest.raises(RoomError, match="closed"):
        here.answer(teacher.code, 1, student(1), 0)
    teacher.take_answers(True)
    here.answer(teacher.code, 1, student(1), 0)
    assert teacher.look()[0].counts == (1, 0, 0)
    teacher.reveal(False)
    assert teacher.look()[0].counts is None
    assert teacher.look()[0].open


def test_showing_an_experiment_moves_the_counter_each_time(here: Rooms) -> None:
    teacher = opened(here)
    for push in (1, 2):
        teacher.show("https://lab.example/sub/?init=zeros+he~0.5&lr=0.1&room=XXXXXX&iters=15000")
        room = here.look(teacher.code)
        assert (room.experiment, room.push) == ("init=zeros+he~0.5&lr=0.1", push)
    with pytest.raises(RoomError):
        teacher.show("?lr=-1")
    assert here.look(teacher.code).push == 2


def test_locking_and_hiding(here: Rooms) -> None:
    teacher = opened(here)
    teacher.lock(True)
    teacher.hide(["noise", "gain", "nonsense"])
    room = here.look(teacher.code)
    assert (room.locked, room.hidden) == (True, ("gain", "noise"))
    teacher.lock(False)
    teacher.hide(HIDEABLE)
    room = here.look(teacher.code)
    assert (room.locked, room.hidden) == (False, HIDEABLE)


def test_a_room_has_only_so_many_questions(here: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "MOST_QUESTIONS", 2)
    teacher = asking(here)
    teacher.ask(QUESTION)
    with pytest.raises(RoomError, match="at most 2 questions"):
        teacher.ask(QUESTION)
    assert here.look(teacher.code).number == 2


def test_ending_one_room_leaves_the_others(here: Rooms) -> None:
    teacher, other = asking(here), asking(here)
    for code in (teacher.code, other.code):
        here.answer(code, 1, student(1), 1)
    teacher.end()
    with pytest.raises(RoomGone):
        here.look(teacher.code)
    assert here.answer_of(teacher.code, 1, student(1)) is None
    assert len(other.answers()) == 1


def test_the_csv_says_who_answered_what_without_saying_who(here: Rooms) -> None:
    teacher = opened(here)
    teacher.ask(Question('Which, "of these"?', ("Zeros, of course", "He")))
    for number, option in ((7, 1), (3, 0)):
        here.answer(teacher.code, 1, student(number), option)
    teacher.ask(QUESTION)
    here.answer(teacher.code, 2, student(3), 2)
    text = to_csv(teacher.answers())
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["question"], line["text"], line["participant"], line["answer"]) for line in lines] == [
        ("1", 'Which, "of these"?', "1", "He"),
        ("1", 'Which, "of these"?', "2", "Zeros, of course"),
        ("2", QUESTION.text, "2", "He"),
    ]
    assert all(line["time"].endswith("+00:00") for line in lines)
    assert student(3) not in text
    teacher.ask(Question("=1+1", ("-1", "@SUM(A1)")))
    here.answer(teacher.code, 3, student(3), 1)
    here.answer(teacher.code, 3, student(7), 0)
    odd = list(csv.DictReader(io.StringIO(to_csv(teacher.answers()))))[-2:]
    assert {(line["text"], line["answer"]) for line in odd} == {("'=1+1", "'@SUM(A1)"), ("'=1+1", "-1")}
    assert to_csv([]).splitlines() == ["question,text,participant,answer,time"]
