"""Pages inside rooms as their tests see them."""

from typing import Protocol

from streamlit.testing.v1 import AppTest

from tests.helpers.paging import file_of, new_app

THEIRS = "init=zeros+he&lr=0.1&iters=500"
"""The experiment that a teacher shows."""


class Runs(Protocol):
    """A page, or something on it that was just used."""

    def run(self) -> AppTest: ...


def page(name: str, **query: str) -> AppTest:
    """A page of the app, opened by its address."""
    app = new_app()
    app.switch_page(file_of(name))
    for key, value in query.items():
        app.query_params[key] = value
    return run(app)


def run(what: Runs) -> AppTest:
    """Draws the page anew after something was done to it."""
    app = what.run()
    assert not app.exception
    return app


def go(app: AppTest, name: str) -> None:
    """Goes to another page by the navigation, which takes nothing of the address along."""
    app.query_params.clear()
    run(app.switch_page(file_of(name)))


def progress(app: AppTest) -> list[str]:
    return [bar.proto.text for bar in app.get("progress")]


def words(app: AppTest) -> str:
    """Every text on the page, one a line."""
    kinds = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.error,
    )
    return "\n".join(element.value for kind in kinds for element in kind)


def labels(app: AppTest) -> set[str]:
    kinds = (
        *(app.selectbox, app.slider, app.select_slider, app.number_input, app.text_input),
        *(app.checkbox, app.toggle, app.multiselect),
    )
    return {element.label for kind in kinds for element in kind}
