"""The texts that the app can say, read from its source, where all that people read is written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = (
    *("words", "model", "catalogue", "data", "experiment", "diagnosis", "statistics"),
    *("sentences", "lesson", "figures", "export"),
)
_QUOTED = re.compile(r"'([^'\n]* [^'\n]*)'|`([^`]* [^`]*)`")


def texts() -> list[str]:
    """Every text in the core's rooms, on the pages and on the board; 0 stands for a value in it.

    Of single words, those with a capital: what verdicts, settings and columns are called.
    """
    python = [path for room in ROOMS for path in (ROOT / "initcore" / room).rglob("*.py")]
    python += (ROOT / "pages").rglob("*.py")
    said = [text for path in sorted(python) for text in _strings(ast.parse(path.read_text("utf-8")))]
    scripts = sorted((ROOT / "pages").rglob("*.js"))
    quoted = [found for path in scripts for found in _QUOTED.findall(_code(path))]
    return [*said, *(re.sub(r"\$\{[^}]*\}", "0", one or other) for one, other in quoted)]


def _code(script: Path) -> str:
    """A script without its comments."""
    return re.sub(r"(^|\s)//.*", "", script.read_text("utf-8"))


def _strings(tree: ast.Module) -> Iterator[str]:
    """The strings of a module that are no documentation, a formatted one as one."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) not in silent and (text := _text(node)) is not None and _is_said(text):
            yield text


def _is_said(text: str) -> bool:
    return " " in text.strip() or text[:1].isupper()


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join("0" if (part := _text(each)) is None else part for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
