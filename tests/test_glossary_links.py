"""Links to the glossary: where a word first stands, and nowhere that a link may not be."""

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.exports.glossary_links import QUIET, link_terms, mentions
from indicators.glossary import Glossary, Term
from indicators.links import APP, SiteLinks

GLOSSARY = Glossary(
    (
        Term("rd", "R&D", "Research.", forms=("R&D", "research and development")),
        Term("gerd", "GERD", "All of it.", forms=("GERD",)),
        Term("unicorn", "Unicorn", "A company.", forms=("unicorn", "unicorns")),
        Term("patent-family", "Patent family", "Many.", forms=("patent family", "patent families")),
        Term("triadic", "Triadic", "Three.", forms=("triadic patent families",)),
        Term("cited", "Most cited 1%", "Best.", forms=("most cited 1%",)),
        Term("silent", "Silent", "Never linked."),
    )
)


def a(term: str, text: str) -> str:
    return f'<a href="/glossary?term={term}" class="term" data-page>{text}</a>'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("spending (GERD)", f"spending ({a('gerd', 'GERD')})"),
        ("GERD and GERD", f"{a('gerd', 'GERD')} and GERD"),
        ("R&amp;D in AT&amp;T", f"{a('rd', 'R&amp;D')} in AT&amp;T"),
        ("Unicorns, a unicorn", f"{a('unicorn', 'Unicorns')}, a unicorn"),
        # Capitals in a form are asked for; one in small letters may begin a sentence, not shout.
        ("gerd, UNICORN", "gerd, UNICORN"),
        ("triadic patent families", a("triadic", "triadic patent families")),
        (
            "triadic patent families and patent families",
            f"{a('triadic', 'triadic patent families')} and "
            f"{a('patent-family', 'patent families')}",
        ),
        # The words of a longer term that is linked already are not linked as a shorter one.
        (
            "triadic patent families, triadic patent families",
            f"{a('triadic', 'triadic patent families')}, triadic patent families",
        ),
        ("the most cited 1%, or 10%", f"the {a('cited', 'most cited 1%')}, or 10%"),
        ("most cited 1%s", "most cited 1%s"),
        ("LAGERDS, GERDs, x-GERD, GERD-like", "LAGERDS, GERDs, x-GERD, GERD-like"),
        ("patent\n  family", a("patent-family", "patent\n  family")),
        ('<a href="/x">GERD</a> GERD', f'<a href="/x">GERD</a> {a("gerd", "GERD")}'),
        ("<h2>GERD</h2><p>GERD</p>", f"<h2>GERD</h2><p>{a('gerd', 'GERD')}</p>"),
        ("<blockquote>GERD<b>GERD</b></blockquote>", "<blockquote>GERD<b>GERD</b></blockquote>"),
        ('<p title="GERD">x</p>', '<p title="GERD">x</p>'),
        ("<svg><title>GERD</title></svg>", "<svg><title>GERD</title></svg>"),
        ("<th/>GERD", f"<th/>{a('gerd', 'GERD')}"),
        ("&GERD; &#123;", "&GERD; &#123;"),
        ("Silent", "Silent"),
        ("", ""),
    ],
)
def test_links_stand_where_they_should(given, expected):
    assert link_terms(given, GLOSSARY, APP) == expected


def test_a_word_is_not_linked_in_its_own_entry():
    assert (
        link_terms("GERD is R&amp;D", GLOSSARY, APP, own="gerd") == f"GERD is {a('rd', 'R&amp;D')}"
    )


def test_mentions_are_of_plain_text():
    assert mentions("R&D, GERD & a Unicorn's <b>", GLOSSARY) == {"rd", "gerd", "unicorn"}
    assert mentions("nothing of the kind", GLOSSARY) == frozenset()


def test_a_glossary_without_forms_links_nothing():
    assert link_terms("<p>R&amp;D</p>", Glossary(()), APP) == "<p>R&amp;D</p>"


WORDS = st.sampled_from(
    ["R&D", "GERD", "gerd", "unicorn", "Unicorns", "patent family", "triadic patent families"]
    + ["most cited 1%", "families", "&", "<", "1%", "x", "-", "'", '"', " ", "\n", "é"]
)
TEXT = st.lists(WORDS, max_size=6).map(lambda words: escape(" ".join(words)))
MARKUP = st.recursive(
    TEXT,
    lambda inner: st.builds(
        lambda tag, parts, value: f'<{tag} title="{escape(value)}">{"".join(parts)}</{tag}>',
        st.sampled_from(["p", "b", "li", "a", "h3", "blockquote", "svg", "summary"]),
        st.lists(inner, max_size=3),
        st.sampled_from(["GERD", "R&D", "unicorn > GERD"]),
    ),
    max_leaves=12,
)


class Reader(HTMLParser):
    """What a browser would see: the text, and the glossary links with what they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []
        self.links: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attributes):
        address = dict(attributes).get("href") or ""
        if address.startswith("/glossary?term="):
            self.links.append((address, tuple(self.open)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(MARKUP)
def test_the_text_is_what_it_was(markup):
    assert "".join(read(link_terms(markup, GLOSSARY, APP)).text) == "".join(read(markup).text)


@given(MARKUP)
def test_each_word_is_linked_once_and_never_inside_a_quiet_element(markup):
    links = read(link_terms(markup, GLOSSARY, APP)).links
    addresses = [address for address, _ in links]
    assert len(addresses) == len(set(addresses))
    assert all(not QUIET.intersection(around) for _, around in links)


@given(MARKUP)
@example("<p>most cited 1%R&amp;D</p>")
def test_linking_twice_changes_nothing(markup):
    once = link_terms(markup, GLOSSARY, APP)
    assert link_terms(once, GLOSSARY, APP) == once


@given(TEXT)
def test_every_word_that_is_mentioned_is_linked(text):
    links = {address.split("=")[1] for address, _ in read(link_terms(text, GLOSSARY, APP)).links}
    plain = "".join(read(text).text)
    assert links == mentions(plain, GLOSSARY)


def test_the_static_edition_links_to_a_page_for_each_word():
    markup = link_terms("<p>GERD, GERD</p>", GLOSSARY, SiteLinks("/sub"))
    assert markup == '<p><a href="/sub/glossary/gerd" class="term">GERD</a>, GERD</p>'
    assert link_terms(markup, GLOSSARY, SiteLinks("/sub")) == markup
