"""The progress bar of what is trained, for whoever sees it."""

import sys

from initcore.lab.handle import Handle
from initcore.lab.watches import View
from initcore.words.numbers import seconds_text, spaced

BAR = 30
"""Characters of the bar."""


def follow(watch: Handle, show: bool, before: str = "") -> View:
    """Trains to the end, with a progress bar on standard error if there is somebody to see it."""
    watch.train()
    view = watch.look()
    while view.live:
        if show:
            full = int(BAR * view.share)
            left = "" if view.left is None else f" {seconds_text(view.left)} left"
            bar = "█" * full + "░" * (BAR - full)
            done = f"{spaced(view.done)} of {spaced(view.total)} iterations"
            print(f"\r{before}{bar} {done}{left}   ", end="", file=sys.stderr)
        view = watch.wait(0.1)
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    return view
