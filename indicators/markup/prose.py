"""A document in Markdown as the markup of a page: headings with anchors, tables with captions."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: CommonMark and its tables; HTML in a document is shown as text.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def prose(title: str, text: str, addresses: Mapping[str, str]) -> str:
    """The markup of a document under its title; its own headings begin at the second level.

    `addresses` are where links to other documents lead, by what the document writes; a link that is
    not among them and leads to no site stays as its words.
    """
    tokens = _PARSER.parse(text)
    heading, told, tables = title, set[str](), Counter[str]()
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _words(tokens[place + 1])
            token.attrSet("id", _anchor(heading, told))
        elif token.type == "table_open":
            tables[heading] += 1
            number = tables[heading]
            token.meta["caption"] = heading if number == 1 else f"{heading}, table {number}"
        elif token.type == "inline":
            _lead(token.children or [], addresses)
    _name_rows(tokens)
    return f'<div class="uti prose">{_drawn(tokens)}</div>'


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def _anchor(heading: str, told: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or "part"
    anchor, number = stem, 2
    while anchor in told:
        anchor, number = f"{stem}-{number}", number + 1
    told.add(anchor)
    return anchor


def _lead(children: Sequence[Token], addresses: Mapping[str, str]) -> None:
    """Let links lead to where the edition has what they name."""
    stays = True
    for child in children:
        if child.type == "link_open":
            told = str(child.attrGet("href"))
            found = addresses.get(told, told if "://" in told else "")
            stays = bool(found)
            child.attrSet("href", found)
            child.hidden = not stays
        elif child.type == "link_close":
            child.hidden = not stays


def _name_rows(tokens: Sequence[Token]) -> None:
    """Make the first cell of each row its heading, and give all headings their scope."""
    first = False
    for token in tokens:
        if token.type == "tr_open":
            first = True
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {"scope": "row"} if first else {}
            token.tag = "th" if first else "td"
        elif token.type == "td_close":
            token.tag = "th" if first else "td"
            first = False


def _drawn(tokens: Sequence[Token]) -> str:
    """The markup, each table in a frame that scrolls inside itself."""
    parts, start = [], 0
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            caption = token.meta["caption"]
            parts.append(_PARSER.renderer.render(tokens[start:place], _PARSER.options, {}))
            parts.append(
                '<div class="table-frame" role="region" '
                f'aria-label="{escape(caption, quote=True)}" tabindex="0">'
                f"<table><caption>{escape(caption)}</caption>"
            )
            start = place + 1
        elif token.type == "table_close":
            parts.append(_PARSER.renderer.render(tokens[start:place], _PARSER.options, {}))
            parts.append("</table></div>")
            start = place + 1
    parts.append(_PARSER.renderer.render(tokens[start:], _PARSER.options, {}))
    return "".join(parts)
