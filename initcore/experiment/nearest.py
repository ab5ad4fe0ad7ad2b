"""The names nearest to one that nobody has here: a slip of the finger, or what another framework calls it."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

MOST_NEAREST = 4
"""Names that a complaint offers at most."""

SHORTEST = 3
"""Letters from which on a part of a name is taken for the name."""

ALIKE = 0.7
"""The share of letters in common from which on one name may be a slip for another."""


def nearest(name: str, allowed: Iterable[str], elsewhere: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The allowed names that `name` may mean, likeliest first; none where none is near.

    `elsewhere` says by which of them each name of another framework goes here. Case and anything but
    letters and digits do not count.

    >>> nearest("HeNormal", ["he", "he_truncated"], {"HeNormal": ("he_truncated",), "he_normal": ("he",)})
    ('he_truncated', 'he')
    """
    meant: dict[str, list[str]] = {}
    for known, names in (*((own, (own,)) for own in allowed), *elsewhere.items()):
        meant.setdefault(_folded(known), []).extend(names)
    folded = _folded(name[:100])  # a name of a megabyte is like none, and would take a minute to compare
    for likely in (
        _same(folded, meant),
        _parts(folded, meant),
        get_close_matches(folded, meant, cutoff=ALIKE),
    ):
        if found := tuple(dict.fromkeys(one for known in likely for one in meant[known])):
            return found[:MOST_NEAREST]
    return ()


def _folded(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())


def _same(folded: str, meant: Mapping[str, list[str]]) -> list[str]:
    return [folded] if folded in meant else []


def _parts(folded: str, meant: Mapping[str, list[str]]) -> list[str]:
    """Known names that begin with this one, then others that it is part of."""
    if len(folded) < SHORTEST:
        return []
    held = [known for known in meant if folded in known]
    return sorted(held, key=lambda known: not known.startswith(folded))
