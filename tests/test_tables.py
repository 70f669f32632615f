"""Tables as markup: headings that a screen reader can walk, and links from a row's heading."""

import pytest

from indicators.links import APP, SiteLinks
from indicators.markup import tables as html
from indicators.view import Column, Table

COLUMNS = (Column("Indicator"), Column("Place", numeric=True))
ROWS = (("R&D", "5th"), ("<b>", "2nd"))


def test_cells_are_escaped_and_headings_have_their_scope():
    markup = html.table(Table("Places", COLUMNS, ROWS), APP)
    assert '<th scope="col">Indicator</th><th scope="col" class="figure">Place</th>' in markup
    assert (
        '<tr><th scope="row" class="short">R&amp;D</th><td class="figure">5th</td></tr>' in markup
    )
    assert "&lt;b&gt;" in markup
    assert "<a " not in markup


def test_a_day_is_not_broken_into_lines_and_a_sentence_keeps_room():
    columns = (Column("Country"), Column("Released"), Column("Remarks"), Column("Status"))
    told = "from the vintage spring 2025; most are from spring 2026"
    rows = (("UK", "30 September 2026", told, "published by others"), ("Japan", "2025", "", ""))
    markup = html.table(Table("Newest", columns, rows), APP)
    assert '<th scope="row" class="short">Japan</th><td class="short">2025</td>' in markup
    assert '<td class="short">30 September 2026</td><td class="long">from the vintage' in markup
    assert "<td>published by others</td>" in markup


def test_a_rows_heading_leads_to_its_address():
    shown = Table("Places", COLUMNS, ROWS, indicators=("gerd", "berd"))
    markup = html.table(shown, APP)
    assert '<a href="/indicators?indicator=gerd" data-page>R&amp;D</a></th>' in markup
    assert markup.count("<a ") == 2
    static = html.table(shown, SiteLinks("/sub"))
    assert '<th scope="row" class="short"><a href="/sub/indicators/gerd">R&amp;D</a></th>' in static


def test_links_are_for_every_row_or_for_none():
    with pytest.raises(ValueError, match="an indicator for each row"):
        Table("Places", COLUMNS, ROWS, indicators=("gerd",))
