"""Entries of the glossary as markup: all of them by letter, or one with where it is used."""

from collections.abc import Mapping, Sequence
from html import escape

from indicators.catalogue import Indicator
from indicators.exports.glossary_links import address, link_terms
from indicators.glossary import Glossary, Term
from pages.ui.strategy_cards import indicator_address


def all_entries(letters: Mapping[str, Sequence[Term]], words: Glossary) -> str:
    """Every entry under its letter, and a line of letters to jump by."""
    jumps = "".join(
        f'<li><a href="#letter-{_anchor(letter)}">{escape(letter)}</a></li>' for letter in letters
    )
    parts = (_letter(letter, terms, words) for letter, terms in letters.items())
    return (
        f'<div class="uti"><nav aria-label="Letters"><ul class="letters">{jumps}</ul></nav>'
        f"{''.join(parts)}</div>"
    )


def _anchor(letter: str) -> str:
    return letter.lower() if letter.isalpha() else "figures"


def _letter(letter: str, terms: Sequence[Term], words: Glossary) -> str:
    entries = "".join(
        f'<dt id="{term.id}"><a href="{address(term)}" data-page>{escape(term.word)}</a></dt>'
        f"<dd>{_linked(term.meaning, words, term)}</dd>"
        for term in terms
    )
    return (
        f'<section id="letter-{_anchor(letter)}" class="letter"><h2>{escape(letter)}</h2>'
        f'<dl class="facts">{entries}</dl></section>'
    )


def entry(term: Term, words: Glossary, uses: Sequence[Indicator]) -> str:
    """One word: meaning, what follows from it, source, related words, indicators that use it."""
    more = f'<p class="measure">{_linked(term.more, words, term)}</p>' if term.more else ""
    parts = [
        '<p class="theme">Glossary</p>',
        f"<h1>{escape(term.word)}</h1>",
        f'<p class="lede">{_linked(term.meaning, words, term)}</p>',
        more,
        _source(term),
        _related(term, words),
        _used(uses),
        '<p class="back"><a href="/glossary" data-page>All words</a></p>',
    ]
    return f'<div class="uti entry">{"".join(parts)}</div>'


def _linked(text: str, words: Glossary, term: Term) -> str:
    return link_terms(escape(text), words, own=term.id)


def _source(term: Term) -> str:
    if not term.source:
        return ""
    name = escape(term.source)
    if term.address:
        name = f'<a href="{escape(term.address, quote=True)}">{name}</a>'
    return f'<p class="note">Defined in: {name}</p>'


def _related(term: Term, words: Glossary) -> str:
    if not term.see:
        return ""
    others = (words[other] for other in term.see)
    links = ", ".join(
        f'<a href="{address(other)}" data-page>{escape(other.word)}</a>' for other in others
    )
    return f'<p class="note">See also: {links}</p>'


def _used(uses: Sequence[Indicator]) -> str:
    if not uses:
        return ""
    items = "".join(
        f'<li><a href="{indicator_address(i.id)}" data-page>{escape(i.title)}</a></li>'
        for i in uses
    )
    count = f"{len(uses)} indicators use" if len(uses) > 1 else "One indicator uses"
    return f'<section><h2>{count} this word</h2><ul class="columns">{items}</ul></section>'
