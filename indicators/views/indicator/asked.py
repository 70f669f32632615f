"""The question that an address asks of one indicator, read without any control.

A text that names nothing is told in a sentence and its default used. What can be chosen comes from
`question`; nothing is drawn.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators import choice, forms
from indicators.areas import UK, PeerGroup
from indicators.catalogue import Catalogue, Indicator
from indicators.rankings import RULES
from indicators.view import View
from indicators.views.indicator.against import scatter_view
from indicators.views.indicator.changed import change_view
from indicators.views.indicator.over_time import line_view, multiples_view, table_view
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

LINE, MULTIPLES, RANK, RANK_OVER_TIME = "line", "multiples", "rank", "rank_over_time"
CHANGE, SCATTER, TABLE = "change", "scatter", "table"
#: Every kind of view of one indicator, with the words of its control.
KINDS = {
    LINE: "Over time",
    MULTIPLES: "Small multiples",
    RANK: "Ranked",
    RANK_OVER_TIME: "Rank over time",
    CHANGE: "Change",
    SCATTER: "Against another",
    TABLE: "Table",
}
MAKERS: Mapping[str, Callable[[Warehouse, Catalogue, Question], View]] = {
    LINE: line_view,
    MULTIPLES: multiples_view,
    RANK: rank_view,
    RANK_OVER_TIME: rank_over_time_view,
    CHANGE: change_view,
    SCATTER: scatter_view,
    TABLE: table_view,
}
#: Kinds that show a stretch of years; the others stand at one period.
OVER_YEARS = (LINE, MULTIPLES, RANK_OVER_TIME, TABLE)
#: Kinds in which the reader says which figure of each country is taken.
RULED = (RANK, SCATTER)
#: Kinds that can have a logarithmic scale.
SCALED = (LINE, MULTIPLES, SCATTER)

NEWEST, OWN_CHOICE, YES, NO = "newest", "own", "yes", "no"

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
    "rule": "Which figure of each country is compared",
    "period": "Period that a ranking, a change or a scatter stands at",
    "since": "Period that change is counted from",
    "beside": "Id of the indicator set against this one",
    "as_at": "Day that the figures had been published by",
}

#: Texts that say no more than silence.
_NOTHING_ASKED = {"log": NO, "rule": RULES[0], "period": NEWEST, "group": OWN_CHOICE}

#: The sentence on a day that was asked for of an indicator that is computed here.
NO_EARLIER_STATE = (
    "This indicator is computed here from the newest figures of its parts, so it has no earlier "
    "state. Showing the newest figures."
)


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
    heard: set[str] = field(default_factory=set)

    def text(self, name: str) -> str | None:
        self.heard.add(name)
        return self.texts.get(name)

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
        text = self.text(name)
        if text is None or text in options:
            return text or first
        if every and text in every:
            self.tell(name, choice.not_offered(every[text], every[first]))
        else:
            self.tell(name, choice.not_here(name, text))
        return first

    def several(
        self, name: str, options: Sequence[str], default: Sequence[str], most: int
    ) -> tuple[str, ...]:
        usual = tuple(option for option in default if option in options)[:most]
        said = self.text(name)
        if said is None:
            return usual
        given = list(dict.fromkeys(choice.parts(said)))
        for text in given:
            if text not in options:
                self.tell(name, choice.not_here(name, text))
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
    kind = reader.one("view", tuple(kinds(indicator, can)), every=KINDS)
    form = reader.one("as", can.forms, every=forms.FORMS)
    group, compare = _compared(reader, w, catalogue, areas)
    period = "" if kind in OVER_YEARS else _period(reader, can)
    question = Question(
        indicator,
        frequency,
        compare,
        rule=reader.one("rule", RULES) if kind in RULED else RULES[0],
        form=form,
        base=_base(reader, can) if form == forms.INDEX else "",
        years=_years(reader, can) if kind in OVER_YEARS else None,
        period=period,
        since=_since(reader, can, period) if kind == CHANGE else "",
        beside=reader.one("beside", can.beside) if kind == SCATTER else "",
        as_at=_as_at(reader, indicator),
        group=group,
        highlight=_highlighted(reader, compare),
        log=_log(reader, can_log(kind, form, can)),
    )
    for name, sentence in left_over(texts, reader.heard).items():
        reader.tell(name, sentence)
    return Asked(kind, question, tuple(reader.bad))


def left_over(texts: Mapping[str, str], heard: Container[str]) -> dict[str, str]:
    """The parameters that the view asked for does not have, each with a sentence on it.

    `heard` are those that it has. One that says its default asks for nothing.
    """
    return {
        name: choice.no_part(what)
        for name, what in PARAMETERS.items()
        if name in texts and name not in heard and texts[name] != _NOTHING_ASKED.get(name)
    }


def kinds(indicator: Indicator, can: Offer) -> dict[str, str]:
    """The kinds of view that an indicator can be shown in, with the words of the control."""
    ranked = indicator.rankable and indicator.coverage == "international"
    several = len(can.areas) > 1
    held_back = {
        MULTIPLES: several,
        RANK: ranked,
        RANK_OVER_TIME: ranked,
        CHANGE: several and bool(can.since),
        SCATTER: bool(can.beside),
    }
    return {kind: label for kind, label in KINDS.items() if held_back.get(kind, True)}


def can_log(kind: str, form: str, can: Offer) -> bool:
    """Whether a logarithmic scale is offered; a scatter's second axis may want one of its own."""
    return kind in SCALED and form == forms.LEVEL and (can.can_log or kind == SCATTER)


def earlier_periods(can: Offer, period: str) -> dict[str, str]:
    """The periods that change up to one can be counted from, by their word, newest first."""
    newest = period or can.periods[0]
    after = can.periods.index(newest) + 1 if newest in can.periods else 1
    return {choice.word(label): label for label in can.periods[after:]}


def usual_since(can: Offer, period: str) -> str:
    """The word of the period that change is counted from unasked."""
    options = earlier_periods(can, period)
    usual = choice.word(can.since)
    return usual if usual in options else next(iter(options), "")


def _compared(
    reader: _Reader, w: Warehouse, catalogue: Catalogue, areas: Sequence[str]
) -> tuple[PeerGroup | None, tuple[str, ...]]:
    options = [geo for geo in catalogue.areas.by_geo if geo in set(areas) and geo != UK]
    if not options:
        return None, ()
    groups = {group.id: group for group in peer_groups(w, catalogue)}
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
    first, last = can.years
    if first == last:
        return None
    years, problem = choice.read_years(reader.text("years"), first, last)
    reader.tell("years", problem)
    return None if years == (first, last) else years


def _period(reader: _Reader, can: Offer) -> str:
    periods = {choice.word(label): label for label in can.periods}
    picked = reader.one("period", (NEWEST, *periods))
    return "" if picked == NEWEST else periods[picked]


def _since(reader: _Reader, can: Offer, period: str) -> str:
    options = earlier_periods(can, period)
    if not options:
        return can.since
    return options[reader.one("since", tuple(options), default=usual_since(can, period))]


def _as_at(reader: _Reader, indicator: Indicator) -> date | None:
    day, problem = choice.read_day(reader.text("as_at"), date.today())
    reader.tell("as_at", problem)
    if day and indicator.derived:
        reader.tell("as_at", NO_EARLIER_STATE)
        return None
    return day


def _log(reader: _Reader, offered_here: bool) -> bool:
    return offered_here and reader.one("log", (NO, YES)) == YES
