"""A config as JSON, as a URL and as a key: what was written must read back, for years."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest

from initcore import ConfigError, RunConfig
from initcore.experiment.config import URL_NAMES

OTHER: dict[str, Any] = {
    "initialization": "formula",
    "gain": 0.5,
    "formula": "2/fan_in",
    "bias": "constant",
    "bias_value": 0.3,
    "zero_last": True,
    "layer_gains": (1.0, 0.5, 1e-7),
    "twin": True,
    "hidden": (7, 3),
    "activation": "tanh",
    "dataset": "spirals",
    "samples": 53,
    "test_samples": 31,
    "noise": 0.1,
    "balance": 2.0,
    "label_noise": 0.1,
    "classes": 3,
    "extra_inputs": ("x1sq", "sinx2"),
    "standardize": "yes",
    "data_seed": 5,
    "test_seed": 7,
    "weights_seed": 11,
    "optimizer": "nesterov",
    "learning_rate": 0.1,
    "momentum": 0.5,
    "batch_size": 17,
    "batch_seed": 3,
    "l2": 0.7,
    "iterations": 61,
    "record_every": 13,
}
"""A value that is not the default for every field but `table`, which has no place beside made data."""

ALONE = {name: value for name, value in OTHER.items() if name not in ("formula", "bias_value", "classes")}
ALONE = {name: value for name, value in ALONE.items() if name not in ("momentum", "batch_seed")}
"""Those of them that mean something without another."""

TABLE = RunConfig(dataset="csv", table="4x3-0123456789abcdef")
CONFIGS = [
    RunConfig(),
    RunConfig(**OTHER),
    *[RunConfig(**{name: value}) for name, value in ALONE.items()],
    TABLE,
    RunConfig(dataset="digits", optimizer="adam", hidden=(64, *[128] * 30, 10)),
    RunConfig(gain=0.1 + 0.2, noise=5e-324, learning_rate=1e-300),
    RunConfig(gain=0, noise=0, data_seed=0, weights_seed=2**32 - 1),
    RunConfig(hidden=(128,) * 10, iterations=1_000_000, record_every=100_000),
    RunConfig(initialization="small_random", activation="sigmoid", dataset="blobs", hidden=(1,)),
]
NOT_JSON = ["", "{", "he", "{'gain': 1}", "[" * 100_000, '{"gain": 1}}', "\x00", '{"gain": 0x1}']
NOT_AN_OBJECT = ["null", "1", "true", "[]", '"he"', '[{"gain": 1}]', "NaN"]
NOT_ALLOWED = [
    '{"gain": null}',
    '{"gain": "1"}',
    '{"gain": NaN}',
    '{"gain": 1e400}',
    '{"gain": {}}',
    '{"samples": 53.5}',
    '{"samples": false}',
    '{"hidden": "10-5"}',
    '{"hidden": [[10]]}',
    '{"hidden": null}',
    '{"hidden": {"10": 5}}',
    '{"extra_inputs": "x1sq"}',
    '{"extra_inputs": ["x1"]}',
    '{"extra_inputs": [["x1sq"]]}',
    '{"extra_inputs": null}',
    '{"initialization": ["he"]}',
    '{"initialization": "\\ud800"}',
    '{"optimiser": "adam"}',
    '{"\\ud800": 1}',
    '{"iterations": 1' + "0" * 400 + "}",
    '{"learning_rate": 1' + "0" * 400 + "}",
]
BAD_QUERIES = [
    {"lr": ""},
    {"lr": "fast"},
    {"lr": "nan"},
    {"lr": "1e999"},
    {"lr": "-0.1"},
    {"lr": "0x1"},
    {"iters": "1.5"},
    {"iters": "1e3"},
    {"iters": "9" * 5000},
    {"iters": "1" + "0" * 400},
    {"hidden": ""},
    {"hidden": "-"},
    {"hidden": "10--5"},
    {"hidden": "10-5-"},
    {"hidden": "10.5"},
    {"hidden": "9999999999x9"},
    {"hidden": "x"},
    {"gains": "1,x"},
    {"extra": "x1"},
    {"extra": "x1^2"},
    {"extra": "X1SQ"},
    {"extra": "x1sq-"},
    {"extra": "x1sq--x2sq"},
    {"sigma": "1/"},
    {"data": "csv"},
    {"data": "csv", "table": "4x3"},
    {"data": "csv", "table": "999x3-0123456789abcdef"},
    {"hidden": "-".join("3" * 51)},
    {"init": ""},
    {"init": "\ud800"},
    {"act": "RELU"},
    {"n": "\x00"},
]
GOLDEN_KEYS = [
    (RunConfig(), "c3f0c24948ada8e7d73a3a23e33225a07c107146ac479bc429ca7440ef1092a5"),
    (
        RunConfig(initialization="zeros"),
        "8b853d65c65d8c9686c1feea15c963b5eeecd68cbc93012c2deab635877ac596",
    ),
    (
        RunConfig(initialization="random"),
        "bae8551b60d92f40f7426b75228a324129d8e53b2fdc5f7c7c51cff6222bb26d",
    ),
    (
        RunConfig(
            initialization="xavier",
            activation="tanh",
            dataset="moons",
            hidden=(7, 5, 3),
            noise=0.2,
            learning_rate=0.1,
        ),
        "b71f80128833dda481bdab614a6c8790e2c678f4594dfce87a8c2dd97da22e28",
    ),
    (
        RunConfig(
            gain=2,
            samples=53,
            test_samples=31,
            data_seed=5,
            test_seed=7,
            weights_seed=11,
            record_every=13,
        ),
        "901c7be8c7b9c225c64fae4b33ec76935c9723a021fbfcfa29b6c913ce4ddaa9",
    ),
    (
        RunConfig(
            initialization="small_random",
            activation="sigmoid",
            dataset="blobs",
            hidden=(128,) * 10,
            learning_rate=1e-5,
            gain=0.1 + 0.2,
        ),
        "0c03fa535220c7b2f20ee68097c448ba8f22886db015d9b0a2b93c27522890f6",
    ),
    (
        RunConfig(initialization="lsuv", bias="zeros"),
        "74466bc14e4f38e2116a89514fae58880598a404b9a893295c5edb056a223121",
    ),
    (
        RunConfig(initialization="lsuv", bias="constant", bias_value=0),
        "2f687b233ced3d253a916bdf42c2704504eb3ff48bb3ed51fed2a43a167e862c",
    ),
    (
        RunConfig(extra_inputs=("x1sq", "x2sq"), hidden=(3,)),
        "b1f4aa8faf3427d9a129b9f49021994ac12365a8ae37dd3f7464bf3b9d8d8cae",
    ),
]


def test_the_example_changes_every_field() -> None:
    assert list(OTHER) == [name for name in URL_NAMES if name != "table"]
    assert all(getattr(RunConfig(), name) != value for name, value in OTHER.items())


@pytest.mark.parametrize("config", CONFIGS)
def test_json_reads_back_as_the_same_config(config: RunConfig) -> None:
    back = RunConfig.from_json(config.to_json())
    assert back == config
    assert back.key == config.key


@pytest.mark.parametrize("config", CONFIGS)
def test_a_link_reads_back_as_the_same_config(config: RunConfig) -> None:
    link = urlencode(config.to_query())
    back = RunConfig.from_query(dict(parse_qsl(link, strict_parsing=bool(link))))
    assert back == config
    assert back.key == config.key


def test_a_link_holds_only_what_differs_from_the_course() -> None:
    assert RunConfig().to_query() == {}
    assert RunConfig(gain=2).to_query() == {"gain": "2.0"}
    assert set(RunConfig(**OTHER).to_query()) == set(URL_NAMES.values()) - {"table"}
    assert TABLE.to_query() == {"data": "csv", "table": "4x3-0123456789abcdef"}
    assert RunConfig(hidden=(64, *[128] * 30)).to_query() == {"hidden": "64-30x128"}
    every = RunConfig(extra_inputs=("sinx2", "sinx1", "x1x2", "x2sq", "x1sq")).to_query()
    assert urlencode(every) == "extra=x1sq-x2sq-x1x2-sinx1-sinx2"


@pytest.mark.parametrize(
    "text", ["sinx1-x1sq", "x1sq,sinx1", " x1sq , sinx1 ", "x1sq sinx1", "x1sq-sinx1-x1sq"]
)
def test_extra_inputs_may_be_typed_as_widths_are(text: str) -> None:
    assert RunConfig.from_query({"extra": text}) == RunConfig(extra_inputs=("x1sq", "sinx1"))
    assert RunConfig.from_query({"extra": " "}) == RunConfig()


def test_names_in_a_link_that_are_not_a_configs_are_passed_over() -> None:
    assert RunConfig.from_query({"page": "compare", "gain": "2"}) == RunConfig(gain=2)


def test_fields_left_out_of_json_are_the_courses() -> None:
    assert RunConfig.from_json('{"gain": 2}') == RunConfig(gain=2)
    assert RunConfig.from_json("{}") == RunConfig()


def test_an_unknown_field_is_refused_and_the_fields_are_named() -> None:
    with pytest.raises(ConfigError, match="no field 'optimiser'; it has initialization, gain, formula"):
        RunConfig.from_dict({"optimiser": "adam"})


@pytest.mark.parametrize("text", [*NOT_JSON, *NOT_AN_OBJECT, *NOT_ALLOWED], ids=lambda text: repr(text[:30]))
def test_json_that_is_not_a_config_is_a_config_error(text: str) -> None:
    with pytest.raises(ConfigError):
        RunConfig.from_json(text)


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: ascii(query)[:30])
def test_a_link_that_is_not_a_config_is_a_config_error(query: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        RunConfig.from_query(query)


def test_damaged_text_is_read_or_is_a_config_error() -> None:
    random = np.random.default_rng(7)
    text, query = RunConfig(**OTHER).to_json(), RunConfig(**OTHER).to_query()
    alphabet = [*'0123456789-+.eE"[]{},: naiftrl', "\u00b2", "\uff11", "\x00"]
    outcomes = {"read": 0, "refused": 0}
    for _ in range(997):
        at = int(random.integers(len(text)))
        put = alphabet[random.integers(len(alphabet))]
        short = list(query)[random.integers(len(query))]
        for attempt in (
            lambda at=at, put=put: RunConfig.from_json(text[:at] + put + text[at + 1 :]),
            lambda at=at: RunConfig.from_json(text[:at]),
            lambda short=short, put=put: RunConfig.from_query({**query, short: query[short] + put}),
            lambda short=short, put=put: RunConfig.from_query({**query, short: put + query[short][1:]}),
        ):
            try:
                attempt()
                outcomes["read"] += 1
            except ConfigError:
                outcomes["refused"] += 1
    assert min(outcomes.values()) > 100


@pytest.mark.parametrize(("config", "key"), GOLDEN_KEYS)
def test_keys_are_what_they_were(config: RunConfig, key: str) -> None:
    assert config.key == key


def test_what_was_measured_without_its_biases_is_not_found_where_they_are_measured() -> None:
    # The keys of runs that started from other weights, as they were published.
    once = {
        RunConfig(
            initialization="lsuv", bias="constant", bias_value=3
        ): "fad4fcc11b514642c5d53b1413a47de33abf1646edb2eb66650c26e0e8cd4485",
        RunConfig(
            initialization="lsuv", bias="uniform"
        ): "02a5f444c307d28f4bc5483440c1bfe3381be6f0527f12afa94ed92f93a7d1eb",
    }
    assert [config.key for config, key in once.items() if config.key == key] == []
    assert len({config.key for config in once}) == len(once)


def test_every_field_but_iterations_changes_the_key() -> None:
    full = RunConfig(**OTHER)
    keys = {name: replace(full, **{name: getattr(RunConfig(), name)}).key for name in OTHER}
    assert keys.pop("iterations") == full.key
    assert "record_every" in keys
    assert len({full.key, *keys.values()}) == len(OTHER)


@pytest.mark.parametrize(
    ("idle", "same"),
    [
        ({"formula": "2/fan_in"}, {}),
        ({"bias": "zeros", "bias_value": 7.0}, {"bias": "zeros"}),
        ({"momentum": 0.5, "optimizer": "adam"}, {"optimizer": "adam"}),
        ({"batch_seed": 5}, {}),
        ({"table": "nonsense"}, {}),
        ({"classes": 5, "dataset": "moons"}, {"dataset": "moons"}),
        ({"extra_inputs": ("x1sq",), "dataset": "iris"}, {"dataset": "iris"}),
        (
            {"extra_inputs": ("x1sq",), "dataset": "csv", "table": "3x2-0123456789abcdef"},
            {"dataset": "csv", "table": "3x2-0123456789abcdef"},
        ),
        ({"layer_gains": (1, 1, 1)}, {}),
        ({"standardize": "no"}, {}),
        ({"dataset": "iris", "noise": 0.3, "samples": 7, "test_seed": 9}, {"dataset": "iris"}),
        ({"dataset": "iris", "standardize": "yes"}, {"dataset": "iris"}),
        (
            {"initialization": "formula", "formula": "( 2 )/ fan_in"},
            {"initialization": "formula", "formula": "2/fan_in"},
        ),
    ],
)
def test_what_means_nothing_here_makes_no_other_run(idle: dict[str, Any], same: dict[str, Any]) -> None:
    assert RunConfig(**idle) == RunConfig(**same)
    assert RunConfig(**idle).key == RunConfig(**same).key


def test_equal_configs_have_one_key() -> None:
    pairs = [
        (RunConfig(gain=2), RunConfig(gain=2.0)),
        (RunConfig(hidden=[7, 3]), RunConfig(hidden=(7, 3))),  # type: ignore[arg-type]
        (RunConfig(learning_rate=1), RunConfig(learning_rate=np.float64(1))),
        (RunConfig(samples=np.int64(53)), RunConfig(samples=53)),  # type: ignore[arg-type]
        (RunConfig(noise=-0.0), RunConfig(noise=0)),
    ]
    for one, other in pairs:
        assert one == other
        assert one.key == other.key


def test_a_numpy_string_is_known_by_the_same_key() -> None:
    one, other = RunConfig(initialization=np.str_("zeros")), RunConfig(initialization="zeros")
    assert one == other
    assert one.key == other.key


def test_a_key_does_not_depend_on_what_json_keeps_of_a_float() -> None:
    text = json.dumps({"learning_rate": 0.1})
    assert RunConfig.from_json(text).key == RunConfig(learning_rate=0.1).key
