"""What workers are asked beside training, so that the server's own process asks no network anything.

Where there is a desk, a worker of its own that never trains, it answers what somebody waits for: slices of
large networks last for seconds. All else is answered between two slices.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from typing import Any

from initcore.data.tables import Table, table
from initcore.experiment.config import RunConfig
from initcore.lab.deadlines import Within, question_limit
from initcore.lab.executors import WorkerDied
from initcore.lab.machine import this_machine
from initcore.lab.runs import table_of
from initcore.lab.starting import begun, measures, standing
from initcore.lab.worker import ask
from initcore.measures import curves
from initcore.measures.curves import known_curves
from initcore.training.begin import begin
from initcore.training.trajectory import Trajectory

GONE = (WorkerDied, CancelledError, RuntimeError)
"""What is raised where no worker answers: it died, or all of them have been stopped."""


class Asking:
    """Asks the workers of `executor`, and the `desk` where there is one."""

    def __init__(self, executor: Executor, desk: Executor | None = None) -> None:
        self._executor, self._desk = executor, desk

    def ask(
        self, function: Callable[..., Any], runs: Sequence[Trajectory], *arguments: Any, soon: bool = False
    ) -> Future[Any]:
        """What function(runs, *arguments) answers; `soon` where somebody waits for it.

        The function is one that another process can import.
        """
        tables = tuple({run.config.table: known for run in runs if (known := table_of(run))}.values())
        return self._sent(function, [run.config for run in runs], tables, tuple(runs), *arguments, soon=soon)

    def _sent(
        self,
        function: Callable[..., Any],
        configs: Sequence[RunConfig],
        tables: tuple[Table, ...],
        *arguments: Any,
        soon: bool,
    ) -> Future[Any]:
        """What function(*arguments) answers about runs of these configs, trained on those uploads."""
        executor = self._desk if soon and self._desk is not None else self._executor
        limit = question_limit(configs, this_machine())
        return executor.submit(Within(ask, limit), function, tables, *arguments)

    def begun(self, configs: Sequence[RunConfig]) -> list[Trajectory]:
        """These runs before their first iteration, made by a worker where there is one.

        TableError when a run's data are an upload that is not at hand.
        """
        if not configs:
            return []
        tables = tuple({one.table: table(one.table) for one in configs if one.uploaded}.values())
        try:
            made = self._sent(begun, configs, tables, tuple(configs), soon=True).result()
        except GONE:
            return list(begin(configs).runs)
        return [one.arrived() for one in made]

    def stands(self, run: Trajectory) -> Trajectory:
        """The run with the cost and the train accuracy where it stands."""
        if run.standing:
            return run
        try:
            cost, accuracy = self.ask(standing, (run,), soon=True).result()
        except GONE:
            cost, accuracy = standing((run,))
        return replace(run, cost=cost, accuracy=accuracy)

    def measure(self, runs: Sequence[Trajectory]) -> None:
        """Sees to it that all there is of these runs on the test examples is known here."""
        missing = [run for run in runs if not known_curves(run)[1]]
        if missing:
            found = self.ask(measures, missing, soon=True).result()
            for run, measured in zip(missing, found, strict=True):
                curves.learn(run, measured)

    def close(self) -> None:
        """Ends the workers; all of them at once, since each may have something to finish."""
        both = [each for each in (self._executor, self._desk) if each is not None]
        ends = [threading.Thread(target=each.shutdown) for each in both]
        for end in ends:
            end.start()
        for end in ends:
            end.join()
