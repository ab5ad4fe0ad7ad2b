"""A class that answers in the same moment: no answer is lost, none is counted twice."""

import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

from initcore.classroom.rooms import Rooms
from tests.helpers.class_of import asking, student

STUDENTS = 300


def test_a_lecture_hall_answers_at_once_and_changes_its_mind(url: str) -> None:
    ready = threading.Barrier(STUDENTS)

    def take_part(number: int) -> None:
        ready.wait(60)
        for option in (number % 2, number % 3):
            here.answer(teacher.code, 1, student(number), option)
            assert here.look(teacher.code).open

    with closing(Rooms(url)) as here, ThreadPoolExecutor(STUDENTS) as pool:
        teacher = asking(here)
        for _ in pool.map(take_part, range(STUDENTS)):
            pass
        assert teacher.look()[1] == STUDENTS
        teacher.reveal(True)
        assert here.look(teacher.code).counts == (100, 100, 100)
        given = {answer.participant: answer.option for answer in teacher.answers()}
        assert given == {student(number): number % 3 for number in range(STUDENTS)}


def test_one_person_in_many_windows_has_one_answer(url: str) -> None:
    with closing(Rooms(url)) as here, ThreadPoolExecutor(20) as pool:
        teacher = asking(here)
        for _ in pool.map(lambda at: here.answer(teacher.code, 1, student(1), at % 3), range(60)):
            pass
        assert teacher.look()[1] == 1


ANSWERER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from initcore.classroom.rooms import Rooms
from tests.helpers.class_of import student

url, code, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
rooms = Rooms(url)
rooms.look(code)
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(25) as pool:
    # Every other one of these is also somebody in the other process.
    list(pool.map(lambda at: rooms.answer(code, 1, student(first + at), at % 3), range(100)))
rooms.close()
"""


def _answerer(url: str, code: str, first: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", ANSWERER, url, code, str(first)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_servers_on_one_database_lose_no_answer(url: str) -> None:
    with ExitStack() as stack:
        here = stack.enter_context(closing(Rooms(url)))
        teacher = asking(here)
        others = [stack.enter_context(_answerer(url, teacher.code, first)) for first in (0, 50)]
        for other in others:
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
        for other in others:
            assert other.stdin is not None
            other.stdin.write("go\n")
            other.stdin.flush()
        assert [other.wait(60) for other in others] == [0, 0]
        answers = teacher.answers()
        assert Counter(answer.participant for answer in answers) == Counter(map(student, range(150)))
        for answer in answers:
            number = int(answer.participant, 16)
            possible = {(number - first) % 3 for first in (0, 50) if 0 <= number - first < 100}
            assert answer.option in possible
