"""What the property tests draw: any formula, any run, any way to start and any comparison."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from initcore import RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.data.datasets import DATASETS
from initcore.data.extras import EXTRAS
from initcore.data.sheet import MAX_CLASSES, MAX_FEATURES
from initcore.experiment.choices import Choice
from initcore.experiment.config import MAX_RECORDS
from initcore.experiment.experiment import MOST, Experiment
from initcore.experiment.settings import BY_NAME, LIMITS
from initcore.experiment.values import MAX_LAYERS, MAX_WIDTH
from initcore.model.activations import ACTIVATIONS
from initcore.model.expressions import NAMES, Function, Name, Node, Number, Operation
from initcore.model.formula import MAX_LENGTH, Formula
from initcore.model.optimizers import OPTIMIZERS

SETTINGS = settings(max_examples=150, deadline=None, derandomize=True, database=None)
"""The same examples every time, so that a test passes everywhere or nowhere."""

_LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Number, st.floats(0, 1000) | st.floats(0, 1e6) | st.integers(0, 12).map(float)),
    st.builds(Name, st.sampled_from(NAMES)),
)


def _wider(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs, several = st.tuples(nodes, nodes), st.lists(nodes, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/", "**"]), pairs),
        st.builds(Operation, st.just("neg"), st.tuples(nodes)),
        st.builds(Function, st.sampled_from(["sqrt", "exp", "log", "abs"]), st.tuples(nodes)),
        st.builds(Function, st.sampled_from(["min", "max"]), several),
    )


TREES = st.recursive(_LEAVES, _wider, max_leaves=9).filter(lambda tree: len(Formula(tree).text) <= MAX_LENGTH)
"""Formulas as trees, short enough to be written out."""

_SIGMAS = st.builds(
    str.format,
    st.sampled_from(
        [
            "sqrt({0!r}/fan_in)",
            "min({0!r},{1!r}/(fan_out+layer))",
            "{0!r}*depth**-0.5/max(1,fan_in)",
            "exp(-layer)*{0!r}+abs({1!r}-fan_in)/1e3",
        ]
    ),
    st.floats(0, 1000),
    st.floats(0, 1000),
)
"""Formulas that have a value in every layer of any network, as a config's must."""

TABLE_IDS = st.builds(
    "{}x{}-{:016x}".format,
    st.integers(1, MAX_FEATURES),
    st.integers(2, MAX_CLASSES),
    st.integers(0, 2**64 - 1),
)


def _number(name: str) -> st.SearchStrategy[Any]:
    limit = LIMITS[name]
    if isinstance(getattr(RunConfig(), name), int):
        return st.integers(int(limit.low), int(limit.high))
    return st.floats(limit.low, limit.high, exclude_min=limit.above, exclude_max=limit.below)


def _starts(hidden: tuple[int, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Where a network of those hidden widths may start, by field."""
    layers = len(hidden) + 1
    formulas = {"initialization": st.just("formula"), "formula": _SIGMAS}
    named = {"initialization": st.sampled_from(INITIALIZATIONS.names)}
    others = {
        "gain": _number("gain"),
        "bias": st.sampled_from(BY_NAME["bias"].names) | st.just("constant"),
        "bias_value": _number("bias_value"),
        "zero_last": st.booleans(),
        "layer_gains": st.lists(_number("gain"), min_size=layers, max_size=layers).map(tuple),
    }
    starts = (st.fixed_dictionaries(first, optional=others) for first in (named, named, formulas))
    return st.one_of(*starts)


_WIDTHS = st.integers(1, MAX_WIDTH)
HIDDEN = st.one_of(
    st.lists(_WIDTHS, min_size=1, max_size=MAX_LAYERS),
    st.lists(st.sampled_from([7, 5]), min_size=1, max_size=13),
    st.builds(lambda width, count: [width] * count, _WIDTHS, st.integers(1, MAX_LAYERS)),
).map(tuple)

_APART = ("gain", "bias_value", "classes", "samples", "test_samples", "iterations", "record_every")
"""Numbers that depend on something else, or belong to where a run starts."""

_SHARED = {
    "twin": st.booleans(),
    "activation": st.sampled_from(ACTIVATIONS.names),
    "extra_inputs": st.lists(st.sampled_from(EXTRAS.names)).map(tuple),
    "standardize": st.sampled_from(BY_NAME["standardize"].names),
    "optimizer": st.sampled_from(OPTIMIZERS.names),
    **{name: _number(name) for name in LIMITS if name not in _APART},
}


@st.composite
def configs(draw: st.DrawFn) -> RunConfig:
    """Any run that is allowed, most of its fields at other values than the defaults."""
    hidden = draw(st.just(RunConfig.hidden) | HIDDEN)
    data = DATASETS[draw(st.sampled_from(DATASETS.names))]
    iterations = draw(_number("iterations"))
    fewest = -(-(iterations + 1) // (MAX_RECORDS + 1))
    # Of data with two classes, or with its own, the number means nothing and may be any.
    classes = draw(st.integers(2, data.most_classes if data.most_classes > 2 else 10))
    sizes = st.integers(max(classes, int(LIMITS["samples"].low)), int(LIMITS["samples"].high))
    values = {
        "hidden": hidden,
        "dataset": data.name,
        "table": draw(TABLE_IDS) if data.name == "csv" else "",
        "classes": classes,
        "samples": draw(st.just(RunConfig.samples) | sizes),
        "test_samples": draw(st.just(RunConfig.test_samples) | sizes),
        "iterations": iterations,
        "record_every": draw(st.integers(fewest, int(LIMITS["record_every"].high))),
        **draw(st.fixed_dictionaries({}, optional=_SHARED)),
        **draw(_starts(hidden)),
    }
    return RunConfig(**values)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Any comparison that is allowed."""
    base = draw(configs())
    starts = draw(st.lists(_starts(base.hidden), min_size=1, max_size=MOST))
    choices = dict.fromkeys(Choice.of(RunConfig(hidden=base.hidden, **start)) for start in starts)
    return Experiment(
        tuple(choices), base, draw(st.integers(1, int(BY_NAME["seeds"].limit.high))), draw(st.booleans())
    )
