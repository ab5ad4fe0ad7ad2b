"""What the lesson calls a run."""

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.naming import sigma_text
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import setting


def name_of(run: Trajectory) -> str:
    """What a run's initialization is called, with its gain where it has one; formulas as code."""
    config = run.config
    record = INITIALIZATIONS[config.initialization]
    name = f"`{sigma_text(config)}`" if record.takes_formula else record.label
    return name if config.gain == 1 else f"{name} × {setting(config.gain)}"
