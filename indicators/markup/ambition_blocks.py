"""Markup of the 2030 page: places, pairs of charts, fans. Text is escaped here."""

from collections.abc import Iterable, Sequence
from html import escape

from indicators.areas import Areas
from indicators.charts import svg
from indicators.index_method import VERSIONS, load_method
from indicators.markup.blocks import picture
from indicators.markup.reading import reads
from indicators.numbers import ordinal
from indicators.standing import Standing
from indicators.view import View
from indicators.views.ambition import answer
from indicators.views.ambition.answer import Place

_LIMITS = (
    "<ul>"
    "<li>The index measures what published figures measure, not how the UK is seen.</li>"
    "<li>A method range says how far a rank depends on our choices. It says nothing about errors "
    "in the figures, for which most publishers give no interval.</li>"
    "<li>Universities in the world top 100, supercomputers and unicorns count in absolute terms "
    "only, venture capital and highly cited articles relative to size only: the other form is not "
    "published for enough countries.</li>"
    "<li>Figures end in different years, which the tables of “What the index is made from” give; "
    "none is more than five years older than the newest.</li>"
    "<li>Projections assume that the future resembles the past. Their intervals come from past "
    "errors on figures as now published, so later revisions are not in them.</li>"
    "<li>Every result can be made again from a saved recipe: "
    "<code>python -m indicators index --recipe FILE</code>.</li></ul>"
)


def method(steps: str) -> str:
    """What holds of the whole page; `steps` is markup of where the steps can be read."""
    return f"{steps}{_LIMITS}"


def opening(found: Sequence[Place], standings: Sequence[Standing], areas: Areas) -> str:
    """The answer: both places of equal size, what the target is, and who is left out."""
    method = load_method()
    out = (left_out(s, areas, p.version) for s, p in zip(standings, found, strict=True))
    return (
        '<div class="uti"><p class="theme">Will the UK be a top-three science and technology '
        f"nation by {method.target_year}?</p><h1>{escape(answer.title(found))}</h1>"
        f"{paragraphs(*answer.sentences(found[0], found[1]), kind='said')}"
        f"{paragraphs(answer.TARGET, kind='lede')}{places(found, method.top)}"
        f"{paragraphs(*out, kind='note')}{contents()}</div>"
    )


def places(found: Iterable[Place], top: int) -> str:
    """The UK's place in each version, side by side and of equal size."""
    return (
        '<h2 class="hidden">The UK in both versions of the index</h2>'
        f'<div class="versions">{"".join(_place(place, top) for place in found)}</div>'
    )


def _place(place: Place, top: int) -> str:
    rows = (
        ("Method range", place.places),
        (f"Share of methods with rank ≤ {top}", place.share_top),
        ("Share of methods with first place in Europe", place.share_first),
    )
    told = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    return (
        f'<div class="standing"><h3>{escape(name(place.version))}</h3>'
        f'<p><span class="number">{ordinal(place.rank)}</span> of {place.of} countries</p>'
        f'<dl>{told}</dl><p class="note">In the top three by the declared method: '
        f"{escape(place.third)}.</p></div>"
    )


def pair(views: Iterable[View]) -> str:
    """Charts side by side, each with its headline, subtitle, notes and source."""
    return f'<div class="versions">{"".join(figure(view) for view in views)}</div>'


def figure(view: View, *, width: int | None = None, after: str = "", half: bool = True) -> str:
    """One chart with all that it must not be read without. `half`: it stands beside another."""
    drawing = (
        picture(view.chart, half=half)
        if width is None
        else reads(svg.render(view.chart, width=width, height=260, theme="page"), view.chart)
    )
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in view.notes)
    extra = f'<p class="note">{escape(after)}</p>' if after else ""
    return (
        f'<figure><h3>{escape(view.headline)}</h3><p class="sub">{escape(view.subtitle)}.</p>'
        f'{drawing}{extra}{notes}<p class="source">{escape(view.source_line)}</p></figure>'
    )


#: The sections of the page, by anchor, in its order.
CONTENTS = {
    "projection": "2030",
    "ranks": "Ranks",
    "back": "Since 2014",
    "pillars": "Pillars",
    "indicators-ahead": "Projections",
    "needed": "What would it take",
    "weights": "Your weights",
    "choices": "Which choices matter",
    "coverage": "Coverage",
    "seen": "Seen as",
    "method": "Method",
}


def contents() -> str:
    """Links to the sections of the page."""
    items = "".join(
        f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title in CONTENTS.items()
    )
    return f'<nav aria-label="On this page" class="contents"><ul>{items}</ul></nav>'


def section(title: str, lede: str, *parts: str, anchor: str = "") -> str:
    place = f' id="{escape(anchor)}"' if anchor else ""
    sub = f'<p class="sub">{escape(lede)}</p>' if lede else ""
    return f'<section class="uti"><h2{place}>{escape(title)}</h2>{sub}{"".join(parts)}</section>'


def paragraphs(*sentences: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return "".join(f"<p{attribute}>{escape(text)}</p>" for text in sentences if text)


def name(version: str) -> str:
    """A version with a capital letter first."""
    title = VERSIONS[version]
    return title[:1].upper() + title[1:]


def left_out(standing: Standing, areas: Areas, version: str) -> str:
    """Which countries a version leaves out for want of data, and why."""
    return f"{name(version)}. {answer.left_out(standing, areas)}"
