"""`initlab warm`: trains ahead what a class opens first, so that it is there at once.

That is the course's comparison, the Gallery's experiments and the runs of the Lesson's chapters. What is
stored is not trained again, so a second time takes a moment; what was trained before it was stopped is kept.
"""

import sys
from collections.abc import Iterator

from initcore.commands.progress import follow
from initcore.commands.saying import say, write
from initcore.experiment.config import RunConfig
from initcore.experiment.presets import PRESETS
from initcore.experiment.values import ConfigError
from initcore.lab.engine import Engine, running_engine
from initcore.lab.settings import STORE_MB, Settings
from initcore.lesson.runs import TRAINED
from initcore.store.store import Store
from initcore.words.numbers import spaced


def parts() -> Iterator[tuple[str, tuple[RunConfig, ...]]]:
    """What is trained, part by part: a name, and runs."""
    for preset in PRESETS:  # the course's comparison is the first of them
        yield f"Gallery, {preset.title}", preset.experiment.configs
    for name, configs in TRAINED.items():
        yield f"Lesson, {name}", configs


def warm() -> int:
    """Trains what is not stored yet; returns the exit status: 0, 1 when not all is stored, 130 if stopped.

    ConfigError or SettingsError where the settings keep no runs or are not allowed.
    """
    settings = Settings.from_environment()
    if settings.store_bytes == 0:
        raise ConfigError(f"this machine keeps no runs: {STORE_MB} is 0")
    wanted, trained = list(parts()), 0
    try:
        with running_engine(settings) as engine:
            for at, (name, configs) in enumerate(wanted, start=1):
                trained += _train(engine, f"{at}/{len(wanted)} {name}", configs)
    except KeyboardInterrupt:
        say("stopped; what was trained is kept, and calling it again goes on from there")
        return 130
    keys = {config.key for _, configs in wanted for config in configs}
    missing = len(keys - _stored(settings))
    if missing:
        say(f"{spaced(missing)} of {spaced(len(keys))} runs are not stored; {STORE_MB} may be too little")
    told = write(f"{spaced(len(keys) - missing)} runs are at hand; {spaced(trained)} were trained now")
    return 0 if told and not missing else 1


def _train(engine: Engine, name: str, configs: tuple[RunConfig, ...]) -> int:
    """Trains a part, if it is not at hand; how many runs were."""
    if engine.finished(configs) is not None:
        return 0
    watch = engine.open(configs)
    view = follow(watch, sys.stderr.isatty(), before=f"{name}: ")
    for config, error in zip(configs, view.errors, strict=True):
        if error:
            say(f"{config.initialization}: {error}")
    return sum(not cached for cached in view.cached)


def _stored(settings: Settings) -> set[str]:
    """The keys of all stored runs; none where the store does not work, which it has said."""
    store = Store(settings.database_url, settings.store_bytes)
    try:
        return {row["key"] for row in store.summaries()}
    finally:
        store.close()
