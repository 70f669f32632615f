"""Parts of a technology's page as markup: quotes, strategy figures, indicator cards, gaps."""

from collections.abc import Iterable
from html import escape

from indicators.charts import svg
from indicators.charts.strip import strip
from indicators.links import Links
from indicators.markup.strategy_cards import card as figure_card
from indicators.markup.strategy_cards import quoted
from indicators.views.indicator_card import IndicatorCard
from indicators.views.strategy import Assessed
from indicators.views.technologies import CardGroup, TechnologyPage


def quotes(page: TechnologyPage) -> str:
    """The strategy's own words."""
    items = "".join(
        f'<div class="quote"><h3>{escape(quote.about)}</h3>{quoted(quote.text, quote.place)}</div>'
        for quote in page.technology.quotes
    )
    return (
        '<section class="uti"><h2>What the strategy says</h2><p class="sub">UK\'s International '
        "Technology Strategy, March 2023, section "
        f'{escape(page.technology.section)}.</p><div class="quotes">{items}</div></section>'
    )


def figures(page: TechnologyPage, assessed: Iterable[Assessed], links: Links) -> str:
    """The strategy's figures for it, each with its verdict."""
    found = {item.figure.id: item for item in assessed}
    wanted = page.technology.figures
    if not wanted:
        body = f'<p class="sub">{escape(page.technology.no_figures)}</p>'
    else:
        cards = "".join(figure_card(found[name], links) for name in wanted)
        body = (
            '<p class="sub">Whether published figures bear it out, and what has happened since.</p>'
            f'<ul class="cards">{cards}</ul>'
        )
    return f'<section class="uti"><h2>The figures it gives</h2>{body}</section>'


def groups(page: TechnologyPage, links: Links) -> str:
    """Every indicator that bears on it, by kind."""
    parts = "".join(_group(group, links) for group in page.groups)
    return (
        '<section class="uti"><h2>What is measured</h2><p class="sub">Every public indicator here '
        "that bears on it. A place stands with its range where the publisher gives an error or "
        "enough revisions are known, and without one where no error is published.</p>"
        f"{parts}</section>"
    )


def _group(group: CardGroup, links: Links) -> str:
    note = f'<p class="note">{escape(group.note)}</p>' if group.note else ""
    cards = "".join(_card(card, links) for card in group.cards)
    return f'<h3 class="group">{escape(group.title)}</h3>{note}<ul class="cards">{cards}</ul>'


def _card(card: IndicatorCard, links: Links) -> str:
    drawing = svg.spark(card.spark, theme="page", reverse=card.reverse) if card.spark else ""
    place = ""
    if card.rank:
        dots = strip(card.strip, width=130, theme="page") if card.strip else ""
        place = (
            f'<p class="place"><span><strong>{escape(card.rank)}</strong> {escape(card.basis)}'
            f"</span>{dots}</p>"
        )
    note = f'<p class="note">{escape(card.rank_note)}</p>' if card.rank_note else ""
    title = links.link(card.indicator.title, links.indicator(card.indicator.id))
    return (
        f"<li><h4>{title}</h4>{drawing}"
        f"<p>{escape(card.sentence)}</p>{place}{note}"
        f'<p><span class="badge">{escape(card.status)}</span></p>'
        f'<p class="note small">{escape(card.source)}</p></li>'
    )


def unmeasured(page: TechnologyPage) -> str:
    """What has no public measure, and why."""
    items = "".join(
        f"<dt>{escape(gap.what.rstrip('.'))}</dt><dd>{escape(gap.why)}</dd>"
        for gap in page.unmeasured
    )
    return (
        '<section class="uti"><h2>What is not measured in public</h2><p class="sub">As far as we '
        f"know. It is said here so that silence is not read as zero.</p>"
        f'<dl class="facts">{items}</dl></section>'
    )
