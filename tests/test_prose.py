"""Documents as pages: every word kept, tables that can be walked, links that lead somewhere."""

import re
from collections import Counter

import pytest
from lxml import html

from indicators.documents import documents
from indicators.markup.prose import prose

#: Words and longer numbers: a list counts its items itself.
WORDS = re.compile(r"[A-Za-z]+|\d{3,}")

TEXT = """
| Word |
| --- |
| early |

Opening with *stress*, `code` and <b>no HTML</b>.

## First

See [the other](other.md), [nothing](gone.md) and [a site](https://example.org/a).

| Name | Value |
| --- | --- |
| one | 1 |
| two | 2 |

Again:

| Name | Value |
| --- | --- |
| three | 3 |


## First

- point
"""


@pytest.fixture(scope="module")
def made():
    return html.fromstring(prose("All", TEXT, {"other.md": "/ambition/other"}))


def test_headings_have_anchors_that_differ(made):
    assert made.xpath("//h2/@id") == ["first", "first-2"]


def test_a_table_has_a_caption_and_headings_of_rows_and_columns(made):
    assert made.xpath("//table/caption/text()") == ["All", "First", "First, table 2"]
    assert set(made.xpath("//thead//th/@scope")) == {"col"}
    assert made.xpath("//tbody//th[@scope='row']/text()") == ["early", "one", "two", "three"]
    assert made.xpath("//tbody//td/text()") == ["1", "2", "3"]
    assert made.xpath("//div[@class='table-frame'][@tabindex='0'][@role='region']/@aria-label")


def test_links_lead_to_what_the_edition_has_and_stay_words_elsewhere(made):
    assert made.xpath("//a/@href") == ["/ambition/other", "https://example.org/a"]
    assert "nothing and a site" in made.text_content()


def test_markup_in_a_document_is_shown_as_text(made):
    assert not made.xpath("//b")
    assert "<b>no HTML</b>" in made.text_content()


@pytest.mark.parametrize("name", documents())
def test_every_word_of_a_document_is_on_its_page(name):
    found = documents()[name]
    page = html.fromstring(prose(found.title, found.body, {})).text_content()
    written = re.sub(r"\]\([^)]*\)", "]", found.body)
    assert written != page
    assert not Counter(WORDS.findall(written)) - Counter(WORDS.findall(page))
