"""Tables as markup: headings that a screen reader can walk, and links from a row's heading."""

import pytest

from indicators.exports import html
from indicators.view import Column, Table

COLUMNS = (Column("Indicator"), Column("Place", numeric=True))
ROWS = (("R&D", "5th"), ("<b>", "2nd"))


def test_cells_are_escaped_and_headings_have_their_scope():
    markup = html.table(Table("Places", COLUMNS, ROWS))
    assert '<th scope="col">Indicator</th><th scope="col" class="figure">Place</th>' in markup
    assert '<tr><th scope="row">R&amp;D</th><td class="figure">5th</td></tr>' in markup
    assert "&lt;b&gt;" in markup
    assert "<a " not in markup


def test_a_rows_heading_leads_to_its_address():
    links = ("/indicators?indicator=a&view=rank", "/indicators?indicator=b")
    markup = html.table(Table("Places", COLUMNS, ROWS, links=links))
    assert (
        '<th scope="row"><a href="/indicators?indicator=a&amp;view=rank" data-page>R&amp;D</a></th>'
    ) in markup
    assert markup.count("<a ") == 2


def test_links_are_for_every_row_or_for_none():
    with pytest.raises(ValueError, match="a link for each row"):
        Table("Places", COLUMNS, ROWS, links=("/x",))
