"""How to cite a view: a short and a long form, BibTeX, and the headline sentence with its source.

The access date and the data version are the stamp's; nothing is looked up.
"""

import re

from indicators.catalogue import Catalogue
from indicators.exports.licence import indicators_of
from indicators.exports.stamp import SERVICE, Format, Stamp
from indicators.view import View

FORMAT = Format("Citation", "txt", "text/plain", 60)

_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def publishers(view: View, catalogue: Catalogue) -> str:
    """Who published the figures, by name, in alphabetical order."""
    if "publisher" in view.data:
        names = sorted({str(name) for name in view.data["publisher"].dropna()})
    else:
        names = sorted({i.publisher for i in indicators_of(view, catalogue)})
    return ", ".join(names) or SERVICE


def sentence(view: View, stamp: Stamp) -> str:
    """The headline as a sentence with its source: what is pasted into a briefing."""
    return f"{view.headline.rstrip('.')}. ({view.source_line.rstrip('.')}; {stamp.link})"


def short(view: View, catalogue: Catalogue, stamp: Stamp) -> str:
    return f"{publishers(view, catalogue)}, via {SERVICE}, data version {stamp.version}"


def long(view: View, catalogue: Catalogue, stamp: Stamp) -> str:
    day = f"{stamp.accessed.day} {stamp.accessed:%B %Y}"
    dated = f"newest figures of {day}" if stamp.as_built else f"accessed {day}"
    return (
        f"{publishers(view, catalogue)}. “{_title(view, catalogue)}”. {view.source_line} "
        f"In: {SERVICE}, data version {stamp.version}. {stamp.link} ({dated})."
    )


def bibtex(view: View, catalogue: Catalogue, stamp: Stamp) -> str:
    """A BibTeX entry of type misc; characters that BibTeX reads as commands are escaped."""
    key = re.sub(r"[^a-z0-9]+", "_", f"{view.slug}_{stamp.version}".lower())
    note = f"Data version {stamp.version}. {view.source_line}"
    fields = {
        "title": f"{{{_escaped(_title(view, catalogue))}}}",
        "author": f"{{{_escaped(publishers(view, catalogue))}}}",
        "howpublished": f"{SERVICE}, \\url{{{_address(stamp.link)}}}",
        "year": str(stamp.accessed.year),
        "urldate": stamp.accessed.isoformat(),
        "note": _escaped(note),
    }
    if stamp.as_built:
        del fields["urldate"]
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{body}\n}}"


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """Sentence, short and long form and BibTeX, as UTF-8 text."""
    parts = (
        ("Sentence with source", sentence(view, stamp)),
        ("Short", short(view, catalogue, stamp)),
        ("Long", long(view, catalogue, stamp)),
        ("BibTeX", bibtex(view, catalogue, stamp)),
    )
    return "\n".join(f"{title}\n{text}\n" for title, text in parts).encode("utf-8", "replace")


def _title(view: View, catalogue: Catalogue) -> str:
    found = indicators_of(view, catalogue)
    return found[0].title if len(found) == 1 else view.headline


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(c, c) for c in text)


def _address(link: str) -> str:
    return re.sub(r"[{}\\\s]", "", link)
