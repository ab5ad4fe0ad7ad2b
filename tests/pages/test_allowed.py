"""What an operator may say of the server, and what is said where it is wrong."""

import pytest

from initcore.lab.settings import SettingsError
from pages._frame.allowed import Allowed, allowed


def test_where_nothing_is_said_it_is_the_defaults() -> None:
    assert Allowed.from_environment({}) == Allowed()
    assert Allowed.from_environment({"INITLAB_SESSIONS": " ", "INITLAB_LOG": ""}) == Allowed()


def test_a_class_of_sixty_behind_one_address_may_come_twice_over() -> None:
    assert min(Allowed.pages, Allowed.streams, Allowed.uploads) >= 2 * 60


def test_all_of_it_can_be_said() -> None:
    said = Allowed.from_environment(
        {
            "INITLAB_FRAME_ANCESTORS": "self https://*.example.org http://localhost:8080",
            "INITLAB_SESSIONS": "70",
            "INITLAB_PAGES_A_MINUTE": "1",
            "INITLAB_STREAMS_A_MINUTE": "2",
            "INITLAB_UPLOADS_A_MINUTE": "0",
            "INITLAB_METRICS": "OFF",
            "INITLAB_LOG": "json",
            "INITLAB_LOG_LEVEL": "Warning",
        }
    )
    sites = "'self' https://*.example.org http://localhost:8080"
    assert said == Allowed(sites, 70, 1, 2, 0, False, "json", "warning")


@pytest.mark.parametrize(("word", "source"), [("none", "'none'"), ("*", "*"), ("self", "'self'")])
def test_words_for_who_may_show_a_page(word: str, source: str) -> None:
    assert Allowed.from_environment({"INITLAB_FRAME_ANCESTORS": word}).frame_ancestors == source


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("INITLAB_SESSIONS", "-1", r"INITLAB_SESSIONS must be a whole number in \[0, 1000000\]; got '-1'"),
        ("INITLAB_PAGES_A_MINUTE", "x", r"INITLAB_PAGES_A_MINUTE must be a whole number"),
        ("INITLAB_METRICS", "yes", "INITLAB_METRICS must be one of on, off; got 'yes'"),
        ("INITLAB_LOG", "xml", "INITLAB_LOG must be one of text, json; got 'xml'"),
        ("INITLAB_LOG_LEVEL", "loud", "INITLAB_LOG_LEVEL must be one of debug, info, warning, error"),
        ("INITLAB_FRAME_ANCESTORS", "a; script-src *", r"must be self, none, \* or sites .* got 'a;'"),
        ("INITLAB_FRAME_ANCESTORS", "ftp://a", "got 'ftp://a'"),
        ("INITLAB_FRAME_ANCESTORS", "none self", "must not name none beside others"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Allowed.from_environment({name: value})


def test_a_server_that_is_set_up_wrongly_has_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INITLAB_METRICS", "off")
    monkeypatch.setenv("INITLAB_LOG", "xml")
    allowed.cache_clear()
    try:
        assert allowed() == Allowed()
    finally:
        allowed.cache_clear()
