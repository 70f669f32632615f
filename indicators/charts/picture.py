"""Words and rules at places in px, written as SVG or as the layout of a Plotly figure.

For charts whose data stand in one rectangle. It measures nothing and chooses no places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from indicators.charts.markup import element, group, text
from indicators.theme import FONT_STACK, Theme

Spec = dict[str, Any]

_ANCHORS = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True, slots=True)
class Caption:
    """One line of words. `y` is its middle; `dx` moves it without scaling with the width."""

    text: str
    x: float
    y: float
    size: int
    colour: str
    anchor: str = "start"
    bold: bool = False
    dx: float = 0.0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str
    width: float = 1.0
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Where the data stand, in a picture of `width` by `height`."""

    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float


def svg_captions(captions: Iterable[Caption]) -> Iterator[str]:
    for c in captions:
        yield text(
            c.text, c.x + c.dx, c.y + c.size * 0.35, font_size=c.size, fill=c.colour,
            text_anchor=None if c.anchor == "start" else c.anchor,
            font_weight="700" if c.bold else None, data_part=c.part or None,
        )  # fmt: skip


def svg_rules(rules: Iterable[Rule]) -> str:
    return group(
        element(
            "line", x1=r.x0, y1=r.y0, x2=r.x1, y2=r.y1, stroke=r.colour, stroke_width=r.width,
            stroke_dasharray=" ".join(map(str, r.dash)) or None,
        )
        for r in rules
    )  # fmt: skip


def plotly_layout(
    place: Rectangle, captions: Sequence[Caption], rules: Sequence[Rule], theme: Theme
) -> Spec:
    """A layout without axes of its own: words and rules stand where the SVG has them.

    What lies outside the rectangle keeps its distance in px from it; inside, places scale.
    """
    return {
        "template": {},
        "height": round(place.height),
        "autosize": True,
        "margin": {
            "l": round(place.left), "r": round(place.width - place.right), "t": round(place.top),
            "b": round(place.height - place.bottom), "autoexpand": False, "pad": 0,
        },
        "font": {"family": FONT_STACK, "size": 14, "color": theme.muted},
        "paper_bgcolor": theme.background,
        "plot_bgcolor": theme.background,
        "hovermode": "closest",
        "hoverdistance": 24,
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": theme.surface, "bordercolor": theme.border, "align": "left",
            "font": {"family": FONT_STACK, "size": 14, "color": theme.ink}, "namelength": -1,
        },
        "annotations": [_annotation(c, place) for c in captions],
        "shapes": [_shape(r, place) for r in rules],
    }  # fmt: skip


def hidden_axis(limits: Sequence[float], **more: object) -> Spec:
    """An axis that places data and is not drawn: its ticks and lines are captions and rules."""
    return {"range": list(limits), "visible": False, "fixedrange": True, "zeroline": False, **more}


def _along(x: float, place: Rectangle) -> tuple[float, float]:
    """A place as a share of the rectangle's width, and px beyond it."""
    inside = min(max(x, place.left), place.right)
    share = (inside - place.left) / (place.right - place.left)
    return round(share, 5), round(x - inside, 1)


def _up(y: float, place: Rectangle) -> float:
    return round((place.bottom - y) / (place.bottom - place.top), 5)


def _annotation(c: Caption, place: Rectangle) -> Spec:
    share, beyond = _along(c.x, place)
    words = escape(c.text)
    return {
        "name": c.part,
        "text": f"<b>{words}</b>" if c.bold else words,
        "xref": "paper", "x": share, "xanchor": _ANCHORS[c.anchor], "xshift": beyond + c.dx,
        "yref": "paper", "y": _up(c.y, place), "yanchor": "middle",
        "showarrow": False, "borderpad": 0,
        "font": {"family": FONT_STACK, "size": c.size, "color": c.colour},
    }  # fmt: skip


def _shape(r: Rule, place: Rectangle) -> Spec:
    (x0, _), (x1, _) = _along(r.x0, place), _along(r.x1, place)
    return {
        "type": "line", "xref": "paper", "yref": "paper", "layer": "below",
        "x0": x0, "x1": x1, "y0": _up(r.y0, place), "y1": _up(r.y1, place),
        "line": {
            "color": r.colour, "width": r.width,
            "dash": ",".join(f"{length}px" for length in r.dash) or "solid",
        },
    }  # fmt: skip
