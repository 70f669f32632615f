"""A recipe: everything that fixes an index result to the digit, as plain tables and back.

The tables are what JSON and TOML hold (no nulls). It opens no file and computes no index.
"""

import dataclasses
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indicators.areas import UK
from indicators.composite import IndexSpec
from indicators.declarations import build
from indicators.errors import ValidationError, raise_all
from indicators.uncertainty import Alternatives

#: Written into every recipe; a reader of another format is refused rather than guessed at.
FORMAT = 1
#: The largest recipe taken, in bytes.
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """An index, the alternatives it is examined under, and the numbers that fix the draws.

    draws, base: sizes of the Monte Carlo and of the Sobol sequence. top: the place asked about.
    unit: the country in focus. subset: units among which first place is counted (Europe).
    year: last year of the panel's figures; None is the newest there is.
    build_id: build of the figures the recipe was made with; empty where any will do.
    """

    spec: IndexSpec
    alternatives: Alternatives
    seed: int
    draws: int = 10_000
    base: int = 1_024
    top: int = 3
    unit: str = UK
    subset: tuple[str, ...] = ()
    year: int | None = None
    build_id: str = ""
    format: int = FORMAT

    def __post_init__(self) -> None:
        raise_all(ValidationError, "recipe", _problems(self))


def to_dict(recipe: Recipe) -> dict[str, Any]:
    """The recipe as nested tables of text, numbers, truth values and lists.

    Every choice is written out, defaults too, so that a later change of a default does not change
    the result; only what is None is left out.
    """
    return _table(recipe)


def from_dict(table: object) -> Recipe:
    """The recipe that `to_dict` wrote, or one written by hand with defaults left out.

    Raises:
        ValidationError: unknown or missing keys and values of the wrong kind, all at once; or
            choices that do not go together.
    """
    problems: list[str] = []
    recipe = build(Recipe, table, "recipe", problems)
    raise_all(ValidationError, "recipe", problems)
    if recipe is None:
        raise ValidationError("recipe: not readable. Save it again from the page.")
    return recipe


def from_bytes(content: bytes, name: str) -> Recipe:
    """The recipe in a file's bytes: TOML where the file's name ends so, else JSON.

    Raises:
        ValidationError: the file is too large, not JSON or TOML, or not a recipe.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"recipe: the file has {len(content):,} bytes; {MOST_BYTES:,} are the most."
        )
    try:
        text = content.decode("utf-8")
        table = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise ValidationError(
            f"recipe: {name} is not readable ({fault}). Give a JSON or TOML file saved from the "
            "2030 page."
        ) from fault
    return from_dict(table)


def to_json(recipe: Recipe) -> str:
    """The recipe as the file that the page saves."""
    return json.dumps(to_dict(recipe), ensure_ascii=False, indent=1)


def _table(item: Any) -> dict[str, Any]:
    values = ((field.name, getattr(item, field.name)) for field in dataclasses.fields(item))
    return {name: _plain(value) for name, value in values if value is not None}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _problems(recipe: Recipe) -> Iterator[str]:
    if recipe.format != FORMAT:
        yield f"format {recipe.format} is not known here; this version reads format {FORMAT}"
    for key in ("draws", "top"):
        if getattr(recipe, key) < 1:
            yield f"{key} {getattr(recipe, key)} is below one"
    if recipe.base < 2 or recipe.base & (recipe.base - 1):
        yield f"base {recipe.base} is not a power of two; 1024 is customary"
    if recipe.seed < 0:
        yield f"seed {recipe.seed} is below zero"
    if recipe.spec.comparators and recipe.unit not in recipe.spec.comparators:
        yield f"unit {recipe.unit!r} is not among the comparators"
