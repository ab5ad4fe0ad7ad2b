"""The command line, arguments only: `initlab compare zeros random he`, or `python -m initcore` and the same.

What the subcommands do lies in `initcore.commands`.
"""

import argparse
import io
import logging
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.commands.compare import Wanted, compare
from initcore.commands.saying import program, say, speaker
from initcore.commands.serve import serve
from initcore.commands.status import FAIL_ON, STRICTEST
from initcore.commands.store import store
from initcore.commands.warm import warm
from initcore.data.decoding import TableError
from initcore.experiment.choices import COURSE
from initcore.experiment.config import START, URL_NAMES, RunConfig
from initcore.experiment.kinds import FLAG
from initcore.experiment.nearest import nearest
from initcore.experiment.setting import Setting
from initcore.experiment.settings import FLAGS, OF_A_COMPARISON, OF_A_RUN, SETTINGS, parse_field
from initcore.experiment.starts import started
from initcore.experiment.values import ConfigError, shown, text_of
from initcore.lab.settings import SettingsError
from initcore.version import VERSION
from initcore.words.phrases import listed

MOST_PORT = 65535

MORE = tuple(name for name in URL_NAMES if name != START[0])
"""What `--set` sets: every setting of a run but its initialization, which is a word of its own."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and ends with status 2."""

    def error(self, message: str) -> NoReturn:
        """Ends the program; a message of several lines is said in one."""
        say(" ".join(message.split()))
        raise SystemExit(2)


def _parser() -> _Parser:
    parser = _Parser(prog=program(), description="What weight initialization does to a network.")
    parser.add_argument("--version", action="version", version=f"initlab {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_compare(commands)
    _add_serve(commands)
    _add_store(commands)
    commands.add_parser("warm", help="train ahead what a class opens first: course, Gallery and Lesson")
    return parser


def _add_compare(commands: "argparse._SubParsersAction[_Parser]") -> None:
    compare = commands.add_parser("compare", help="train initializations side by side and say what happened")
    names = ", ".join(INITIALIZATIONS.names)
    compare.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"of {names}; the course's if none. A gain may follow and wins over --gain: he~0.5",
    )
    for row in SETTINGS:
        _add_option(compare, row)
    compare.add_argument(
        "--set",
        dest="more",
        action="append",
        default=[],
        metavar="SETTING=VALUE",
        help=f"any other setting of a run, as often as wanted: {', '.join(MORE)}",
    )
    levels = "; ".join(f"{name}: {level.says}" for name, level in FAIL_ON.items())
    compare.add_argument(
        "--fail-on",
        metavar="WHAT",
        choices=tuple(FAIL_ON),
        default=STRICTEST,
        help=f"when the exit status is 1 ({levels}; {STRICTEST} if not given); 2 is wrong input",
    )
    compare.add_argument("--no-cache", action="store_true", help="train anew and keep nothing")
    compare.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _add_serve(commands: "argparse._SubParsersAction[_Parser]") -> None:
    serve = commands.add_parser(
        "serve",
        help="start the app",
        usage="%(prog)s [-h] [--port N] [--address NAME] [--SECTION.OPTION VALUE ...]",
        epilog="Every option of `streamlit run` is taken, too, such as --server.baseUrlPath lab, and so is "
        "every STREAMLIT_... of the environment.",
    )
    serve.add_argument("--port", metavar="N", help="to be found at (8501)")
    serve.add_argument("--address", metavar="NAME", help="to listen on (all of this machine's)")


def _add_store(commands: "argparse._SubParsersAction[_Parser]") -> None:
    store = commands.add_parser("store", help="look after the runs that are kept")
    whats = store.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=_Parser)
    whats.add_parser("stats", help="say what is stored")
    prune = whats.add_parser("prune", help="delete the runs that were used least recently")
    prune.add_argument("--to", metavar="SIZE", help="as many as do not fit, such as 200MB")
    prune.add_argument("--older-than", metavar="DAYS", help="those not used for so many days")
    whats.add_parser(
        "check", help="verify every run and the database itself; the status is 1 if any is damaged"
    )
    export = whats.add_parser("export", help="write all runs into one file")
    export.add_argument("file", metavar="FILE", help="a new one, such as runs.zip")
    import_ = whats.add_parser("import", help="take in the runs of such a file that are not here yet")
    import_.add_argument("file", metavar="FILE", help="what `store export` wrote")


def _add_option(parser: argparse.ArgumentParser, row: Setting) -> None:
    """The option of a setting, for those that have one; its value stays the text that was given."""
    about = row.help.replace("%", "%%")
    if row.flag is None:
        return
    if row.kind is FLAG:
        parser.add_argument(row.flag, dest=row.name, action="store_const", const="yes", help=about)
        return
    about = f"{about} ({row.allowed}; {text_of(row.default)} if not given)"
    parser.add_argument(row.flag, dest=row.name, metavar=row.kind.metavar, help=about)


def _wanted(arguments: argparse.Namespace) -> Wanted:
    """The runs asked for; ConfigError for a setting that is not allowed."""
    options = {name: getattr(arguments, name) for name in FLAGS}
    given = {name: text for name, text in options.items() if text is not None}
    for text in arguments.more:
        name, value = _set(text)
        if name in given:
            raise ConfigError(f"`{name}` must be given once; got {given[name]} and {value}")
        given[name] = value
    settings = {name: parse_field(name, text) for name, text in given.items()}
    base = RunConfig(**settings)
    starts = started(arguments.names or [choice.word for choice in COURSE], settings)
    besides = {row.name: _besides(row, getattr(arguments, row.name), base) for row in OF_A_COMPARISON}
    for sentence in starts.idle:
        say(sentence)
    return Wanted(starts.configs, **besides)


def _set(text: str) -> tuple[str, str]:
    """The setting and the value of a `--set`; ConfigError for what is not one."""
    name, equals, value = text.partition("=")
    if name == START[0]:
        raise ConfigError(f"initializations are given as names, as in compare he he~0.5; got --set {text}")
    if not equals or name not in MORE:
        near = nearest(name, MORE, {row.url: (row.name,) for row in OF_A_RUN}) if equals else ()
        meant = f"; nearest {'is' if len(near) == 1 else 'are'} {listed(near)}" if near else ""
        raise ConfigError(f"--set must be SETTING=VALUE, such as l2=0.1; got {shown(text)}{meant}")
    return name, value


def _besides(row: Setting, text: str | None, base: RunConfig) -> Any:
    """What a comparison is besides its runs; ConfigError for what is not allowed."""
    return row.default if text is None else row.check(row.read(text), base)


def _streamlits(arguments: argparse.Namespace, others: Sequence[str]) -> list[str]:
    """The options to hand to Streamlit; ConfigError for what cannot be one of them."""
    options = []
    if arguments.port is not None:
        options.append(f"--server.port={_port(arguments.port)}")
    if arguments.address is not None:
        options.append(f"--server.address={arguments.address}")
    words = iter(others)
    for word in words:
        name, equals, value = word.partition("=")
        if not name.startswith("--") or "." not in name:
            raise ConfigError(f"`serve` takes options such as --port or --server.port; got {shown(word)}")
        if not equals and (value := next(words, "")) == "":
            raise ConfigError(f"{name} must be followed by its value")
        options.append(f"{name}={value}")
    return options


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_PORT):
        raise ConfigError(f"`port` must be a whole number in [1, {MOST_PORT}]; got {shown(text)}")
    return int(text)


def _run(argv: Sequence[str] | None) -> int:
    """What the words ask for; returns the exit status."""
    parser = _parser()
    arguments, others = parser.parse_known_args(argv)
    if arguments.command == "serve":
        return serve(_streamlits(arguments, others))
    if others:
        parser.error(f"unrecognized arguments: {' '.join(others)}{_as_set(others)}")
    # The store and the engine log what the reader should know, such as that nothing is being kept.
    logging.basicConfig(format=f"{speaker()}: %(message)s", level=logging.WARNING)
    if arguments.command == "store":
        return store(arguments)
    if arguments.command == "warm":
        return warm()
    return compare(
        _wanted(arguments),
        cache=not arguments.no_cache,
        as_json=arguments.json,
        fail_on=arguments.fail_on,
    )


def _as_set(others: Sequence[str]) -> str:
    """How an option that does not exist is said, where it is a setting that has none."""
    named = (word.removeprefix("--").partition("=")[0].replace("-", "_") for word in others)
    return next((f"; say --set {name}=..." for name in named if name in MORE), "")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line; wrong input is one line on standard error and status 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without × still gets its table
    try:
        return _run(argv)
    except (ConfigError, SettingsError, TableError) as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("stopped")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
