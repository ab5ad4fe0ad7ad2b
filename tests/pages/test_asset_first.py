"""The first that a browser gets is Streamlit's page with our title and our rules of style in it."""

import asyncio
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from pages._assets.files import SIGHT, preloads
from pages._assets.first import page, page_routes
from pages._frame.places import PLACES
from pages._frame.style import CSS
from tests.helpers.asgi import asking

APP = Starlette(routes=[*page_routes(), Mount("/", PlainTextResponse("Streamlit's"))])
INDEX = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("sighted", [False, True])
def test_it_is_streamlits_page_with_a_title_and_rules_of_ours(sighted: bool) -> None:
    made = page(sighted)
    assert "<title>Init Lab</title>" in made
    assert CSS in made
    # Before what is drawn, and after Streamlit's own rules, which weigh as much.
    assert made.index("</head>") < made.index(CSS) < made.index('<div id="root"')
    for line in INDEX.splitlines():
        if line.strip() and "<title>" not in line and 'id="root"' not in line:
            assert line in made
    assert (SIGHT in made) == sighted


@pytest.mark.parametrize("name", [place.name for place in PLACES if place.name not in ("compare", "lesson")])
def test_every_page_begins_with_it(name: str) -> None:
    answer = asyncio.run(asking(APP, f"/{name}"))
    assert answer.body.decode() == page(False)
    assert answer.headers["cache-control"] == "no-cache"
    assert "link" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/lesson"])
def test_a_page_with_a_board_names_the_boards_files(path: str) -> None:
    answer = asyncio.run(asking(APP, path))
    assert (answer.body.decode(), answer.headers["link"]) == (page(path == "/"), preloads())


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/compare", "./"),
        ("/compare?init=he&lr=0.1", "./?init=he&lr=0.1"),
        ("/compare?a=%C3%A9", "./?a=%C3%A9"),
    ],
)
def test_the_default_page_is_found_by_its_name_too(path: str, where: str) -> None:
    answer = asyncio.run(asking(APP, path))
    assert (answer.status, answer.headers["location"]) == (308, where)


@pytest.mark.parametrize(
    "path", ["/static/js/one.js", "/favicon.png", "/_stcore/health", "/lab/token", "/a.b"]
)
def test_what_is_no_page_is_not(path: str) -> None:
    assert asyncio.run(asking(APP, path)).body == b"Streamlit's"
