"""What was worked out once and may be asked for again: the one kind of cache in the core.

A `Memory` is bounded, and drops what was not used for longest; an `Attached` lives as long as the
object it belongs to; a `Held` value as long as somebody else holds it. All are locked, so that threads
may share them, and none holds its lock while something is worked out: two threads that ask at once may
both do the work, and get the same answer.
`forget_everything` empties all of them, as a test or a server short of memory may want.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, overload
from weakref import WeakKeyDictionary, WeakSet, WeakValueDictionary

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")


def _one(_value: object) -> int:
    return 1


class Memory(Generic[Key, Value]):
    """At most `most` values by key, the least recently used going first.

    With `weigh`, values of that weight together, such as bytes; one that is heavier by itself is not kept.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = _one) -> None:
        self.most, self._weigh, self._weight = most, weigh, 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()
        _ALL.add(self)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """The value under that key, None where there is none."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Key, value: Value) -> None:
        """Keeps a value, in place of any that is there."""
        with self._lock:
            if key in self._values:
                self._weight -= self._weigh(self._values.pop(key))
            self._values[key] = value
            self._weight += self._weigh(value)
            while self._weight > self.most:
                self._weight -= self._weigh(self._values.popitem(last=False)[1])

    def once(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value under that key, made where there is none; of two made at once the first stays."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            if key in self._values:
                return self._values[key]
        self.put(key, made)
        return made

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()
            self._weight = 0


class Attached(Generic[Owner, Value]):
    """One value for each owner, for as long as the owner lives."""

    def __init__(self) -> None:
        self._values: WeakKeyDictionary[Owner, Value] = WeakKeyDictionary()
        self._lock = threading.Lock()
        _ALL.add(self)

    def __len__(self) -> int:
        return len(self._values)

    def once(self, owner: Owner, make: Callable[[], Value]) -> Value:
        """The owner's value, made where there is none; of two made at once the first stays."""
        with self._lock:
            if owner in self._values:
                return self._values[owner]
        made = make()
        with self._lock:
            return self._values.setdefault(owner, made)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._values.clear()


class Held(Generic[Key, Value]):
    """Values by key, each known for as long as somebody else holds it."""

    def __init__(self) -> None:
        self._values: WeakValueDictionary[Key, Value] = WeakValueDictionary()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Key) -> Value | None:
        """The value under that key, None where nobody holds it any more."""
        with self._lock:
            return self._values.get(key)

    def once(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value under that key, made where there is none; of two made at once the first stays."""
        found = self.get(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            return self._values.setdefault(key, made)


def remembered(most: int) -> Callable[[Callable[Arguments, Value]], Callable[Arguments, Value]]:
    """Has a function of hashable arguments remember what it answered to the `most` asked for last."""

    def decorate(make: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
        memory: Memory[Hashable, Value] = Memory(most)

        @wraps(make)
        def answer(*arguments: Arguments.args, **named: Arguments.kwargs) -> Value:
            key = (arguments, tuple(sorted(named.items())))
            return memory.once(key, lambda: make(*arguments, **named))

        return answer

    return decorate


_ALL: "WeakSet[Memory[Any, Any] | Attached[Any, Any]]" = WeakSet()


def forget_everything() -> None:
    """Empties every memory of what can be worked out again."""
    for memory in list(_ALL):
        memory.clear()


class lazy(Generic[Owner, Value]):  # noqa: N801  (used as a decorator, like `property`)
    """A property that is worked out when it is first read, and kept in the instance.

    `functools.cached_property` in Python 3.11 holds one lock for all instances of a class while it works
    one out, so that threads which look at different runs wait for each other. This one holds none: two
    threads that read at once may both do the work.
    """

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "lazy[Owner, Value]": ...

    @overload
    def __get__(self, instance: Owner, owner: type) -> Value: ...

    def __get__(self, instance: Owner | None, owner: type) -> "lazy[Owner, Value] | Value":
        """The value; the property itself where it is looked up in the class."""
        if instance is None:
            return self
        value = self._make(instance)
        # Past a frozen dataclass's own setting; from now on the instance answers, without this property.
        instance.__dict__[self._name] = value
        return value
