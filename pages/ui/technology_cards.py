"""Parts of a technology's page as markup: quotes, strategy figures, indicator cards, gaps."""

from collections.abc import Iterable
from html import escape

from indicators.charts import svg
from indicators.charts.strip import strip
from indicators.views.strategy import Assessed
from indicators.views.technologies import CardGroup, IndicatorCard, TechnologyPage
from pages.ui.strategy_cards import card as figure_card
from pages.ui.strategy_cards import indicator_address


def quotes(page: TechnologyPage) -> str:
    """The strategy's own words."""
    items = "".join(
        f'<div class="quote"><h3>{escape(quote.about)}</h3>'
        f"<blockquote>“{escape(quote.text)}”<cite>{escape(_capital(quote.place))}</cite>"
        "</blockquote></div>"
        for quote in page.technology.quotes
    )
    return (
        '<section class="uti"><h2>What the strategy says</h2><p class="sub">UK\'s International '
        "Technology Strategy, March 2023, section "
        f'{escape(page.technology.section)}.</p><div class="quotes">{items}</div></section>'
    )


def figures(page: TechnologyPage, assessed: Iterable[Assessed]) -> str:
    """The strategy's figures for it, each with its verdict."""
    found = {item.figure.id: item for item in assessed}
    wanted = page.technology.figures
    if not wanted:
        body = f'<p class="sub">{escape(page.technology.no_figures)}</p>'
    else:
        cards = "".join(figure_card(found[name]) for name in wanted)
        body = (
            '<p class="sub">Whether published figures bear it out, and what has happened since.</p>'
            f'<ul class="cards">{cards}</ul>'
        )
    return f'<section class="uti"><h2>The figures it gives</h2>{body}</section>'


def groups(page: TechnologyPage, *, theme: str) -> str:
    """Every indicator that bears on it, by kind."""
    parts = "".join(_group(group, theme) for group in page.groups)
    return (
        '<section class="uti"><h2>What is measured</h2><p class="sub">Every public indicator here '
        "that bears on it. No publisher gives an error for these figures unless a range stands "
        f"with the place.</p>{parts}</section>"
    )


def _group(group: CardGroup, theme: str) -> str:
    note = f'<p class="note">{escape(group.note)}</p>' if group.note else ""
    cards = "".join(_card(card, theme) for card in group.cards)
    return f'<h3 class="group">{escape(group.title)}</h3>{note}<ul class="cards">{cards}</ul>'


def _card(card: IndicatorCard, theme: str) -> str:
    drawing = svg.spark(card.spark, theme=theme, reverse=card.reverse) if card.spark else ""
    place = ""
    if card.rank:
        dots = strip(card.strip, width=130, theme=theme) if card.strip else ""
        place = (
            f'<p class="place"><span><strong>{escape(card.rank)}</strong> {escape(card.basis)}'
            f"</span>{dots}</p>"
        )
    note = f'<p class="note">{escape(card.rank_note)}</p>' if card.rank_note else ""
    address = indicator_address(card.indicator.id)
    return (
        f'<li><h4><a href="{address}" data-page>{escape(card.indicator.title)}</a></h4>{drawing}'
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
