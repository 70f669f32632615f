"""Strategy figures as markup: a card for the Overview, an article for their own page."""

from html import escape

from indicators.assessments import NOT_COMPARABLE, Assessment, NearestSeries
from indicators.charts import svg
from indicators.links import Links
from indicators.markup.reading import reads
from indicators.view import View
from indicators.views.strategy import Assessed


def _verdict(text: str, tone: str = "") -> str:
    return f'<span class="verdict {tone}">{escape(text[:1].upper() + text[1:])}</span>'


def _then_now(found: Assessment) -> str:
    figure = found.figure
    better = " or better" if figure.unit.endswith("or better") else ""
    cells = [("then", figure.period, f"{figure.stated}{better}")]
    if found.now_text:
        value, _, period = found.now_text.rpartition(" in ")
        cells.append(("now", period, _short(value)))
    elif found.as_stated.verdict != "not due":
        cells.append(("now", "since then", "no comparable figure"))
    return (
        '<dl class="then-now">'
        + "".join(
            f'<div class="{kind}{" none" if kind == "now" and not found.now_text else ""}">'
            f"<dt>{escape(period)}</dt><dd>{escape(text)}</dd></div>"
            for kind, period, text in cells
        )
        + "</dl>"
    )


def _short(text: str) -> str:
    """The value without the words after it: "8.3% of the world total" is "8.3%" on a card."""
    for words in (" of ", " universities"):
        text = text.split(words)[0]
    return text


def card(item: Assessed, links: Links) -> str:
    """A small card: title, then and now, and both verdicts in words."""
    found, figure = item.assessment, item.figure
    verdicts = _verdict(found.as_stated.verdict)
    if found.since.verdict != NOT_COMPARABLE:
        verdicts += " " + _verdict(f"{found.since.verdict} since", found.direction)
    answer = found.since if found.now_text else found.as_stated
    why = _without_verdict(answer.sentence, answer.verdict)
    return (
        f"<li><h3>{links.link(figure.title, links.figure(figure.id))}</h3>"
        f'{_then_now(found)}<p class="verdicts">{verdicts}</p>'
        f'<p class="note">{escape(why)}</p></li>'
    )


def article(item: Assessed, beside: str, links: Links) -> str:
    """The whole case under the figure's title, and what stands beside it: see `drawn`."""
    title = f'<h3 id="{escape(item.figure.id)}">{escape(item.figure.title)}</h3>'
    return f'<article class="claim"><div>{title}{case(item, links)}</div>{beside}</article>'


def quoted(text: str, place: str) -> str:
    """Words of the strategy, and under them where they stand in it."""
    cited = escape(place[:1].upper() + place[1:])
    return f"<blockquote>“{escape(text)}”<cite>{cited}</cite></blockquote>"


def case(item: Assessed, links: Links) -> str:
    """The whole case in words: quote, both answers, nearest series, derived values."""
    found, figure = item.assessment, item.figure
    parts = [
        quoted(figure.quote, figure.place),
        _then_now(found),
        _answer("As stated", found.as_stated.verdict, "", found.as_stated.sentence),
        _answer("Since then", found.since.verdict, found.direction, found.since.sentence),
        _nearest(found.nearest, links),
        "".join(
            f'<p class="note"><strong>Derived</strong> {escape(value.title)}: '
            f"{escape(value.text)}.</p>"
            for value in item.derived
        ),
        "".join(f'<p class="note">{escape(note)}</p>' for note in figure.notes),
    ]
    return "".join(parts)


def _without_verdict(sentence: str, verdict: str) -> str:
    """The sentence without the verdict that it opens with, where a mark beside it says that."""
    said = sentence.removeprefix(verdict[:1].upper() + verdict[1:]).lstrip(": ")
    return said[:1].upper() + said[1:]


def _answer(label: str, verdict: str, tone: str, sentence: str) -> str:
    said = _without_verdict(sentence, verdict)
    return (
        f'<p class="answer"><span class="label">{label}</span> {_verdict(verdict, tone)} '
        f"{escape(said)}</p>"
    )


def _nearest(found: tuple[NearestSeries, ...], links: Links) -> str:
    if not found:
        return ""
    items = []
    for near in found:
        values = " → ".join(filter(None, (near.then_text, near.now_text)))
        items.append(
            f"<li>{links.link(near.title, links.indicator(near.indicator_id))}: "
            f"{escape(values)}. {escape(near.caveat)}</li>"
        )
    return (
        '<p class="note"><strong>Nearest public series</strong>, of another definition:</p>'
        f'<ul class="note">{"".join(items)}</ul>'
    )


def drawn(item: Assessed, view: View | None, links: Links) -> str:
    """The series beside a figure as a chart; nothing where there is none to draw."""
    if item.indicator is None or view is None:
        return ""
    drawing = reads(svg.render(view.chart, width=420, height=260, theme="page"), view.chart)
    explore = links.link("Explore this series", links.indicator(item.indicator.id))
    return (
        f"<figure><figcaption>{escape(item.indicator.title)}</figcaption>{drawing}"
        f'<p class="source">{escape(view.source_line)} {explore}</p></figure>'
    )
