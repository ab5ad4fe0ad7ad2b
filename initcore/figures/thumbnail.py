"""A comparison at a glance: a strip of its maps, and under it its cost curves, as one small SVG."""

from collections.abc import Sequence

from initcore.catalogue.initializations import INITIALIZATIONS
from initcore.experiment.experiment import Experiment, Group
from initcore.experiment.naming import label
from initcore.figures.palette import DASHES, GUIDE, PAPER, STROKES
from initcore.figures.stills import SIDE, curve_path, map_cells, points_of, useful_top
from initcore.measures.costs import chance_cost
from initcore.measures.curves import final_cost
from initcore.training.trajectory import Trajectory
from initcore.words.numbers import figure, percent

WIDTH, HEIGHT, STRIP, GAP = 400, 190, 122, 8
MOST_MAPS = 8


def thumbnail(groups: Sequence[Group[Trajectory]]) -> str:
    """The picture of these runs, as far as they have come: a map an initialization, or a seed of one."""
    shown = _shown(groups)
    rows = 1 if len(shown) <= MOST_MAPS // 2 else 2
    columns = -(-len(shown) // rows)
    side = min((STRIP - GAP * (rows - 1)) / rows, (WIDTH - GAP * (columns - 1)) / columns)
    left = (WIDTH - columns * side - (columns - 1) * GAP) / 2
    maps = []
    for place, run in enumerate(shown):
        row, column = divmod(place, columns)
        at = (
            f"translate({left + column * (side + GAP):.1f} {row * (side + GAP):.1f}) scale({side / SIDE:.3f})"
        )
        color = INITIALIZATIONS[run.config.initialization].color
        cells = map_cells(run, run.iteration)
        maps.append(
            f'<g transform="{at}"><image href="{cells}" width="{SIDE}" height="{SIDE}"/>'
            f'<use href="#p"/><rect width="{SIDE}" height="4" fill="{color}"/></g>'
        )
    points = points_of(shown[0].data, 1.1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        f'<defs><g id="p">{points}</g></defs>{"".join(maps)}{_curves(groups)}</svg>'
    )


def in_words(groups: Sequence[Group[Trajectory]]) -> str:
    """What the picture shows, for whoever does not see it."""
    said = []
    for run in _shown(groups):
        name = label(run.config) if len(groups) > 1 else f"seed {run.config.weights_seed}"
        said.append(f"{name} ends at cost {figure(final_cost(run))}, {percent(run.train_accuracy)} right")
    return f"Decision boundaries and cost curves: {'; '.join(said)}."


def _shown(groups: Sequence[Group[Trajectory]]) -> list[Trajectory]:
    """The runs with a map: the first of each initialization, or all seeds where there is but one."""
    if len(groups) == 1:
        return list(groups[0].items[:MOST_MAPS])
    return [group.items[0] for group in groups[:MOST_MAPS]]


def _curves(groups: Sequence[Group[Trajectory]]) -> str:
    """The cost curves of every run, on a plain ground that is seen in both themes."""
    runs = [run for group in groups for run in group.items]
    chance = chance_cost(runs[0])
    width, height = WIDTH - 8, HEIGHT - STRIP - GAP - 8
    top = useful_top(runs, chance)
    lines, seen = [], [group.items[0].config.initialization for group in groups]
    for place, group in enumerate(groups):
        dash = STROKES[DASHES[seen[:place].count(seen[place]) % len(DASHES)]]
        for run in group.items:
            color = INITIALIZATIONS[run.config.initialization].color
            lines.append(
                f'<path d="{curve_path(run, width, height, top)}" fill="none" stroke="{color}" '
                f'stroke-width="1.8" stroke-dasharray="{dash}"/>'
            )
    level = height * (1 - chance / top)
    return (
        f'<rect y="{STRIP + GAP}" width="{WIDTH}" height="{HEIGHT - STRIP - GAP}" rx="4" fill="{PAPER}"/>'
        f'<g transform="translate(4 {STRIP + GAP + 4})">'
        f'<path d="M0 {level:.1f}H{width}" stroke="{GUIDE}" stroke-dasharray="3 3"/>{"".join(lines)}</g>'
    )


def pictured(runs: Sequence[Trajectory], experiment: Experiment) -> tuple[str, str]:
    """An experiment's runs as SVG, and what it shows in words: what a worker is asked for."""
    groups = experiment.groups(runs)
    return thumbnail(groups), in_words(groups)
