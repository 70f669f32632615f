"""Words of the glossary in markup, made into links where they first stand.

It writes no new text: without the links the markup is what it was.
"""

import re
from functools import cache
from html import escape

from indicators.glossary import Glossary, Term
from indicators.links import Links

#: Elements whose words are left alone: links and controls, headings, quotes, and drawings.
QUIET = frozenset(
    ("a", "button", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "caption")
    + ("th", "dt", "svg", "title", "desc", "style", "script")
)

_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")


def link_terms(markup: str, glossary: Glossary, links: Links, *, own: str = "") -> str:
    """The markup with the first occurrence of each term as a link.

    The longest form that fits is taken, at word boundaries only. Nothing inside a tag, a link, a
    heading, a quote or a drawing is touched, and a term that is linked already is not linked again,
    so doing it twice changes nothing.

    Args:
        markup: HTML written by this project: text escaped, elements closed.
        links: where a term's page is.
        own: id of a term that is not linked, for the text of its own entry.
    """
    pattern, terms = _reading(glossary)
    linked = {t.id for t in glossary if f'<a href="{links.term(t.id)}"' in markup} | {own}
    parts, end, quiet = [], 0, 0
    for found in pattern.finditer(markup):
        if found["tag"]:
            quiet += _step(found["tag"])
        elif found["form"] and not quiet:
            term = terms[_key(found["form"])]
            if term.id not in linked:
                linked.add(term.id)
                link = f'<a href="{links.term(term.id)}" class="term"{links.attributes}>'
                parts += [markup[end : found.start()], link, found["form"], "</a>"]
                end = found.end()
    return "".join((*parts, markup[end:]))


def mentions(text: str, glossary: Glossary) -> frozenset[str]:
    """Ids of the terms that stand in a plain text."""
    pattern, terms = _reading(glossary)
    found = pattern.finditer(escape(text))
    return frozenset(terms[_key(match["form"])].id for match in found if match["form"])


@cache
def _reading(glossary: Glossary) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What to look for, tags and entities included so that they are stepped over whole."""
    terms = {_key(escape(form)): term for form, term in glossary.by_form.items()}
    forms = sorted(glossary.by_form, key=len, reverse=True)
    either = "|".join(map(_form, forms)) or r"(?!)"
    # A word that a link begins with stands as near as one in the same text.
    near = r"(?:<a [^>]*>)?[\w-]"
    return (
        re.compile(
            rf"(?P<tag><[^>]*>)|(?<![\w&#-])(?P<form>{either})(?!{near})|&(?:#?\w+);",
        ),
        terms,
    )


def _form(form: str) -> str:
    """A form as a pattern: any white space between words; a small first letter may be a capital."""
    words = [re.escape(escape(word)) for word in form.split()]
    if form == form.lower() and form[0].isalpha():
        words[0] = f"[{form[0]}{form[0].upper()}]{words[0][1:]}"
    return r"\s+".join(words)


def _key(form: str) -> str:
    """The same for every spelling of a form that its pattern lets through."""
    return " ".join(form.split()).casefold()


def _step(tag: str) -> int:
    """How a tag changes the depth of elements whose words are left alone."""
    name = _TAG_NAME.match(tag)
    if name is None or name[1].lower() not in QUIET or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1
