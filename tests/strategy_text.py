"""The strategy's text (CP 810, Open Government Licence v3.0) by paragraph, to check quotes."""

import re
from functools import cache

from tests.seeding import FIXTURES

#: Footnote numbers that the text has run into words and figures; footnotes are no part of a quote.
_FOOTNOTES = (("20308 ", "2030 "), ("telecoms9 ", "telecoms "), ("trust1 ", "trust "))
_HEADING = re.compile(r"(2\.1\.\d)\. \w")


def _plain(text: str) -> str:
    """One line of text without footnote numbers and the addresses that links left behind."""
    text = re.sub(r"\(<[^>]*>\)", "", text)
    text = re.sub("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]", "", text)
    for run_in, right in _FOOTNOTES:
        text = text.replace(run_in, right)
    return " ".join(text.split())


@cache
def whole() -> str:
    return _plain((FIXTURES / "strategy.txt").read_text(encoding="utf-8"))


@cache
def places() -> dict[str, str]:
    """Place → its text: `paragraph 18`, and under section 2.1 `section 2.1.1, aim in words`.

    A part of a section runs from its own heading to the next numbered paragraph or heading.
    """
    lines = (FIXTURES / "strategy.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[str]] = {}
    section, place = "", ""
    for line in lines[lines.index("Chapter 1. Britain as a technology leader", 30) :]:
        heading = _HEADING.match(line)
        number = re.match(r"(\d{1,2})\. ", line)
        if heading:
            section, place = heading[1], ""
        elif number:
            place = f"paragraph {number[1]}"
        elif section and line.startswith(("Why does this matter", "Our top international")):
            place = f"section {section}, {line[0].lower()}{line[1:].rstrip('?')}"
        found.setdefault(place, []).append(line)
    return {place: _plain("\n".join(part)) for place, part in found.items()}
