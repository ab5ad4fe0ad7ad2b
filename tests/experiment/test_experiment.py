"""What a page compares, and its address: everything survives the trip, and nothing breaks on it."""

import random
from typing import Any

import pytest

from initcore import ConfigError, RunConfig
from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.choices import COURSE, Choice
from initcore.experiment.config import START, URL_NAMES
from initcore.experiment.experiment import MOST, QUERY_NAMES, Experiment, idle_in
from initcore.model.activations import ACTIVATIONS
from tests.helpers.small import MADE


def _some_experiment(rng: random.Random) -> Experiment:
    """Any comparison that is allowed."""
    gains = [1.0, 0.0, 0.5, 2.0, 1e-7, 0.1 + 0.2, 1000.0, rng.uniform(0, 1000)]
    pairs = [Choice(name, gain) for name in INITIALIZATIONS.names for gain in gains]
    record_every = rng.randint(10, 100_000)
    settings: dict[str, Any] = {
        "hidden": [rng.randint(1, 512) for _ in range(rng.randint(1, 50))],
        "activation": rng.choice(ACTIVATIONS.names),
        "dataset": rng.choice(MADE),
        "samples": rng.randint(4, 10_000),
        "test_samples": rng.randint(4, 10_000),
        "noise": rng.choice([0, 1, rng.random()]),
        "data_seed": rng.randint(0, 2**32 - 1),
        "test_seed": rng.randint(0, 2**32 - 1),
        "weights_seed": rng.randint(0, 2**32 - 1),
        "learning_rate": rng.choice([1e-9, 10, rng.uniform(1e-3, 10)]),
        "iterations": rng.randint(1, 1_000_000),
        "record_every": record_every,
    }
    kept = {name: value for name, value in settings.items() if rng.random() < 0.6}
    if kept.get("record_every", 50) < 10:
        del kept["record_every"]
    return Experiment(tuple(rng.sample(pairs, rng.randint(1, MOST))), RunConfig(**kept))


def test_many_experiments_survive_the_address() -> None:
    rng = random.Random(5)
    for _ in range(400):
        experiment = _some_experiment(rng)
        query = experiment.to_query()
        assert all(isinstance(name, str) and isinstance(text, str) for name, text in query.items())
        assert Experiment.from_query(query) == (experiment, [])


def test_the_courses_experiment_has_an_empty_address() -> None:
    assert Experiment().to_query() == {}
    assert Experiment.from_query({}) == (Experiment(), [])
    assert [config.initialization for config in Experiment().configs] == [
        choice.initialization for choice in COURSE
    ]


def test_what_the_base_says_of_the_initialization_means_nothing() -> None:
    odd = Experiment(
        (Choice("zeros"), Choice("he", 2.0)), RunConfig(initialization="random", gain=3, noise=0.1)
    )
    plain = Experiment((Choice("zeros"), Choice("he", 2.0)), RunConfig(noise=0.1))
    assert odd == plain
    assert Experiment.from_query(odd.to_query()) == (plain, [])
    assert Experiment(base=RunConfig(initialization="random")).to_query() == {}


def test_equal_comparisons_are_equal_however_they_are_written() -> None:
    written: Any = [Choice("he", 1), Choice("he", 2, bias_value=7)]
    plain = Experiment((Choice("he"), Choice("he", 2.0)))
    assert Experiment(written) == plain
    assert hash(Experiment(written)) == hash(plain)


@pytest.mark.parametrize(
    ("choices", "complaint"),
    [
        ((), r"^a comparison must have 1 to 8 initializations; got 0$"),
        (tuple(Choice("he", float(gain)) for gain in range(9)), r"initializations; got 9$"),
        ((Choice("he"), Choice("zeros"), Choice("he", 1)), r"must not have two alike; got he twice$"),
        ((Choice("he", 0.0), Choice("he", -0.0)), r"must not have two alike"),
        ((Choice("tanh"),), r"^`initialization` must be one of zeros, .*; got 'tanh'$"),
        ((Choice("he", float("nan")),), r"^`gain` must be a number in \[0, 1000\]; got nan$"),
    ],
)
def test_what_cannot_be_compared_is_refused(choices: tuple[Choice, ...], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Experiment(choices)


def test_another_number_of_iterations_changes_nothing_else() -> None:
    longer = Experiment((Choice("he", 0.5),), RunConfig(noise=0.2)).with_iterations(77)
    assert longer == Experiment((Choice("he", 0.5),), RunConfig(noise=0.2, iterations=77))
    with pytest.raises(ConfigError, match="`iterations`"):
        longer.with_iterations(0)


MANY = [f"{name}*{gain}" for gain in (1, 2, 3, 4) for name in INITIALIZATIONS.names]
HE = (Choice("he"),)


@pytest.mark.parametrize(
    ("text", "kept", "sentences"),
    [
        ("", COURSE, 0),
        ("   ", COURSE, 0),
        ("nonsense", COURSE, 1),
        ("he nonsense", HE, 1),
        ("he HE hé", HE, 2),
        ("he zeros~nan xavier*inf random~-1 zeros~1e999 zeros*x", HE, 5),
        ("he zeros* *2 *", HE, 3),
        ("he he~1 he~1.0", HE, 2),
        ("he he~2 he~2.0", (*HE, Choice("he", 2.0)), 1),
        ("he~0 he~-0.0", (Choice("he", 0.0),), 1),
        ("he zeros~2*3", HE, 1),
        ("he*" + "9" * 5000, COURSE, 1),
        ("he " + "x" * 100_000, HE, 1),
        ("he \0 \N{SNOWMAN}*\N{SNOWMAN} zeros*\N{ARABIC-INDIC DIGIT TWO}", (*HE, Choice("zeros", 2.0)), 2),
        (" ".join(MANY), tuple(Choice(w.split("*")[0], float(w.split("*")[1])) for w in MANY[:MOST]), 1),
        ("he " * 20, HE, 8),
    ],
)
def test_the_initializations_of_an_address_are_kept_where_they_can_be(
    text: str, kept: tuple[Choice, ...], sentences: int
) -> None:
    experiment, problems = Experiment.from_query({"init": text, "noise": "0.2"})
    assert experiment == Experiment(kept, RunConfig(noise=0.2))
    assert len(problems) == sentences
    assert all(problem and "\n" not in problem and len(problem) < 250 for problem in problems)


JUNK = ["", " ", "x", "nan", "inf", "-inf", "-1", "1e999", "9" * 5000, "0x10", "1,5", "\0", "\N{SNOWMAN}"]
JUNK += ["[]", "{}", "None", "True", "'", "<script>", "%00", "--", "1e-400", "." * 100_000, "\ud800"]


OF_ONE_START = [URL_NAMES[name] for name in (*START[1:], "twin")]


@pytest.mark.parametrize("short", [s for s in QUERY_NAMES if s not in ("init", "table", *OF_ONE_START)])
@pytest.mark.parametrize("text", JUNK, ids=lambda text: ascii(text[:8]))
def test_junk_in_one_field_costs_that_field_only(short: str, text: str) -> None:
    experiment, problems = Experiment.from_query({"init": "he", "act": "tanh", short: text})
    # The one reading of each that is a value; of a list that may be empty, nothing.
    small = dict.fromkeys(("noise", "flip", "l2", "mom"), "1e-400")
    empty = text if not text.strip() else ""
    allowed = {"hidden": "1,5", "twins": "True", "extra": empty, **small}.get(short)
    assert len(problems) == (text != allowed)
    assert bool(idle_in({short: text}, experiment.base)) == (text == allowed and short == "mom")
    assert experiment.choices == HE
    if text != allowed:
        expected = RunConfig() if short == "act" else RunConfig(activation="tanh")
        assert experiment.base == expected
        field = next((name for name, known in URL_NAMES.items() if known == short), short)
        assert problems[0].startswith(f"`{field}` ")
        assert "\n" not in problems[0]
        assert len(problems[0]) < 250


@pytest.mark.parametrize("short", OF_ONE_START)
def test_what_belongs_to_one_start_is_not_passed_over_in_silence(short: str) -> None:
    experiment, problems = Experiment.from_query({"init": "he", short: "1"})
    assert experiment == Experiment(HE)
    assert [problem.partition(" belongs to one initialization")[1] != "" for problem in problems] == [True]


def test_every_field_may_be_junk_at_once() -> None:
    rng = random.Random(7)
    for _ in range(300):
        query = {name: rng.choice(JUNK) for name in [*QUERY_NAMES, "embed", ""] if rng.random() < 0.8}
        experiment, problems = Experiment.from_query(query)
        assert Experiment.from_query(experiment.to_query()) == (experiment, [])
        assert len(problems) <= len(QUERY_NAMES)


def test_what_changes_nothing_in_an_address_is_named() -> None:
    query = {"data": "iris", "noise": "0.2", "bseed": "7", "lr": "0.1", "n": "x", "b": "2", "extra": "x1sq"}
    experiment, problems = Experiment.from_query({**query, "n": "20", "init": "he~b:2"} | {"b": "2"})
    assert experiment.base == RunConfig(dataset="iris", learning_rate=0.1)
    assert [problem.partition(" ")[0] for problem in problems] == ["`bias_value`"]
    assert idle_in(query, experiment.base) == [
        "`noise` changes nothing here: it needs data that are made",
        "`extra_inputs` changes nothing here: it needs data with two inputs",
        "`batch_seed` changes nothing here: it needs a `batch_size`",
    ]
    batches = {"bseed": "7", "batch": "16"}
    assert idle_in(batches, Experiment.from_query(batches)[0].base) == []


def test_names_that_an_address_may_have_for_others_are_passed_over() -> None:
    assert Experiment.from_query({"embed": "true", "utm_source": "x", "lr": "0.1"}) == (
        Experiment(base=RunConfig(learning_rate=0.1)),
        [],
    )


def test_a_gain_without_its_initialization_is_not_lost_in_silence() -> None:
    experiment, problems = Experiment.from_query(RunConfig(gain=0.5).to_query())
    assert experiment == Experiment()
    assert problems == ["`gain` belongs to one initialization, as in init=he~0.5; it was passed over"]


@pytest.mark.parametrize("names", [("iters", "every"), ("every", "iters")])
def test_limits_on_two_fields_together_hold_in_any_order(names: tuple[str, str]) -> None:
    good, bad = {"iters": "1000000", "every": "10"}, {"iters": "1000000", "every": "9"}
    experiment, problems = Experiment.from_query({name: good[name] for name in names})
    assert (experiment.base, problems) == (RunConfig(iterations=1_000_000, record_every=10), [])
    experiment, problems = Experiment.from_query({name: bad[name] for name in names})
    assert experiment.base == RunConfig(iterations=1_000_000)
    assert problems == ["`record_every` must be at least `iterations` / 100000; got 9 for 1000000 iterations"]
