"""Technologies: quotes are the strategy's own words, nothing measured is left out, cards hold."""

import pytest

from indicators.catalogue import Break, load_catalogue
from indicators.errors import CatalogueError
from indicators.strategy_figures import load_strategy_figures
from indicators.technologies import load_technologies
from indicators.views import technologies as views
from indicators.views.indicator_card import card as card_of
from tests.serving_rows import GERD, catalogue, indicator, serving
from tests.strategy_text import places, whole


@pytest.fixture(scope="module")
def real():
    return load_technologies(catalogue=load_catalogue())


def test_the_strategys_six_are_there_in_its_order(real):
    assert [(one.id, one.section) for one in real] == [
        ("ai", "2.1.1"),
        ("quantum", "2.1.2"),
        ("engineering-biology", "2.1.3"),
        ("semiconductors", "2.1.4"),
        ("telecoms", "2.1.5"),
        ("data", "2.1.6"),
    ]


def test_every_quote_stands_word_for_word_where_it_is_said_to(real):
    text = places()
    for technology in real:
        assert len(technology.quotes) >= 3
        for quote in technology.quotes:
            assert quote.text in text[quote.place], f"{technology.id}, {quote.place}"


def test_a_section_is_quoted_from_itself(real):
    for technology in real:
        for quote in technology.quotes:
            if quote.place.startswith("section"):
                assert quote.place.startswith(f"section {technology.section},"), quote


def test_every_quote_of_the_strategy_figures_stands_in_the_strategy():
    text = places()
    for figure in load_strategy_figures():
        for part in figure.quote.split("..."):
            assert part.strip() in whole(), figure.id
            if figure.place.startswith(("paragraph", "section")):
                assert part.strip() in text[figure.place], figure.id


def test_every_figure_of_a_technology_is_shown_with_it(real):
    """The figures whose place is in the section of a technology, by paragraph or by section."""
    themes = {
        "ai": "Artificial intelligence",
        "engineering-biology": "Engineering biology",
        "telecoms": "Telecoms",
        "data": "Data",
    }
    for technology in real:
        theme = themes.get(technology.id)
        expected = {figure.id for figure in load_strategy_figures() if figure.theme == theme}
        assert set(technology.figures) == expected, technology.id


def test_no_indicator_of_these_technologies_is_left_out(real):
    """Space is not among the six."""
    catalogue = load_catalogue()
    used = {name for one in real for name in (*one.indicator_ids, *one.unmeasured)}
    themes = (*catalogue.in_theme("ai_compute"), *catalogue.in_theme("priority_technologies"))
    assert {i.id for i in themes} - used == {"space_objects_launched", "satellites_in_orbit"}


TECHNOLOGY = """
[[technology]]
id = "ai"
title = "Artificial intelligence"
short = "AI"
section = "2.1.1"
quotes = [{ about = "What it is", place = "paragraph 18", text = "machines" }]
no_figures = "None."
groups = [{ title = "Research", indicators = ["ai_articles_nsf"] }]
gaps = [{ what = "Trade.", why = "No heading." }]
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('section = "2.1.1"', "", "technology ai: 'section' is missing"),
        ('no_figures = "None."', "", "technology ai: give either figures or no_figures"),
        (
            'no_figures = "None."',
            'figures = ["ai_rank"]',
            "technology ai: 'ai_rank' is not a figure of the strategy",
        ),
        ("paragraph 18", "page 18", "technology ai: 'page 18' names no paragraph or section"),
        ('text = "machines"', 'text = ""', "technology ai: a quote has no text"),
        ("Trade.", "Trade", "technology ai: gap 'Trade': what and why each end"),
        ("gaps = [{", "x = [{", "technology ai: unknown key 'x'"),
        (
            '["ai_articles_nsf"]',
            '["ai_articles_nsf", "ai_articles_nsf"]',
            "technology ai: 'ai_articles_nsf' stands twice",
        ),
        (
            "ai_articles_nsf",
            "ai_poems",
            "technology ai: 'ai_poems' is not an indicator of the catalogue",
        ),
        (
            "ai_articles_nsf",
            "ai_citations_per_head",
            "technology ai: 'ai_citations_per_head' has no public series",
        ),
        (
            'no_figures = "None."',
            'no_figures = "None."\nunmeasured = ["ai_patents_ip5"]',
            "technology ai: unmeasured 'ai_patents_ip5' is not an indicator with source",
        ),
    ],
)
def test_a_bad_declaration_is_refused_with_the_reason(tmp_path, old, new, fault):
    path = tmp_path / "technologies.toml"
    assert old in TECHNOLOGY
    path.write_text(TECHNOLOGY.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_technologies(path, catalogue=load_catalogue())
    assert fault in str(refused.value)


# Cards, from published R&D figures of five countries.

RD = indicator()


def test_a_card_tells_finding_rank_basis_and_source():
    card = card_of(serving(GERD), RD, catalogue(RD), {})
    assert card.sentence == "UK R&D spending was 2.75% of GDP in 2023, down from 2.87% in 2020."
    assert (card.rank, card.place, card.basis, card.counts) == (
        "5th of 5",
        5,
        "relative to size",
        True,
    )
    assert card.strip is not None
    assert (card.strip.n, card.strip.marks[0].place) == (5, 5)
    assert (card.figures, card.status) == (6, "Third-party figures")
    assert card.source.startswith("Source: OECD, Main Science and Technology Indicators")
    assert [p.label for p in card.spark.points] == ["2013", "2014", "2017", "2018", "2020", "2023"]


def test_a_rank_without_a_better_end_is_told_and_not_counted():
    card = card_of(serving(GERD), indicator(direction="neither"), catalogue(RD), {})
    assert card.rank == "5th of 5"
    assert not card.counts
    assert card.rank_note == "Largest first; a larger value is neither better nor worse."


def test_an_indicator_of_the_uk_alone_says_why_it_has_no_rank():
    one = indicator(coverage="uk")
    card = card_of(serving({"GBR": {"2023": 2.75}}), one, catalogue(one), {})
    assert (card.rank, card.place, card.strip) == ("", 0, None)
    assert card.rank_note == "Not ranked: figures for the UK only."
    assert card.spark is None, "a single figure is no line"


@pytest.mark.parametrize(
    ("years", "drawn"),
    [(("2014", "2023"), False), (("2022", "2023"), True), (("2014", "2018", "2023"), True)],
)
def test_two_figures_apart_are_no_line(years, drawn):
    one = indicator(coverage="uk", breaks=())
    figures = {year: 2.0 + place for place, year in enumerate(years)}
    card = card_of(serving({"GBR": figures}), one, catalogue(one), {})
    assert (card.spark is not None) == drawn


def test_without_a_uk_figure_the_largest_others_are_named():
    one = indicator(unit="pct_world", noun="share of quantum patents", rankable=False, breaks=())
    rows = serving(
        {"USA": {"2024": 31.0}, "JPN": {"2023": 13.0}, "CHN": {"2024": 12.0, "2010": 99.0}}
    )
    card = card_of(rows, one, catalogue(one), {})
    assert "The UK has no comparable published figure" in card.sentence
    assert card.sentence.endswith(
        "Largest: United States 31.0%, Japan 13.0%, China 12.0% (2023–2024)."
    )
    assert card.figures == 0
    assert not card.counts


def test_a_figure_of_the_world_alone_is_told_as_such():
    one = indicator(unit="usd_billion", noun="world spending on telecoms", breaks=())
    card = card_of(serving({"WLD": {"2024": 1500.0}}), one, catalogue(one), {})
    assert card.sentence == "World spending on telecoms was US$1.5 trillion in 2024."


def test_a_uk_figure_that_is_excluded_says_so():
    one = indicator(breaks=(Break("GBR", "2010", "incomplete", "half the firms"),))
    card = card_of(serving(GERD), one, catalogue(one), {})
    assert card.rank == ""
    assert "half the firms" in card.rank_note


def test_a_rank_is_drawn_with_first_place_on_top():
    one = indicator(unit="rank", direction="lower", rankable=False, display="points", breaks=())
    card = card_of(serving({"GBR": {"2022": 4, "2023": 6}}), one, catalogue(one), {})
    assert card.reverse
    assert card.rank_note == ""


# Pages, on the committed figures.


@pytest.fixture
def pages(seed_warehouse):
    known = load_catalogue()
    return {name: views.page(seed_warehouse, known, name) for name in views.technologies(known)}


def test_every_indicator_with_figures_is_a_card(pages):
    for page in pages.values():
        shown = [card.indicator.id for group in page.groups for card in group.cards]
        assert shown == list(page.technology.indicator_ids)


def test_headlines_count_what_the_cards_show(pages):
    for page in pages.values():
        cards = [card for group in page.groups for card in group.cards]
        ids = {card.indicator.id for card in cards}
        once = [c for c in cards if c.counts and c.indicator.repeats not in ids]
        if "top three" in page.headline:
            for basis in ("relative to size", "in absolute terms"):
                own = [c for c in once if c.basis == basis]
                top = sum(c.place <= 3 for c in own)
                assert not own or f"{top} of {len(own)}" in page.headline
        elif once:
            assert all(c.rank in page.headline for c in once)
    assert pages["quantum"].headline == (
        "Quantum technologies: 7 public indicators, and no ranking of countries"
    )


def test_what_is_not_measured_has_a_reason(pages):
    for page in pages.values():
        technology = page.technology
        assert len(page.unmeasured) == len(technology.unmeasured) + len(technology.gaps)
        for gap in page.unmeasured:
            assert gap.what.endswith(".")
            assert len(gap.why.split()) > 4
