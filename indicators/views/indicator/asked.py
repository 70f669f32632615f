"""The question that an address asks of one indicator, read without any control.

A text that names nothing is told in a sentence and its default used. What can be chosen comes from
`question`; nothing is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators import choice, forms
from indicators.areas import UK, PeerGroup
from indicators.catalogue import Catalogue, Indicator
from indicators.rankings import RULES
from indicators.view import View
from indicators.views.indicator.over_time import line_view
from indicators.views.indicator.question import (
    DEFAULT_PEERS,
    MOST_AREAS,
    MOST_COLOURED,
    Offer,
    Question,
    held,
    members_shown,
    offer,
    offered,
    peer_groups,
)
from indicators.views.indicator.ranked import rank_over_time_view, rank_view
from indicators.warehouse import Warehouse

LINE, RANK, RANK_OVER_TIME = "line", "rank", "rank_over_time"
#: Every kind of view of one indicator, with the words of its control.
KINDS = {LINE: "Over time", RANK: "Ranked", RANK_OVER_TIME: "Rank over time"}
MAKERS: Mapping[str, Callable[[Warehouse, Catalogue, Question], View]] = {
    LINE: line_view,
    RANK: rank_view,
    RANK_OVER_TIME: rank_over_time_view,
}

NEWEST, OWN_CHOICE, YES = "newest", "own", "yes"

#: Every parameter of an indicator's address, with what it chooses.
PARAMETERS = {
    "indicator": "Id of the indicator",
    "view": "Kind of view",
    "frequency": "Frequency of the periods, as an SDMX code",
    "as": "Form of the figures",
    "base": "Base period of an index",
    "log": "Logarithmic scale",
    "group": "Peer group compared",
    "compare": "Areas beside the UK, by code",
    "highlight": "Areas in colour, by code",
    "years": "First and last year",
    "rule": "Which figure of each country is ranked",
    "period": "Period ranked",
    "as_at": "Day that the figures had been published by",
}


@dataclass(frozen=True)
class Asked:
    """What an address asks: the kind of view, the question, and what was wrong with its texts.

    `bad` has a parameter and a sentence for each text that could not be read as it stands.
    """

    kind: str
    question: Question
    bad: tuple[tuple[str, str], ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(dict.fromkeys(sentence for _, sentence in self.bad))


@dataclass
class _Reader:
    """The texts of an address, read one by one; problems gather."""

    texts: Mapping[str, str]
    bad: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, name: str, problem: str) -> None:
        if problem and (name, problem) not in self.bad:
            self.bad.append((name, problem))

    def one(
        self,
        name: str,
        options: Sequence[str],
        *,
        default: str | None = None,
        every: Mapping[str, str] | None = None,
    ) -> str:
        first = options[0] if default is None or default not in options else default
        text = self.texts.get(name)
        if text is None or text in options:
            return text or first
        if every and text in every:
            self.tell(name, choice.not_offered(every[text], every[first]))
        else:
            self.tell(name, choice.not_here(f"the {name.replace('_', ' ')}", text))
        return first

    def several(
        self, name: str, options: Sequence[str], default: Sequence[str], most: int
    ) -> tuple[str, ...]:
        usual = tuple(option for option in default if option in options)[:most]
        if name not in self.texts:
            return usual
        given = list(dict.fromkeys(choice.parts(self.texts[name])))
        for text in given:
            if text not in options:
                self.tell(name, choice.not_here("the country", text))
        known = tuple(text for text in given if text in options)
        if len(known) > most:
            self.tell(
                name, f"The address asks for {len(known)} countries; the first {most} are shown."
            )
        return known[:most] if known or not given else usual


def asked(w: Warehouse, catalogue: Catalogue, texts: Mapping[str, str]) -> Asked:
    """The kind of view and the question that the parameters of an address ask for.

    Raises:
        NoDataError: the build holds no figure of any indicator, or none at this frequency.
    """
    reader = _Reader(texts)
    indicator = catalogue[reader.one("indicator", offered(w, catalogue))]
    frequencies, areas = held(w, indicator)
    frequency = reader.one("frequency", frequencies)
    can = offer(w, catalogue, indicator, frequency)
    kind = reader.one("view", tuple(kinds(indicator)), every=KINDS)
    form = reader.one("as", can.forms, every=forms.FORMS)
    group, compare = _compared(reader, w, catalogue, areas)
    rule, period = _ranked_period(reader, can) if kind == RANK else ("latest", "")
    question = Question(
        indicator,
        frequency,
        compare,
        rule=rule,
        form=form,
        base=_base(reader, can) if form == forms.INDEX else "",
        years=None if kind == RANK else _years(reader, can),
        period=period,
        as_at=_as_at(reader, indicator),
        group=group,
        highlight=_highlighted(reader, compare),
        log=_log(reader, kind == LINE and form == forms.LEVEL and can.can_log),
    )
    return Asked(kind, question, tuple(reader.bad))


def kinds(indicator: Indicator) -> dict[str, str]:
    """The kinds of view that an indicator can be shown in, with the words of the control."""
    ranked = indicator.rankable and indicator.coverage == "international"
    return KINDS if ranked else {LINE: KINDS[LINE]}


def _compared(
    reader: _Reader, w: Warehouse, catalogue: Catalogue, areas: Sequence[str]
) -> tuple[PeerGroup | None, tuple[str, ...]]:
    options = [geo for geo in catalogue.areas.by_geo if geo in set(areas) and geo != UK]
    if not options:
        return None, ()
    groups = {group.id: group for group in peer_groups(w, catalogue.areas)}
    picked = reader.one("group", (OWN_CHOICE, *groups))
    if picked in groups:
        return groups[picked], members_shown(groups[picked], areas)
    return None, reader.several("compare", options, DEFAULT_PEERS, MOST_AREAS - 1)


def _highlighted(reader: _Reader, compare: tuple[str, ...]) -> tuple[str, ...]:
    return reader.several("highlight", compare, (), MOST_COLOURED) if len(compare) > 1 else ()


def _base(reader: _Reader, can: Offer) -> str:
    bases = {choice.word(label): label for label in can.bases}
    if not bases:
        return ""
    return bases[reader.one("base", tuple(bases), default=choice.word(can.base))]


def _years(reader: _Reader, can: Offer) -> choice.Years | None:
    years, problem = choice.read_years(reader.texts.get("years"), *can.years)
    reader.tell("years", problem)
    return None if years == can.years else years


def _ranked_period(reader: _Reader, can: Offer) -> tuple[str, str]:
    periods = {choice.word(label): label for label in can.periods}
    rule = reader.one("rule", RULES)
    picked = reader.one("period", (NEWEST, *periods))
    return rule, "" if picked == NEWEST else periods[picked]


def _as_at(reader: _Reader, indicator: Indicator) -> date | None:
    day, problem = choice.read_day(reader.texts.get("as_at"), date.today())
    reader.tell("as_at", problem)
    return None if indicator.derived else day


def _log(reader: _Reader, offered_here: bool) -> bool:
    return reader.one("log", ("no", YES)) == YES and offered_here
