"""Why large weights are slow: sure outputs, dead units and steps that do not fit, told apart.

Large weights have all three at once. Scaling the last layer alone parts them: one run has the large hidden
layers without the sure outputs, one has the sure outputs without the large hidden layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from initcore.experiment.config import RunConfig
from initcore.lesson.chance import jumps_about
from initcore.lesson.outcome import REACHED
from initcore.lesson.saturation import saturation
from initcore.lesson.scale import NAMED
from initcore.lesson.words import name_of
from initcore.measures.at_initialization import start_of
from initcore.measures.travel import travelled
from initcore.measures.units import dead_counts
from initcore.model.base import Array
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import (
    decimals,
    figure,
    percent,
    quotient,
    setting,
    short_percent,
    spaced,
    times,
    whole_percent,
)
from initcore.words.phrases import listed

LARGE, ORDINARY, QUIET, LOUD = range(4)
"""The places of the runs of `causes_configs`."""

EARLY, SETTLED = 100, 1000
"""Iterations: of the first steps, which throw large weights about, and by which their cost has come down."""


AS_MUCH = 0.9
"""The share of another's pull from which one is no less."""


def causes_configs(base: RunConfig) -> tuple[RunConfig, ...]:
    """A large start and an ordinary one of the same draws, and each with the first outputs of the other.

    A ReLU network without biases multiplies its output by whatever one of its layers is multiplied by.
    ConfigError from four layers on, where the factor is more than a gain may be.
    """
    large, ordinary = (replace(base, initialization=name) for name in ("random", "unit_normal"))
    layers = len(base.hidden) + 1
    larger = (NAMED["random"] / NAMED["unit_normal"]) ** layers
    hidden = (1.0,) * (layers - 1)
    quiet = replace(large, layer_gains=(*hidden, 1 / larger))
    return large, ordinary, quiet, replace(ordinary, layer_gains=(*hidden, larger))


@dataclass(frozen=True)
class Course:
    """What happened to a run.

    `early_cost` is its cost at EARLY, `settled_cost` at SETTLED. `pull` is how hard examples pull at the
    output at the start, `step` (L,) the first update over the weights, and `travel` (L,) how far these moved
    after SETTLED, over what they were there. `dead` has how many units of each hidden layer are dead at the
    start, at EARLY and at the end, `units` how many there are. `jumps` says whether the cost rose more than
    once.
    """

    name: str
    first_cost: float
    early_cost: float
    settled_cost: float
    pull: float
    step: Array
    travel: Array
    dead: tuple[tuple[int, ...], ...]
    units: tuple[int, ...]
    accuracy: float
    jumps: bool

    @property
    def dead_words(self) -> str:
        """How many units are dead, at the three times."""
        return listed([str(sum(stage)) for stage in self.dead])

    @property
    def layer_died(self) -> bool:
        """Whether a layer has no living unit left after the first steps."""
        return any(count == width for count, width in zip(self.dead[1], self.units, strict=True))


def course_of(run: Trajectory) -> Course:
    """What happened to a run, measured."""
    stages = (run.until(0), run.until(EARLY), run)
    frames = [stage.drawable[1][-1] for stage in stages]
    return Course(
        name=_name(run),
        first_cost=float(run.costs[0]),
        early_cost=float(run.until(EARLY).costs[-1]),
        settled_cost=float(run.until(SETTLED).costs[-1]),
        pull=saturation(run).pull,
        step=start_of(run).step,
        travel=travelled(run, SETTLED),
        dead=tuple(dead_counts(run.shape, theta, run.data.train_inputs) for theta in frames),
        units=run.config.hidden,
        accuracy=run.train_accuracy,
        jumps=jumps_about(run),
    )


def _name(run: Trajectory) -> str:
    gains = run.config.layer_gains
    return name_of(run) + (f", last layer × {setting(gains[-1])}" if gains else "")


def table(courses: Sequence[Course]) -> list[tuple[str, ...]]:
    """The measurements side by side: a line each, what it is and a cell a run; the first has their names."""
    layers = range(len(courses[0].step))
    times_of_death = ("at the start", f"at iteration {spaced(EARLY)}", "at the end")
    return [
        ("", *(course.name for course in courses)),
        ("First cost", *(figure(course.first_cost) for course in courses)),
        *(
            (f"First step, share of W{layer + 1}", *(short_percent(course.step[layer]) for course in courses))
            for layer in layers
        ),
        *(
            (f"Dead units {when}", *(str(sum(course.dead[place])) for course in courses))
            for place, when in enumerate(times_of_death)
        ),
        *(
            (
                f"W{layer + 1} moved after {spaced(SETTLED)}",
                *(whole_percent(course.travel[layer]) for course in courses),
            )
            for layer in layers[:-1]
        ),
        ("Train accuracy", *(percent(course.accuracy) for course in courses)),
    ]


def cause_sentences(runs: Sequence[Trajectory]) -> list[str]:
    """Each suspect with what was measured of it, from runs in the order of `causes_configs`."""
    courses = [course_of(run) for run in runs]
    large, ordinary, *_ = courses
    return [
        _of_sure_outputs(large, ordinary),
        _of_dead_units(large, ordinary),
        _apart(courses),
        _of_steps(courses),
    ]


def _of_sure_outputs(large: Course, ordinary: Course) -> str:
    """How much gradient comes in where outputs are sure."""
    as_much = ": no less gradient comes in" if large.pull >= AS_MUCH * ordinary.pull else ""
    below = "below" if large.settled_cost < ordinary.settled_cost else "not yet below"
    return (
        "**And why is it slow? Are its outputs saturated?** An example pulls at the output by |p − y|: not "
        "at all where the network is sure and right, in full where it is sure and wrong. At the start that "
        f"is {decimals(large.pull, 2)} on average in {large.name}, {decimals(ordinary.pull, 2)} in "
        f"{ordinary.name}{as_much}. The cost of {large.name} falls from {figure(large.first_cost)} to "
        f"{figure(large.early_cost)} in {spaced(EARLY)} iterations, and by iteration {spaced(SETTLED)} it is "
        f"{below} that of {ordinary.name}."
    )


def _of_dead_units(large: Course, ordinary: Course) -> str:
    """How many units the first steps left at 0."""
    first, other = (short_percent(float(course.step.max())) for course in (large, ordinary))
    return (
        "**Have units died?** A step that is too long can leave a unit at 0 for every example, and then no "
        f"gradient passes it. The first step moves a layer of {large.name} by up to {first} of its size, of "
        f"{ordinary.name} by {other}. At the start, at iteration {spaced(EARLY)} and at the end "
        f"{large.dead_words} of the {sum(large.units)} hidden units of {large.name} are dead; of "
        f"{ordinary.name} {ordinary.dead_words}."
    )


def _apart(courses: Sequence[Course]) -> str:
    """What came of large hidden layers without sure outputs, and of sure outputs without these."""
    large, ordinary, quiet, loud = courses
    said = [
        "**Two more runs tell these apart**, each with the first outputs of one and the hidden layers of the "
        "other; the table has all four.",
        f"{quiet.name} has the outputs of {ordinary.name} and the layers of {large.name}: {quiet.dead_words} "
        f"units are dead, and it ends at {percent(quiet.accuracy)} train accuracy, beside "
        f"{percent(large.accuracy)} and {percent(ordinary.accuracy)}.",
    ]
    if quiet.accuracy < REACHED <= ordinary.accuracy and sum(quiet.dead[-1]) <= sum(ordinary.dead[-1]):
        said.append("So large hidden layers are slow without sure outputs, and with no more dead units.")
    said.append(
        f"{loud.name} has the outputs of {large.name} and the layers of {ordinary.name}: its first step "
        f"moves one of these by {short_percent(float(loud.step[:-1].max()))} of its size, {loud.dead_words} "
        f"units are dead, and it ends at {percent(loud.accuracy)}."
    )
    if loud.layer_died:
        said.append("So sure outputs do harm as well: there the first steps kill.")
    return " ".join(said)


def _of_steps(courses: Sequence[Course]) -> str:
    """How long steps are beside the weights that they move, in the last layer and in those before it."""
    large, ordinary, quiet, _ = courses
    ratios = [times(quotient(*pair)) for pair in zip(ordinary.step[:-1], quiet.step[:-1], strict=True)]
    shorter = listed(list(dict.fromkeys(ratios)))
    longer = times(quotient(float(quiet.step[-1]), float(ordinary.step[-1])))
    thrown = ", and its cost rises again and again" if quiet.jumps else ""
    moved = [listed([whole_percent(share) for share in course.travel[:-1]]) for course in (large, ordinary)]
    return (
        "**No one learning rate fits.** A layer's gradient grows with the weights of the other layers, not "
        f"with its own. With the very outputs of {ordinary.name}, the first step of {quiet.name} is beside "
        f"the weights {shorter} times shorter in the hidden layers, and {longer} times longer in the last"
        f"{thrown}. What is too long for one layer is too short for the others: after iteration "
        f"{spaced(SETTLED)} the hidden layers of {large.name} move by {moved[0]} of their size, those of "
        f"{ordinary.name} by {moved[1]}."
    )
