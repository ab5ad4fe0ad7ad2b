"""Memories are bounded, shared by threads without harm, and can all be emptied."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from initcore.experiment.config import RunConfig
from initcore.measures import signals as module
from initcore.measures.curves import accuracy_curves
from initcore.measures.signals import signals
from initcore.memory import Attached, Held, Memory, forget_everything, lazy, remembered
from initcore.training.advance import train

THREADS = 8


class Owner:
    """Something that a value can be attached to."""


def _at_once(work: Callable[[int], object]) -> None:
    """Has THREADS threads begin the work together; raises what any of them raised."""
    gate = threading.Barrier(THREADS)

    def begun(number: int) -> None:
        gate.wait()
        work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(begun, number) for number in range(THREADS)]:
            done.result()


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)
    assert memory.get("a") == 1
    memory.put("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
    assert len(memory) == 2


def test_a_value_is_made_once() -> None:
    memory: Memory[str, list[int]] = Memory(3)
    first = memory.once("a", lambda: [1])
    assert memory.once("a", lambda: [2]) is first


def test_none_is_a_value_too() -> None:
    calls: list[int] = []
    asked = remembered(3)(lambda number: calls.append(number))
    assert asked(5) is asked(5) is None
    assert calls == [5]


def test_what_fails_is_not_remembered() -> None:
    memory: Memory[str, float] = Memory(3)
    with pytest.raises(ZeroDivisionError):
        memory.once("a", lambda: 1 / 0)
    assert memory.once("a", lambda: 7.0) == 7.0


def test_attached_values_go_with_their_owner() -> None:
    attached: Attached[Owner, str] = Attached()
    owner = Owner()
    assert attached.once(owner, lambda: "first") == attached.once(owner, lambda: "second") == "first"
    del owner
    assert len(attached) == 0


def test_held_values_go_with_whoever_holds_them() -> None:
    held: Held[str, Owner] = Held()
    owner = held.once("a", Owner)
    assert held.once("a", Owner) is held.get("a") is owner
    del owner
    assert held.get("a") is None


def test_all_memories_can_be_emptied() -> None:
    memory: Memory[str, int] = Memory(3)
    memory.put("a", 1)
    forget_everything()
    assert len(memory) == 0


def test_a_lazy_property_is_worked_out_once_an_instance() -> None:
    calls: list[object] = []

    class Thing:
        @lazy
        def size(self) -> int:
            """How large it is."""
            calls.append(self)
            return len(calls)

    one, other = Thing(), Thing()
    assert (one.size, one.size, other.size, other.size) == (1, 1, 2, 2)
    assert Thing.size.__doc__ == "How large it is."


def test_lazy_properties_of_different_instances_do_not_wait_for_each_other() -> None:
    """As those of `functools.cached_property` do in Python 3.11: there this never ends."""
    other_is_in = threading.Event()

    class Thing:
        @lazy
        def first(self) -> bool:
            if threading.current_thread() is threading.main_thread():
                return other_is_in.wait(30)
            other_is_in.set()
            return True

    one, other = Thing(), Thing()
    thread = threading.Timer(0.05, lambda: other.first)
    thread.start()
    assert one.first
    thread.join()


def test_threads_that_fill_and_read_a_full_memory_do_no_harm() -> None:
    memory: Memory[int, int] = Memory(5)

    def work(number: int) -> None:
        for step in range(3000):
            key = (number + step) % 11
            assert memory.once(key, partial(pow, key, 2)) == key * key

    _at_once(work)
    assert len(memory) == 5


def test_threads_that_measure_the_same_runs_get_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a memory that is always full: one that was emptied under its readers gave KeyErrors here."""
    monkeypatch.setattr(module, "_known", Memory(7))
    runs = train(
        [RunConfig(iterations=60, record_every=3, samples=20, weights_seed=seed) for seed in range(1, 6)]
    )
    expected = [(signals(run).gradient, accuracy_curves(run).test) for run in runs]

    def work(number: int) -> None:
        for step in range(60):
            place = (number + step) % len(runs)
            gradient, test = expected[place]
            assert np.array_equal(signals(runs[place]).gradient, gradient)
            assert np.array_equal(accuracy_curves(runs[place]).test, test)

    _at_once(work)
