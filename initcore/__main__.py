"""The command line: `python -m initcore compare zeros random he`."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from initcore.catalogue import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.data.tables import TableError
from initcore.experiment.choices import COURSE, Choice
from initcore.experiment.config import START, URL_NAMES, RunConfig, parse_field
from initcore.experiment.experiment import MOST_SEEDS, grouped, runs_of
from initcore.experiment.naming import label
from initcore.experiment.settings import ConfigError, shown
from initcore.export.command import FLAGS
from initcore.export.rows import to_json_text
from initcore.export.text import results_text
from initcore.lab.engine import running_engine
from initcore.lab.handle import Handle
from initcore.lab.settings import Settings, SettingsError
from initcore.lab.watches import View
from initcore.model.activations import ACTIVATIONS
from initcore.words.numbers import MINUS, THIN, seconds_text, spaced

BAR = 30


def _say(message: str) -> None:
    print(f"initcore: {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        _say(" ".join(message.split()))
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m initcore", description="What weight initialization does to a network.")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    compare = commands.add_parser("compare", help="train initializations side by side and say what happened")
    names = ", ".join(INITIALIZATIONS.names)
    compare.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"of {names}; the course's if none. As in a link, a gain may follow: he~0.5",
    )
    compare.add_argument("--iterations", metavar="N", help="steps of gradient descent (15000)")
    compare.add_argument("--learning-rate", metavar="X", help="step size, up to 10 (0.01)")
    compare.add_argument("--hidden", metavar="A,B", help="units of each hidden layer (10,5)")
    compare.add_argument("--activation", metavar="NAME", help=f"of {', '.join(ACTIVATIONS.names)} (relu)")
    compare.add_argument("--dataset", metavar="NAME", help=f"of {', '.join(DATASETS.names)} (circles)")
    compare.add_argument("--noise", metavar="X", help="spread of the data, 0 to 1 (0.05)")
    compare.add_argument("--gain", metavar="X", help="multiplies every initial weight (1)")
    compare.add_argument("--seed", dest="weights_seed", metavar="N", help="of the initial weights (3)")
    compare.add_argument(
        "--set",
        dest="more",
        action="append",
        default=[],
        metavar="SETTING=VALUE",
        help=f"any other setting of a run, as often as wanted: {', '.join(URL_NAMES)}",
    )
    compare.add_argument(
        "--seeds", metavar="N", default="1", help="weights seeds of each, from --seed on (1)"
    )
    compare.add_argument("--twins", action="store_true", help="train each run's twin, one last place away")
    compare.add_argument("--no-cache", action="store_true", help="train anew and keep nothing")
    compare.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


@dataclass(frozen=True)
class Wanted:
    """What is to be trained: where each initialization starts, on how many seeds, with twins or not."""

    starts: tuple[RunConfig, ...]
    seeds: int
    twins: bool

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        return runs_of(self.starts, self.seeds, self.twins)


def _wanted(arguments: argparse.Namespace) -> Wanted:
    """The runs asked for; ConfigError for a setting that is not allowed."""
    options = {name: getattr(arguments, name) for name in FLAGS}
    given = {name: text for name, text in options.items() if text is not None}
    for text in arguments.more:
        name, equals, value = text.partition("=")
        if not equals or name not in URL_NAMES:
            raise ConfigError(f"--set must be SETTING=VALUE, such as l2=0.1; got {shown(text)}")
        given[name] = value
    settings = {name: parse_field(name, text) for name, text in given.items()}
    base = RunConfig(**settings)
    words = arguments.names or [choice.word for choice in COURSE]
    own = {name: settings[name] for name in START[1:] if name in settings}
    starts = (replace(Choice.from_word(word, base).on(base), **own) for word in words)
    # The same run beside itself shows nothing: what is given twice counts once.
    return Wanted(tuple(dict.fromkeys(starts)), _seeds(arguments.seeds), arguments.twins)


def _seeds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_SEEDS):
        raise ConfigError(f"`seeds` must be a whole number in [1, {MOST_SEEDS}]; got {shown(text)}")
    return int(text)


def _follow(watch: Handle, show: bool) -> View:
    """Trains to the end, with a progress bar if there is somebody to see it."""
    watch.train()
    view = watch.look()
    while view.live:
        if show:
            full = int(BAR * view.share)
            left = "" if view.left is None else f" {seconds_text(view.left)} left"
            bar = "█" * full + "░" * (BAR - full)
            print(
                f"\r{bar} {spaced(view.done)} of {spaced(view.total)} iterations{left}   ",
                end="",
                file=sys.stderr,
            )
        view = watch.wait(0.1)
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    return view


def _write(text: str) -> bool:
    """Prints on standard output; whether it could be written."""
    try:
        print(_spelled(text), flush=True)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # then whoever read our output has left, content
            _say(f"the results could not be written: {error.strerror}")
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


def compare(arguments: argparse.Namespace) -> int:
    """Trains and prints; returns the exit status: 0, 1 when a run or the output failed, 130 if stopped."""
    wanted = _wanted(arguments)
    with running_engine(Settings.from_environment(), cache=not arguments.no_cache) as engine:
        try:
            view = _follow(engine.open(wanted.configs), show=sys.stderr.isatty() and not arguments.json)
        except KeyboardInterrupt:
            view = None
    if view is None:
        kept = engine.store.limit_bytes > 0 and engine.store.problem is None
        _say("stopped; what was trained is kept" if kept else "stopped; nothing is kept")
        return 130
    written = _write(_results(view, wanted, arguments.json))
    for config, error in zip(wanted.configs, view.errors, strict=True):
        if error:
            _say(f"{config.initialization}: {error}")
    return 1 if any(view.errors) or not written else 0


def _results(view: View, wanted: Wanted, as_json: bool) -> str:
    """What was trained, as a table or as JSON; runs that failed are not in the JSON."""
    if as_json:
        done = [at for at, error in enumerate(view.errors) if error is None]
        return to_json_text([view.runs[at] for at in done], [view.cached[at] for at in done])
    count, seeds = len(wanted.starts), wanted.seeds
    names = [label(start) for start in wanted.starts]
    groups, errors = grouped(view.runs, count, seeds), grouped(view.errors, count, seeds)
    return results_text(names, groups, view.cached[: count * seeds : seeds], errors)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; wrong input is one line on standard error and status 2."""
    # The store and the engine log what the reader should know, such as that nothing is being kept.
    logging.basicConfig(format="initcore: %(message)s", level=logging.WARNING)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without × still gets its table
    try:
        return compare(_parser().parse_args(argv))
    except (ConfigError, SettingsError, TableError) as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        _say("stopped")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
