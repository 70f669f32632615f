"""What a public service owes its readers, as markup: accessibility, privacy, corrections."""

from collections.abc import Iterable
from html import escape

from indicators.accessibility import Limit, Results
from indicators.catalogue import Catalogue
from indicators.corrections import Correction
from indicators.links import Links
from indicators.markup.blocks import opening
from indicators.markup.tables import table
from indicators.numbers import format_date, format_value
from indicators.view import Column, Table

UNSET = (
    "No contact has been set. Whoever runs this service must set INDICATORS_SERVICE_CONTACT to an "
    "e-mail address or a web page."
)

#: Cookies that the interactive edition sets: name, what it is for, and how long it is kept.
COOKIES = (
    (
        "_streamlit_xsrf",
        "Protects the fields for files from requests forged by other sites.",
        "Until the browser is closed",
    ),
)
#: What the interactive edition keeps in the browser: start of the name, what for, how long.
STORED = (
    (
        "stActiveTheme",
        "Whether a page is shown light or dark, as the system asks for.",
        "Until it is cleared in the browser",
    ),
)


def _section(title: str, *parts: str, anchor: str = "") -> str:
    place = f' id="{anchor}"' if anchor else ""
    return f'<section class="uti"><h2{place}>{escape(title)}</h2>{"".join(parts)}</section>'


def _text(*sentences: str) -> str:
    return "".join(f'<p class="measure">{escape(text)}</p>' for text in sentences)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def contact_line(contact: str) -> str:
    """Whom to write to, as a link; that nobody has been named, where it is so."""
    if not contact:
        return f'<p class="warning">{escape(UNSET)}</p>'
    web = contact.startswith(("https://", "http://"))
    address = escape(contact if web else f"mailto:{contact}", quote=True)
    return f'<p class="measure">Contact: <a href="{address}">{escape(contact)}</a></p>'


def accessibility(found: Results, contact: str, links: Links) -> str:
    """The statement, in the model wording of the UK's public sector accessibility regulations."""
    return "".join(
        (
            opening(
                over="About this service",
                title="Accessibility statement",
                lede="This statement applies to UK Technology Indicators: its static edition and "
                "its interactive edition.",
            ),
            _wants(),
            _section(
                "Feedback and contact information",
                _text(
                    "If you need information here in another format, such as accessible PDF, "
                    "large print, easy read, audio recording or braille, or find a problem that "
                    "is not listed on this page, tell us. We will consider your request and get "
                    "back to you in 10 working days."
                ),
                contact_line(contact),
                anchor="contact",
            ),
            _section(
                "Enforcement procedure",
                '<p class="measure">The Equality and Human Rights Commission (EHRC) is responsible '
                "for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
                "Accessibility Regulations 2018 (the ‘accessibility regulations’). If you’re not "
                "happy with how we respond to your complaint, contact the "
                '<a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support '
                "Service (EASS)</a>. In Northern Ireland contact the "
                '<a href="https://www.equalityni.org/">Equality Commission for Northern '
                "Ireland</a>.</p>",
            ),
            _compliance(found),
            _not_accessible(found, links),
            _tested(found),
        )
    )


def _wants() -> str:
    return _section(
        "How you should be able to use it",
        '<p class="measure">We want as many people as possible to be able to use this service. '
        "That means you should be able to:</p>",
        _list(
            (
                "change colours, contrast levels and fonts using browser or device settings",
                "zoom in up to 400% without the text spilling off the screen",
                "navigate all of it using just a keyboard or speech recognition software",
                "listen to all of it using a screen reader, with a text alternative and a table "
                "for every chart",
                "use the static edition without JavaScript",
            )
        ),
        _text("We’ve also made the text as simple as we can to understand."),
    )


def _compliance(found: Results) -> str:
    return _section(
        "Technical information about this service’s accessibility",
        _text(
            "UK Technology Indicators is committed to making its service accessible, in accordance "
            "with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
            "Accessibility Regulations 2018."
        ),
        "<h3>Compliance status</h3>",
        '<p class="measure">This service is <strong>partially compliant</strong> with the '
        f'<a href="https://www.w3.org/TR/WCAG22/">{escape(found.standard)}</a> standard. It has '
        "not yet been audited by a person with the skills to do so; until it has, and while the "
        "faults listed below stand, it is not called fully compliant.</p>",
        anchor="compliance",
    )


def _not_accessible(found: Results, links: Links) -> str:
    limits = _list(_limit(item) for item in found.limits)
    columns = ("Rule", "Where", "What is wrong", "Way round it")
    rows = tuple((v.rule, v.where, v.what, v.way_round) for v in found.streamlit)
    faults = table(
        Table(
            "Faults of Streamlit, which the interactive edition is built on, by axe-core rule",
            tuple(Column(title) for title in columns),
            rows,
        ),
        links,
    )
    return _section(
        "Non-accessible content",
        _text("The content listed below is non-accessible for the following reasons."),
        "<h3>Non-compliance with the accessibility regulations</h3>",
        limits,
        faults,
        anchor="faults",
    )


def _limit(item: Limit) -> str:
    where = {"interactive": "Interactive edition", "static": "Static edition"}.get(item.edition, "")
    fails = f" This fails WCAG 2.2 success criterion {item.criterion}." if item.criterion else ""
    return escape(f"{where}{': ' if where else ''}{item.what}{fails}")


def _tested(found: Results) -> str:
    by_hand = _list(escape(f"{format_date(c.date)}: {c.what}") for c in found.keyboard)
    return _section(
        "Preparation of this accessibility statement",
        _text(
            f"This statement was prepared on {format_date(found.prepared)}. It was last reviewed "
            f"on {format_date(found.reviewed)}, and will be reviewed by "
            f"{format_date(found.next_review)}.",
            f"The service was last tested on {format_date(found.checked)} by its makers, with "
            f"{found.tool} on every type of page of both editions, in the light and the dark "
            f"theme, at the width of a desktop and of a phone: {_violations(found)}.",
        ),
        "<h3>Checked with the keyboard</h3>",
        by_hand,
        _text("It has not been tested with screen-reader users."),
        anchor="tests",
    )


def _violations(found: Results) -> str:
    own = "no violation" if found.own == 0 else f"{found.own} violations"
    return f"{own} in what this service draws, and {len(found.streamlit)} in what Streamlit draws"


def privacy(contact: str, links: Links) -> str:
    """What is kept of a visit: next to nothing, and it is listed."""
    columns = (Column("Name"), Column("What it is for"), Column("How long it is kept"))
    return "".join(
        (
            opening(
                over="About this service",
                title="Privacy and cookies",
                lede="This service does not track you, asks for no account and sends no usage "
                "statistics to anyone.",
            ),
            _section(
                "Cookies",
                _text(
                    "The static edition sets no cookie. The interactive edition sets only what it "
                    "cannot work without, so that it asks for no consent."
                ),
                table(Table("Cookies of the interactive edition", columns, COOKIES), links),
                table(
                    Table("Kept in your browser by the interactive edition", columns, STORED),
                    links,
                ),
                _text(
                    "Where a host runs several copies of the interactive edition, its web server "
                    "adds the cookie “replica”, which keeps a visit on one copy until the browser "
                    "is closed. It holds one of 256 numbers, drawn by chance, so it identifies "
                    "nobody."
                ),
                anchor="cookies",
            ),
            _section(
                "What is kept of a visit",
                _text(
                    "Whoever hosts the service may keep the usual log of a web server: address, "
                    "time and page. The words of a search, of a briefing and of an SQL query are "
                    "in no log. Words and files that you add stay in memory until you leave.",
                    "Nothing is loaded from other sites. Links to publishers lead to their sites, "
                    "which have their own rules.",
                ),
                anchor="kept",
            ),
            _section(
                "Questions about your data",
                _text(
                    "Whoever hosts this service is responsible for its logs. You can complain to "
                    "the Information Commissioner’s Office about how personal data is used."
                ),
                contact_line(contact),
                anchor="contact",
            ),
        )
    )


def corrections(
    found: Iterable[Correction], catalogue: Catalogue, revised: Table | None,
    contact: str, links: Links,
) -> str:  # fmt: skip
    """How to report an error, what is then done, and every correction made so far."""
    steps = (
        "We look at the figure in the publisher’s own release within 5 working days.",
        "An error of ours is put right in the next build. It is listed here with the old and the "
        "new figure, the date and the reason.",
        "An error in a publication is reported to its publisher. Until it is put right there, we "
        "declare a correction, which stands below with its reason.",
        "A revision by a publisher is no error: both figures stay, each with its date, in the "
        "revisions below and on the indicator’s page.",
    )
    return "".join(
        (
            opening(
                over="About this service",
                title="Corrections",
                lede="How to report an error, what we do then, and what has been corrected.",
            ),
            _section(
                "Report an error",
                _text(
                    "Tell us the page, the figure, and what it should be with its source. The "
                    "data version that stands in every file and citation helps us find it."
                ),
                contact_line(contact),
                anchor="report",
            ),
            _section(
                "What we do",
                f'<ol class="steps">{"".join(f"<li>{escape(s)}</li>" for s in steps)}</ol>',
                anchor="policy",
            ),
            _section("Corrections made", _made(list(found), catalogue, links), anchor="made"),
            _section(
                "Revisions by publishers",
                table(revised, links)
                if revised
                else _text("No figure has been revised between the vintages held."),
                anchor="revisions",
            ),
            _section(
                "How this service is kept up",
                _text(
                    "The list of data sets gives the date of each and its next release where the "
                    "publisher states one. An indicator whose publisher has ended it stays, with "
                    "the reason. Should the service end, its pages and files stay readable as "
                    "they are: the static edition needs no server of ours."
                ),
                anchor="upkeep",
            ),
        )
    )


def _made(found: list[Correction], catalogue: Catalogue, links: Links) -> str:
    if not found:
        return _text("None so far.")
    rows = []
    for one in found:
        indicator = catalogue[one.indicator]
        unit = catalogue.unit_of(indicator)
        rows.append(
            (
                indicator.title,
                catalogue.areas[one.geo].short,
                one.period,
                format_value(one.published, unit),
                format_value(one.corrected, unit),
                one.reason,
            )
        )
    titles = ("Indicator", "Area", "Period", "As published", "As corrected", "Reason")
    return table(
        Table(
            "Figures corrected here",
            tuple(Column(title, numeric=3 <= i <= 4) for i, title in enumerate(titles)),
            tuple(rows),
            indicators=tuple(one.indicator for one in found),
        ),
        links,
    )
