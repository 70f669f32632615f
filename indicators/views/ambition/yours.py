"""A reader's own index: version, weights of the pillars and choices of method, from an address.

Reads texts and says what is wrong with them; the index itself is `standing`'s. It draws no control.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indicators import results
from indicators.catalogue import Catalogue
from indicators.choice import not_here
from indicators.index_method import PILLAR_TITLES, VERSIONS, load_method, members
from indicators.recipe import Recipe
from indicators.standing import Standing, changed, on_panel
from indicators.view import View
from indicators.views.ambition.ranks import interval_view
from indicators.warehouse import Warehouse

#: Choices of method: label of each, and its options in words; the first is the declared one.
LABELS = {
    "normalisation": "One scale by",
    "within": "Mean within pillars",
    "between": "Mean between pillars",
    "treatment": "Outlying figures",
    "imputation": "Missing figures",
}
NAMES = {
    "normalisation": {
        "min_max": "Min–max",
        "z_score": "Z-score",
        "rank": "Rank",
        "percentile_rank": "Percentile rank",
        "distance_to_leader": "Distance to leader",
    },
    "within": {"arithmetic": "Arithmetic", "geometric": "Geometric"},
    "between": {"arithmetic": "Arithmetic", "geometric": "Geometric"},
    "treatment": {"winsorise": "Drawn in", "none": "As published"},
    "imputation": {"none": "Left missing", "peer_mean": "Mean of peer countries"},
}
WEIGHTS, VERSION = "weights", "version"
#: The preset whose weights are computed from the figures.
COMPONENTS = "pca"
#: The largest weight of a pillar.
MOST = 100

Weights = dict[str, int]
Presets = dict[str, tuple[str, Weights]]


@dataclass(frozen=True, slots=True)
class Yours:
    """What a reader has chosen, and a sentence on each text of the address that names nothing."""

    version: str
    weights: Weights
    choices: dict[str, str]
    problems: tuple[str, ...] = ()


def presets(w: Warehouse, catalogue: Catalogue, version: str) -> Presets:
    """Weights by name, the declared ones first; those from principal components last."""
    found: Presets = {p.id: (p.title, p.weights) for p in load_method().presets}
    held = results.components_of(w, catalogue, version)
    found[COMPONENTS] = ("Principal component", {p: round(held.get(p, 0)) for p in PILLAR_TITLES})
    return found


def read_weights(text: str | None, known: Presets) -> tuple[Weights, str]:
    """The weights that a preset's name or `20-20-20-20-20` stands for; and what was wrong."""
    default = next(iter(known.values()))[1]
    if text is None:
        return dict(default), ""
    if text in known:
        return dict(known[text][1]), ""
    numbers = text.split("-")
    if len(numbers) != len(PILLAR_TITLES) or not all(
        n.isascii() and n.isdigit() and int(n[:9]) <= MOST for n in numbers
    ):
        return dict(default), not_here(WEIGHTS, text)
    pairs = zip(PILLAR_TITLES, numbers, strict=True)
    return {pillar: int(number) for pillar, number in pairs}, ""


def name_of(weights: Mapping[str, int], known: Presets) -> str | None:
    """The preset that has these weights."""
    return next((name for name, (_, own) in known.items() if own == weights), None)


def weights_text(weights: Mapping[str, int], known: Presets) -> str | None:
    """The weights as they stand in an address; None for the declared ones, which it leaves out."""
    name = name_of(weights, known)
    if name == next(iter(known)):
        return None
    return name or "-".join(str(weights[pillar]) for pillar in PILLAR_TITLES)


def asked(w: Warehouse, catalogue: Catalogue, parameters: Mapping[str, str]) -> Yours:
    """What the parameters of an address choose; what names nothing is told, the default stands."""
    problems = []
    version = parameters.get(VERSION, next(iter(VERSIONS)))
    if version not in VERSIONS:
        problems.append(not_here(VERSION, version))
        version = next(iter(VERSIONS))
    weights, wrong = read_weights(parameters.get(WEIGHTS), presets(w, catalogue, version))
    problems += [wrong] if wrong else []
    choices = {}
    for key, options in NAMES.items():
        text = parameters.get(key, next(iter(options)))
        if text not in options:
            problems.append(not_here(key, text))
            text = next(iter(options))
        choices[key] = text
    return Yours(version, weights, choices, tuple(problems))


def standing_by(base: Standing, yours: Yours) -> Standing:
    """The index by a reader's choices, from the figures of the declared one.

    Raises:
        ValidationError: every weight is zero, or the choices do not go together.
    """
    weights = {pillar: float(weight) for pillar, weight in yours.weights.items()}
    return on_panel(base.panel, changed(base.recipe, weights, yours.choices))


def version_of(recipe: Recipe, catalogue: Catalogue) -> str:
    """The version whose indicators a recipe has most of."""
    ids = set(recipe.spec.indicator_ids)
    return max(VERSIONS, key=lambda v: len(ids & {i.id for i in members(catalogue, v)}))


def yours_view(found: Standing, catalogue: Catalogue, version: str, slug: str) -> View:
    """The ranks of a reader's own index, under a name of their own."""
    return replace(interval_view(found, catalogue.areas, version), slug=slug)
