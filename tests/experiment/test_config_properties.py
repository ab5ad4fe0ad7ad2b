"""Any run and any comparison survives being written down, and no address does harm."""

from dataclasses import fields, replace
from urllib.parse import parse_qsl, urlencode

from hypothesis import given, reject
from hypothesis import strategies as st

from initcore import ConfigError, RunConfig
from initcore.experiment.config import URL_NAMES
from initcore.experiment.experiment import QUERY_NAMES, Experiment
from initcore.experiment.settings import LIMITS
from tests.helpers.strategies import SETTINGS, TABLE_IDS, configs, experiments

FIELDS = [field.name for field in fields(RunConfig)]


def _by_link(query: dict[str, str]) -> dict[str, str]:
    """The query as it comes back from an address."""
    return dict(parse_qsl(urlencode(query), strict_parsing=bool(query)))


@SETTINGS
@given(configs())
def test_any_config_reads_back_from_json(config: RunConfig) -> None:
    back = RunConfig.from_json(config.to_json())
    assert back == config
    assert back.key == config.key


@SETTINGS
@given(configs())
def test_any_config_reads_back_from_its_link(config: RunConfig) -> None:
    back = RunConfig.from_query(_by_link(config.to_query()))
    assert back == config
    assert back.key == config.key


@SETTINGS
@given(configs())
def test_any_config_reads_back_from_its_fields(config: RunConfig) -> None:
    assert RunConfig.from_dict(config.to_dict()) == config
    assert replace(config) == config
    assert hash(replace(config)) == hash(config)


@SETTINGS
@given(configs(), st.integers(1, 50_000))
def test_a_key_does_not_depend_on_the_iterations(config: RunConfig, iterations: int) -> None:
    assert config.with_iterations(iterations).key == config.key


@SETTINGS
@given(configs(), configs(), st.sampled_from(FIELDS))
def test_configs_have_one_key_exactly_when_they_are_equal(
    config: RunConfig, other: RunConfig, name: str
) -> None:
    try:
        changed = replace(config, **{name: getattr(other, name)})
    except ConfigError:
        reject()
    for one, two in ((config, changed), (config, other), (changed, other)):
        assert (one.with_iterations(1) == two.with_iterations(1)) == (one.key == two.key)


@SETTINGS
@given(experiments())
def test_any_experiment_reads_back_from_its_link(experiment: Experiment) -> None:
    assert Experiment.from_query(_by_link(experiment.to_query())) == (experiment, [])


@SETTINGS
@given(experiments())
def test_any_experiment_is_as_many_different_runs_as_it_says(experiment: Experiment) -> None:
    runs = experiment.configs
    assert len(runs) == len(experiment.choices) * experiment.seeds * (1 + experiment.twins)
    assert len({run.key for run in runs}) == len(runs)


PIECES = [
    "he",
    "zeros",
    "random",
    "formula",
    "csv",
    "iris",
    "spirals",
    "relu",
    "constant",
    "4x3-0123456789abcdef",
]
PIECES += [
    *"0123456789",
    *"~:,.-+x* ",
    "1e6",
    "nan",
    "inf",
    "true",
    "sqrt(2/fan_in)",
    "**",
    "(",
    ")",
    "\ud800",
]
PIECES += [f"{short}:" for short in URL_NAMES.values()]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.text(st.characters(), max_size=20),
    st.integers(-(10**5), 10**5).map(str),
    st.floats().map(str),
    TABLE_IDS,
)
NAMES = st.sampled_from([*URL_NAMES.values(), *QUERY_NAMES]) | st.text(max_size=5)


@st.composite
def _queries(draw: st.DrawFn) -> dict[str, str]:
    """Names and texts of any kind, alone or among those of a comparison or a run."""
    links = [st.just({}), experiments().map(Experiment.to_query), configs().map(RunConfig.to_query)]
    good = draw(st.one_of(links))
    kept = {name: text for name, text in good.items() if draw(st.booleans())}
    return {**kept, **draw(st.dictionaries(NAMES, TEXTS, max_size=6))}


@SETTINGS
@given(_queries())
def test_any_query_is_a_config_or_a_config_error(query: dict[str, str]) -> None:
    try:
        config = RunConfig.from_query(query)
    except ConfigError as error:
        complaint = str(error)
    else:
        assert RunConfig.from_query(config.to_query()) == config
        return
    assert complaint
    assert "\n" not in complaint


@SETTINGS
@given(_queries())
def test_any_query_is_an_experiment_and_what_was_wrong_with_it(query: dict[str, str]) -> None:
    experiment, problems = Experiment.from_query(query)
    assert all(problem and "\n" not in problem for problem in problems)
    assert Experiment.from_query(experiment.to_query()) == (experiment, [])


@SETTINGS
@given(
    st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), st.none() | st.integers() | st.floats())
)
def test_any_fields_are_a_config_or_a_config_error(values: dict[str, object]) -> None:
    try:
        config = RunConfig.from_dict(values)
    except ConfigError:
        return
    assert all(getattr(config, name) in limit for name, limit in LIMITS.items())
