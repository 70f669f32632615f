"""The parameters of addresses: declared once, read here, and described from here in OpenAPI.

What a chart's choices may be depends on the figures: `chosen` reads those.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.builds import ID
from indicators.choice import gathered
from indicators.exports.picture import PRESETS
from indicators.publishing.answers import Refused
from indicators.rankings import RULES
from indicators.views.indicator.asked import KINDS, PARAMETERS

#: Longer texts name nothing there is.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address. `schema` is the JSON Schema that its text must meet."""

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: str = ""

    def problem(self, text: str) -> str:
        """What is wrong with a text, as far as it can be told without figures; or nothing."""
        allowed = self.schema.get("enum")
        if allowed and text not in allowed:
            return f"“{text[:40]}” is none of {', '.join(allowed)}."
        pattern = self.schema.get("pattern")
        if len(text) > _MOST or (pattern and not re.fullmatch(pattern.strip("^$"), text)):
            like = f" Give it in the form of {self.example}." if self.example else ""
            return f"“{text[:40]}” is not of the right form.{like}"
        return ""


def _enum(values: Iterable[str], default: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values), "default": default}


def _form(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


V = Parameter(
    "v",
    "Data version: the build whose figures are asked for, by its id or the twelve characters that "
    "every file prints. The answer is the same to the byte for as long as the build is kept and "
    "this software serves it. Without it: the newest.",
    _form(ID.pattern),
    "0123456789ab",
)
SIZE = Parameter("size", "Size of the picture.", _enum(PRESETS, "slide"), "slide")
ROWS = Parameter(
    "rows",
    "`shown`: the figures behind the chart. `all`: every serving figure of the indicator, for all "
    "areas, periods and frequencies, as published.",
    _enum(("shown", "all"), "shown"),
    "all",
)

#: An id, a code or a period, as `indicators.choice` lets them stand in an address.
_WORD = r"[\w./–-]{1,200}"
_SCHEMAS: dict[str, tuple[dict[str, Any], str]] = {
    "view": (_enum(KINDS, "line"), "rank"),
    "frequency": (_form("[A-Z0-9]{1,4}"), "A"),
    "as": (_form("[a-z_]{1,40}"), "index"),
    "base": (_form(r"[\w./–-]{1,30}"), "2015"),
    "log": (_enum(("no", "yes"), "no"), "yes"),
    "group": (_form("[a-z0-9_]{1,40}"), "g7"),
    "compare": (_form("[A-Z0-9a-z.,-]{2,200}"), "USA.DEU"),
    "highlight": (_form("[A-Z0-9a-z.,-]{2,200}"), "USA"),
    "years": (_form(r"\d{4}[.,]\d{4}"), "2000.2020"),
    "rule": (_enum(RULES, "latest"), "same_year"),
    "period": (_form(r"[\w./–-]{1,30}"), "2020"),
    "since": (_form(r"[\w./–-]{1,30}"), "2010"),
    "beside": (_form("[a-z0-9_]{1,80}"), "berd_pct_gdp"),
    "as_at": ({"type": "string", "format": "date"}, "2026-06-30"),
}

#: The choices of a chart, in the order in which a canonical address has them.
CHART = tuple(
    Parameter(name, f"{words}.", *_SCHEMAS.get(name, (_form(_WORD), "")))
    for name, words in PARAMETERS.items()
    if name != "indicator"
)
BY_NAME = {p.name: p for p in (*CHART, SIZE, ROWS, V)}


def read(pairs: Iterable[tuple[str, str]], allowed: tuple[Parameter, ...]) -> dict[str, str]:
    """The parameters of an address by name, where each is one that it has.

    Raises:
        Refused: some are unknown, or cannot be what they should; all are named at once.
    """
    texts = gathered(pairs)
    names = [p.name for p in allowed]
    known = f"It has {', '.join(names)}." if names else "It has none."
    bad = {}
    for name, text in texts.items():
        if name not in names:
            bad[name] = f"This address has no parameter “{name[:40]}”. {known}"
        else:
            bad[name] = BY_NAME[name].problem(text)
    refuse({name: sentence for name, sentence in bad.items() if sentence})
    return texts


def refuse(bad: Mapping[str, str]) -> None:
    """Raise a refusal that names each bad parameter; return where there is none."""
    if bad:
        raise Refused(
            400,
            "A parameter is not right" if len(bad) == 1 else "Some parameters are not right",
            " ".join(f"{name[:40]}: {sentence}" for name, sentence in bad.items()),
            parameters=[{"name": name[:40], "detail": text} for name, text in bad.items()],
        )
