"""The codes that a declaration may use, with the words readers meet."""

#: Price bases, with the words that stand in a title.
PRICE_BASES = {
    "not_applicable": "",
    "current": "current prices",
    "constant": "constant prices",
    "ppp_current": "purchasing power parities, current prices",
    "ppp_constant": "purchasing power parities, constant prices",
}

DIRECTIONS = ("higher", "lower", "neither")

#: What a place says of a country, with the words readers meet. relative: measured against its size
#: (per head, a share of its GDP or of its own total); absolute: counts, money and shares of the
#: world, which large countries lead; empty: neither, as for scores and ranks made by others.
BASES = {"relative": "relative to size", "absolute": "in absolute terms", "": ""}

#: Statistics status, with the label shown to readers.
STATISTICS_STATUSES = {
    "accredited": "Accredited official statistics",
    "official": "Official statistics",
    "in_development": "Official statistics in development",
    "public_body": "Published by a public body, not official statistics",
    "strategy": "Figure quoted in the strategy",
    "third_party": "Third-party figures",
    "computed": "Computed here from published figures",
}

#: Licences that permit redistribution. Rows under any other never enter a bulk file.
OPEN_LICENCES = ("OGL-3.0", "CC-BY-4.0", "public domain")

LICENCES = (*OPEN_LICENCES, "CC-BY-NC-4.0", "CC-BY-SA-4.0", "all rights reserved", "not verified")

#: What a stretch of a series is, and so how it is drawn and whether it counts.
#: break, level_shift: the line stops before `period`; values on the two sides are not compared.
#: incomplete, not_comparable: from `period` on, drawn hollow and apart; not headlined, not ranked.
#: estimated: from `period` on, publisher's estimates; drawn hollow on the line; ranked, marked.
#: unstable: before `period`, kept in the table with a mark; not drawn, not ranked.
#: real, volatile: a note only; the movement is genuine.
BREAK_KINDS = (
    "break",
    "level_shift",
    "incomplete",
    "not_comparable",
    "estimated",
    "unstable",
    "real",
    "volatile",
)

#: The id of the source for an entry that says no public series exists.
NO_SOURCE = "none"

DERIVED = "derived"

INDEX_PILLARS = (
    "research_inputs",
    "research_quality",
    "invention",
    "frontier_technology",
    "commercial_strength",
)
