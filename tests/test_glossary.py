"""The glossary: the real one is whole and plain; a bad one fails with each term's id."""

from html import escape

import pytest

from indicators.catalogue import PRICE_BASES, STATISTICS_STATUSES, load_catalogue
from indicators.errors import CatalogueError
from indicators.exports.glossary_links import mentions
from indicators.glossary import load_glossary
from indicators.links import APP
from indicators.markup.glossary_entries import all_entries, entry
from indicators.views.glossary import by_letter, uses

#: Words that readers of these figures have to meet with their meaning.
EXPECTED = (
    "gerd",
    "berd",
    "herd",
    "gdp",
    "purchasing-power-parities",
    "constant-prices",
    "chained-volume-measure",
    "vintage",
    "revision",
    "break-in-series",
    "provisional",
    "estimated",
    "accredited-official-statistics",
    "official-statistics-in-development",
    "unicorn",
    "triadic-patent-family",
    "pct",
    "fractional-counting",
    "top-one-per-cent-cited",
    "digitally-deliverable-services",
    "mode-1",
    "fiscal-year",
    "rank-range",
    "median",
    "relative-to-size",
    "absolute-terms",
)


@pytest.fixture(scope="module")
def glossary():
    return load_glossary()


def test_the_words_are_there_and_in_order(glossary):
    assert [word for word in EXPECTED if word not in glossary] == []
    words = [term.word.casefold() for term in glossary]
    assert words == sorted(words)
    assert len(glossary) >= 50


def test_every_word_has_an_entry_under_its_letter(glossary):
    letters = by_letter(glossary)
    assert [term for terms in letters.values() for term in terms] == list(glossary)
    assert [term.id for term in letters["G"]][:3] == ["gbard", "gdp", "gerd"]
    assert [term.id for term in letters["0–9"]] == ["confidence-interval"]


@pytest.mark.parametrize("label", ["accredited", "official", "in_development", "third_party"])
def test_every_official_status_label_leads_to_its_meaning(glossary, label):
    assert mentions(STATISTICS_STATUSES[label], glossary)


def test_every_price_basis_leads_to_its_meaning(glossary):
    for words in PRICE_BASES.values():
        assert not words or mentions(words, glossary), words


def test_a_meaning_does_not_begin_with_its_own_word(glossary):
    for term in glossary:
        assert not term.meaning.casefold().startswith(tuple(f.casefold() for f in term.forms)), (
            f"{term.id}: a reader who does not know the word learns nothing from it"
        )


def test_uses_are_the_indicators_whose_description_has_the_word(seed_warehouse):
    catalogue = load_catalogue()
    found = uses(seed_warehouse, catalogue)
    assert [i.id for i in found["pisa"]] == ["pisa_science"]
    assert "gerd_pct_gdp" in [i.id for i in found["gerd"]]
    assert all(i.available for indicators in found.values() for i in indicators)


TERM = """
[[term]]
id = "gerd"
word = "GERD"
meaning = "All spending on R&D."
forms = ["GERD"]
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (TERM.replace('word = "GERD"\n', ""), "term gerd: 'word' is missing"),
        (TERM.replace("R&D.", "R&D"), "term gerd: meaning does not end with a full stop"),
        (TERM.replace("All", "all " * 60), "term gerd: meaning has 63 words; 60 is the most"),
        (TERM + TERM, "term gerd: id 'gerd' stands twice"),
        (TERM.replace('id = "gerd"', 'id = "Ge rd"'), "term Ge rd: an id has small letters"),
        (TERM + 'see = ["berd"]\n', "term gerd: see 'berd' is not another term"),
        (TERM + 'see = ["gerd"]\n', "term gerd: see 'gerd' is not another term"),
        (TERM + 'address = "https://oecd.org"\n', "term gerd: an address starts with https://"),
        (
            TERM + 'source = "OECD"\naddress = "http://oecd.org"\n',
            "term gerd: an address starts with https://",
        ),
        (
            TERM + TERM.replace('"gerd"', '"berd"').replace('["GERD"]', '["gerd"]'),
            "term berd: the form 'gerd' stands for gerd already",
        ),
        (
            TERM.replace('["GERD"]', '["GERD <b>"]'),
            "term gerd: the form 'GERD <b>' is not words with single spaces between",
        ),
        (
            TERM.replace('["GERD"]', '["(GERD"]'),
            "term gerd: the form '(GERD' is not words with single spaces between",
        ),
        (TERM + "[[word]]\n", "unknown table 'word'"),
    ],
)
def test_a_bad_glossary_is_refused_with_the_reason(tmp_path, text, fault):
    path = tmp_path / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_glossary(path)
    assert fault in str(refused.value)


def test_every_problem_is_told_at_once(tmp_path):
    path = tmp_path / "glossary.toml"
    path.write_text(
        TERM.replace("R&D.", "R&D") + TERM.replace('"gerd"', '"BERD"'), encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match="3 problems"):
        load_glossary(path)


def test_an_unknown_word_names_the_file_to_look_in(glossary):
    with pytest.raises(CatalogueError, match=r"no term 'gnp'.*glossary\.toml"):
        glossary["gnp"]


def test_every_page_of_a_word_is_whole_and_does_not_link_to_itself(glossary):
    for term in glossary:
        markup = entry(term, glossary, (), APP)
        assert markup.count("<h1>") == 1, term.id
        assert escape(term.word) in markup
        assert f'"{APP.term(term.id)}"' not in markup, term.id
        for other in term.see:
            assert APP.term(other) in markup, term.id


def test_the_page_of_all_words_has_each_once(glossary):
    markup = all_entries(by_letter(glossary), glossary, APP)
    for term in glossary:
        assert markup.count(f'<dt id="{term.id}">') == 1
