"""Runs that come from elsewhere, an older table or an archive, where only the run itself is believed."""

import math
import time
from typing import Any

from initcore.diagnosis.diagnose import diagnose
from initcore.diagnosis.kinds import VERDICTS
from initcore.store.rows import Values, sealed, trajectory_of, values_of


def worked_out_again(values: Values) -> dict[str, Any]:
    """The row of a run, its figures worked out again from the run, under the checksum that belongs to it.

    Of the row are kept the verdict, as it was said then, where it is one, and the times, where they can be.
    DamagedRun unless the run is as it was written.
    """
    run = trajectory_of(values)
    said = values["verdict"]
    verdict = said if said in VERDICTS else diagnose(run.closed(run.config)).name
    row = values_of(run, verdict, bytes(values["trajectory"]))
    return sealed({**row, "created": _past(values["created"]), "used": _past(values["used"])})


def _past(moment: Any) -> float:
    """When something was, in s; now, where that cannot be."""
    now = time.time()
    return moment if isinstance(moment, float) and math.isfinite(moment) and 0 <= moment <= now else now
