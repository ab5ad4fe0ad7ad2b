"""Rooms, teachers and students that the tests of the class share."""

from initcore.classroom.room import Question
from initcore.classroom.rooms import Rooms
from initcore.classroom.teacher import Teacher

QUESTION = Question("Which of the three ends with the lowest cost?", ("Zeros", "Large random", "He"))


def student(number: int) -> str:
    """A participant's token."""
    return f"{number:032x}"


def opened(rooms: Rooms) -> Teacher:
    """A new room in its teacher's hands."""
    return Teacher(rooms, *rooms.open())


def asking(rooms: Rooms) -> Teacher:
    """A new room in which the question is asked."""
    teacher = opened(rooms)
    teacher.ask(QUESTION)
    return teacher
