"""How far the weights of a run have gone, beside what they were."""

import numpy as np

from initcore.measures.sizes import layer_rms
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory


def travelled(run: Trajectory, since: int) -> Array:
    """Of each layer (L,), how far its weights have moved since that iteration, over their size there.

    Both are root mean squares. Since the last kept iteration up to that one, to the last whose parameters
    are finite; nan where all weights of a layer were 0.
    """
    kept, frames = run.drawable
    place = max(0, int(np.searchsorted(kept, since, side="right")) - 1)
    moved, size = layer_rms(run.shape, np.stack([frames[-1] - frames[place], frames[place]]))
    with np.errstate(all="ignore"):
        return np.where(size > 0, moved / size, np.nan)
