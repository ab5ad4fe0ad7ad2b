"""The main program of a worker process: calls what it is sent, and answers, until its input ends.

Input ends when the app closes the pipe and equally when the app is killed, so no worker outlives
its app. The module imports numpy and the core only; a worker never loads the web server.
"""

import os
import pickle
import signal
import sys
from typing import BinaryIO

from initcore import RunConfig, begin
from initcore.training import State, advance_for


def run_slice(state: State, seconds: float, until: int) -> State:
    """Trains for about `seconds`, no further than iteration `until`."""
    return advance_for(state, seconds, until)


def warm_up() -> None:
    """Makes the first slice quick: loads scikit-learn and makes the course's data."""
    begin([RunConfig()])


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers (function, arguments) with (True, result) or (False, exception)."""
    while True:
        try:
            function, arguments = pickle.load(requests)
        except EOFError:
            return
        try:
            reply = (True, function(*arguments))
        except Exception as error:
            reply = (False, error)
        pickle.dump(reply, replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()


def main() -> None:
    """Serves the app over standard input and output; prints nothing there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app, which then closes the pipe
    if hasattr(os, "nice"):
        os.nice(10)  # pages stay quick while every core trains
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble a reply
    try:
        serve(sys.stdin.buffer, replies)
    except BrokenPipeError:
        os._exit(0)  # the app is gone and nobody waits for the answer


if __name__ == "__main__":
    main()
