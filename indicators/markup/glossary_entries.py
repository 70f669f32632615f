"""Entries of the glossary as markup: all of them by letter, or one with where it is used."""

from collections.abc import Mapping, Sequence
from html import escape

from indicators.catalogue import Indicator
from indicators.exports.glossary_links import link_terms
from indicators.glossary import Glossary, Term
from indicators.links import Links


def all_entries(letters: Mapping[str, Sequence[Term]], words: Glossary, links: Links) -> str:
    """Every entry under its letter, and a line of letters to jump by."""
    jumps = "".join(
        f'<li><a href="#letter-{_anchor(letter)}">{escape(letter)}</a></li>' for letter in letters
    )
    parts = (_letter(letter, terms, words, links) for letter, terms in letters.items())
    return (
        f'<div class="uti"><nav aria-label="Letters"><ul class="letters">{jumps}</ul></nav>'
        f"{''.join(parts)}</div>"
    )


def _anchor(letter: str) -> str:
    return letter.lower() if letter.isalpha() else "figures"


def _letter(letter: str, terms: Sequence[Term], words: Glossary, links: Links) -> str:
    entries = "".join(
        f'<dt id="{term.id}">{links.link(term.word, links.term(term.id))}</dt>'
        f"<dd>{_linked(term.meaning, words, term, links)}</dd>"
        for term in terms
    )
    return (
        f'<section id="letter-{_anchor(letter)}" class="letter"><h2>{escape(letter)}</h2>'
        f'<dl class="facts">{entries}</dl></section>'
    )


def entry(term: Term, words: Glossary, uses: Sequence[Indicator], links: Links) -> str:
    """One word: meaning, what follows from it, source, related words, indicators that use it."""
    more = f'<p class="measure">{_linked(term.more, words, term, links)}</p>' if term.more else ""
    parts = [
        '<p class="theme">Glossary</p>',
        f"<h1>{escape(term.word)}</h1>",
        f'<p class="lede">{_linked(term.meaning, words, term, links)}</p>',
        more,
        _source(term),
        _related(term, words, links),
        _used(uses, links),
        f'<p class="back">{links.to_page("All words", "glossary")}</p>',
    ]
    return f'<div class="uti entry">{"".join(parts)}</div>'


def _linked(text: str, words: Glossary, term: Term, links: Links) -> str:
    return link_terms(escape(text), words, links, own=term.id)


def _source(term: Term) -> str:
    if not term.source:
        return ""
    name = escape(term.source)
    if term.address:
        name = f'<a href="{escape(term.address, quote=True)}">{name}</a>'
    return f'<p class="note">Defined in: {name}</p>'


def _related(term: Term, words: Glossary, links: Links) -> str:
    if not term.see:
        return ""
    others = (words[other] for other in term.see)
    told = ", ".join(links.link(other.word, links.term(other.id)) for other in others)
    return f'<p class="note">See also: {told}</p>'


def _used(uses: Sequence[Indicator], links: Links) -> str:
    if not uses:
        return ""
    items = "".join(f"<li>{links.link(i.title, links.indicator(i.id))}</li>" for i in uses)
    count = f"{len(uses)} indicators use" if len(uses) > 1 else "One indicator uses"
    return f'<section><h2>{count} this word</h2><ul class="columns">{items}</ul></section>'
