"""The glossary: its words by letter, and where each is used.

It words nothing: meanings are declared in `glossary.toml`.
"""

from collections.abc import Mapping

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.exports.glossary_links import mentions
from indicators.glossary import Glossary, Term, load_glossary
from indicators.warehouse import Warehouse

Uses = Mapping[str, tuple[Indicator, ...]]


def by_letter(glossary: Glossary) -> dict[str, tuple[Term, ...]]:
    """First letter → its terms, in order; words that begin with a figure stand under "0–9"."""
    letters: dict[str, list[Term]] = {}
    for term in glossary:
        first = term.word[0].upper()
        letters.setdefault(first if first.isalpha() else "0–9", []).append(term)
    return {letter: tuple(terms) for letter, terms in letters.items()}


def uses(w: Warehouse, catalogue: Catalogue) -> Uses:
    """Term → the indicators with figures whose description has the word, in catalogue order."""
    table = queries.indicator_table(w)
    with_figures = set(table.loc[table["values"] > 0, "indicator_id"])
    glossary = load_glossary()
    found: dict[str, list[Indicator]] = {}
    for indicator in catalogue:
        if indicator.id in with_figures:
            for term_id in mentions(_told(indicator), glossary):
                found.setdefault(term_id, []).append(indicator)
    return {term_id: tuple(indicators) for term_id, indicators in found.items()}


def _told(indicator: Indicator) -> str:
    texts = (indicator.title, indicator.short, indicator.long, indicator.strengths)
    return " \n ".join((*texts, *indicator.caveats, *indicator.synonyms))
