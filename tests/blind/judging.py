"""What the app says of a run, laid beside what is true of it: misleading or not."""

from collections.abc import Callable

from initcore import RunConfig
from initcore.diagnosis.verdicts import Verdict
from tests.blind.rules import SCALES, Outcomes, helpful, lowers, succeeds

LOST = 2.0
"""How many times its lowest a last cost must be for a run to have been won and lost again."""


def misleading(config: RunConfig, verdict: Verdict, outcomes: Outcomes) -> str:
    """Why what leads misleads; empty where it does not."""
    itself = outcomes["itself"]
    well, name = succeeds(config, itself), verdict.name
    # Units that start alike say what they say of any run, which may do well with one unit a layer; such a
    # start is drawn without chance, so that another seed changes nothing.
    alike = name == "fails_to_break_symmetry" and outcomes["seed"] == itself
    if well and alike:
        return ""
    if verdict.tone in ("bad", "warn") and well and name != "overfits":
        return "is told something is wrong, and tells its classes apart"
    if name == "healthy":
        return "" if well else "is told that it separates the classes, and does not"
    rule = _RULES.get(name)
    return rule(config, outcomes) if rule else ""


def _overfits(_: RunConfig, outcomes: Outcomes) -> str:
    one = outcomes["itself"]
    return "" if one.train - one.test >= 0.05 else "is told to overfit, and is as good on test examples"


def _longer(_: RunConfig, outcomes: Outcomes) -> str:
    one = outcomes["itself"]
    if any(lowers(one, outcomes[name], 0.01) for name in ("longer", "steadier") if name in outcomes):
        return ""
    if one.cost is not None and one.lowest is not None and one.cost > LOST * one.lowest:
        return "is told to be learning, and has lost what it had"
    return "is told to be learning, and is no better in three times as long"


def _stuck(_: RunConfig, outcomes: Outcomes) -> str:
    longer = outcomes.get("longer")
    if longer is not None and lowers(outcomes["itself"], longer, 0.2):
        return "is told to be stuck, and gets on in three times as long"
    return ""


def _only(names: set[str], said: str) -> Callable[[RunConfig, Outcomes], str]:
    """Misleads where none of these lowers the cost, and another standard change helps."""

    def rule(config: RunConfig, outcomes: Outcomes) -> str:
        found = helpful(config, outcomes)
        tried = (outcomes[name] for name in names & outcomes.keys())
        return said if found and not any(lowers(outcomes["itself"], one) for one in tried) else ""

    return rule


def _rate_too_high(config: RunConfig, outcomes: Outcomes) -> str:
    """Misleads as `_only` says of a tenth of the rate, unless a third of it, for as many more steps, helps
    where those steps alone do not.
    """
    steadier, longer = outcomes.get("steadier"), outcomes.get("longer")
    helps = steadier is not None and lowers(outcomes["itself"], steadier)
    if steadier is not None and helps and (longer is None or lowers(longer, steadier)):
        return ""
    return _lower_rate(config, outcomes)


_lower_rate = _only({"slower", "no_l2"}, "is told that its rate is too high, and a lower one is no help")
_START = {*SCALES, "seed", "wider", "standardized"}
_RULES: dict[str, Callable[[RunConfig, Outcomes], str]] = {
    "overfits": _overfits,
    "still_learning": _longer,
    "plateau": _stuck,
    "rate_too_high": _rate_too_high,
    "rate_too_low": _only({"faster"}, "is told that its rate is too low, and a higher one is no help"),
    "raw_inputs": _only({"standardized"}, "is told to standardize its inputs, and that is no help"),
    "exploding": _only(_START, "is told that its start explodes, and no other start helps"),
    "too_large_weights": _only(_START, "is told that its weights are too large, and no other start helps"),
    "vanishes": _only({*_START, "faster"}, "is told that its signal vanishes, and no other start helps"),
    "fails_to_break_symmetry": _only(_START, "is told that its units are alike, and no other start helps"),
    "only_output_bias": _only(_START, "is told that only a bias learns, and no other start helps"),
    "dead": _only({*_START, "slower", "no_l2"}, "is told that units are dead, and only else helps"),
    "some_dead": _only({*_START, "slower", "no_l2"}, "is told that units are dead, and only else helps"),
}
