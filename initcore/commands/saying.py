"""How the command line speaks: results on standard output, everything else in one line on standard error."""

import os
import sys
from pathlib import Path

from initcore.words.numbers import MINUS, THIN


def program() -> str:
    """How this program was called: `initlab`, or `python -m initcore`."""
    return "python -m initcore" if Path(sys.argv[0]).name == "__main__.py" else "initlab"


def speaker() -> str:
    """The name at the head of every line on standard error: `initlab`, or `initcore` of a `python -m`."""
    return program().split()[-1]


def say(message: str) -> None:
    """Writes one line on standard error, under the program's name."""
    print(f"{speaker()}: {message}", file=sys.stderr)


def write(text: str) -> bool:
    """Prints on standard output; whether it could be written."""
    try:
        print(_spelled(text), flush=True)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # then whoever read our output has left, content
            say(f"the results could not be written: {error.strerror}")
        # What is left in the buffer must not be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def _spelled(text: str) -> str:
    """The text with the signs in its numbers that any terminal has, where it lacks ours."""
    try:
        (THIN + MINUS).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return text.replace(THIN, " ").replace(MINUS, "-")
    return text
