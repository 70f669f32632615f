"""The documents that readers of the pages read too, as they are written in `docs/`."""

from dataclasses import dataclass
from functools import cache

from indicators.settings import ROOT


@dataclass(frozen=True, slots=True)
class Document:
    """`label` is what a link or a fold calls it; `about` says in a sentence what is in it.

    `body` is Markdown whose headings begin at the second level: the first is `title`.
    """

    name: str
    label: str
    about: str
    title: str
    body: str


#: What both editions show of `docs/`, by the name of the file.
_SHOWN = {
    "methods": (
        "Methods in full",
        "How the index, its uncertainty and the projections are computed, with formulas, "
        "references and how well the projections did.",
    ),
    "assumptions": (
        "Assumptions with ratings",
        "What the answer rests on beyond the figures, with the quality and the impact of each.",
    ),
}


@cache
def documents() -> dict[str, Document]:
    """The documents by name, in the order that they are shown in."""
    return {name: _read(name, label, about) for name, (label, about) in _SHOWN.items()}


def _read(name: str, label: str, about: str) -> Document:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    title, body = text.split("\n", 1)
    return Document(name, label, about, title.lstrip("# "), body)
