"""HTML from templates: all markup lies in `templates/`, where every text is escaped that is put into it."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from initcore.figures.palette import ICONS

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **context: Any) -> str:
    """The template with its context; jinja2.UndefinedError if it asks for what is not there."""
    return _environment().get_template(template).render(context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["source"] = _source
    environment.globals["icons"] = ICONS
    return environment


def _source(name: str) -> str:
    """A file of styles or of script, which is no template itself."""
    return (TEMPLATES / name).read_text("utf-8")
