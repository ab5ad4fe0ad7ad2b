"""Registries: in order, once each, and helpful when a name is wrong."""

from dataclasses import dataclass

import pytest

from initcore.model.base import Layer, Registry


@dataclass(frozen=True)
class Tone:
    name: str


def _tones(*names: str) -> Registry[Tone]:
    return Registry("tone", map(Tone, names))


def test_records_come_in_the_order_given() -> None:
    registry = _tones("red", "blue", "amber")
    assert registry.names == ("red", "blue", "amber")
    assert [record.name for record in registry] == ["red", "blue", "amber"]
    assert len(registry) == 3


def test_a_name_is_there_once() -> None:
    with pytest.raises(ValueError, match="tone 'red' is registered twice"):
        _tones("red", "blue", "red")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="`tone` must be one of red, blue; got 'green'"):
        _tones("red", "blue")["green"]


def test_registries_do_not_share_records() -> None:
    assert _tones("red").names == ("red",)
    assert _tones().names == ()


def test_a_layer_is_a_value() -> None:
    assert Layer(7, 3, 1, 2) == Layer(fan_in=7, fan_out=3, index=1, depth=2)
