"""An address is a secret of one comparison in one session, and ends with the session."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from initcore.experiment.experiment import Group
from pages._frame.comparison import Comparison
from pages._stream.asks import Asks
from pages._stream.plan import Plan
from pages._stream.registry import TOKEN_BYTES, Registry
from tests.helpers.hands import Lab, by_hand, seeded

RUNS = seeded(2, 3)


@pytest.fixture
def lab(url: str) -> Iterator[Lab]:
    with by_hand(url) as lab:
        yield lab


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def registry(lab: Lab, told: list[str]) -> Registry:
    return Registry(Asks(lab.engine, lambda: told.append("news")))


def _plan(name: str = "plan", **settings: int) -> Plan:
    return Plan(name, (Group((0,), ()), Group((1,), ())), lambda view: view.status, **settings)  # type: ignore[arg-type]


def test_a_feed_is_found_by_its_token_alone(lab: Lab, registry: Registry) -> None:
    owner, watch, plan = Comparison(), lab.open(RUNS), _plan()
    token = registry.opened(owner, None, watch, plan)
    feed = registry.find(token)
    assert feed is not None
    assert (feed.watch, feed.plan, feed.open) == (watch, plan, True)
    for wrong in ("", "x", token[:-1], token + "x", token.swapcase()):
        assert registry.find(wrong) is None


def test_tokens_are_long_random_and_fit_into_an_address(lab: Lab, registry: Registry) -> None:
    owner, watch = Comparison(), lab.open(RUNS)
    tokens = {registry.opened(owner, None, watch, _plan()) for _ in range(100)}
    assert len(tokens) == len(registry) == 100
    assert TOKEN_BYTES >= 16
    for token in tokens:
        assert len(token) * 6 >= TOKEN_BYTES * 8
        assert token.replace("-", "").replace("_", "").isalnum()
    starts = {token[:4] for token in tokens}
    assert len(starts) > 90


def test_the_same_comparison_keeps_its_token_and_takes_the_new_plan(
    lab: Lab, registry: Registry, told: list[str]
) -> None:
    owner, watch = Comparison(), lab.open(RUNS)
    token = registry.opened(owner, None, watch, _plan())
    feed = registry.find(token)
    assert feed is not None
    again = _plan()
    assert registry.opened(owner, token, watch, again) == token
    assert registry.find(token) is feed
    assert feed.plan is again
    assert told == [], "it says the same of the same runs"
    registry.opened(owner, token, watch, _plan("other"))
    assert told == ["news"], "the page shows other runs"
    assert feed.plan.name == "other"


def test_another_comparison_gets_another_token_and_the_one_before_is_closed(
    lab: Lab, registry: Registry, told: list[str]
) -> None:
    owner = Comparison()
    token = registry.opened(owner, None, lab.open(RUNS), _plan())
    feed = registry.find(token)
    other = registry.opened(owner, token, lab.open(RUNS), _plan())
    assert other != token
    assert feed is not None
    assert not feed.open
    assert registry.find(token) is None
    assert (len(registry), told) == (1, ["news"])
    assert registry.opened(owner, token, lab.open(RUNS), _plan()) not in (token, other), "never used again"


def test_a_feed_ends_with_its_owner(lab: Lab, registry: Registry, told: list[str]) -> None:
    owner, other = Comparison(), Comparison()
    token, kept = (registry.opened(one, None, lab.open(RUNS), _plan()) for one in (owner, other))
    feed = registry.find(token)
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None, "a feed holds nobody's session"
    assert feed is not None
    assert not feed.open
    assert registry.find(token) is None
    assert registry.find(kept) is not None
    assert told == ["news"]


def test_closing_twice_is_closing_once(lab: Lab, registry: Registry, told: list[str]) -> None:
    owner = Comparison()
    token = registry.opened(owner, None, lab.open(RUNS), _plan())
    registry.close(token)
    registry.close(token)
    registry.close("none")
    assert (len(registry), told) == (0, ["news"])
