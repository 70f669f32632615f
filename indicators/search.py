"""Finding indicators: words in any order, with typing errors, synonyms, or as a question.

Matches titles, labels, nouns, synonyms, descriptions, themes, publishers and what the strategy says
of a figure. It reads declarations only: it does not know which figures are held.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from indicators.catalogue import Catalogue, Indicator
from indicators.search_words import ALIKE, EMPTY, singular, spelled, words_of
from indicators.strategy_figures import StrategyFigure

#: How much a word counts by where it stands. The first field that holds a word is told as the
#: reason for a hit, so they stand in the order in which a reason convinces.
FIELDS = {
    "title": 6.0,
    "synonyms": 5.0,
    "noun": 4.0,
    "strategy": 2.5,
    "short": 2.0,
    "theme": 2.0,
    "publisher": 1.5,
    "long": 1.0,
}

#: Strength of a match by kind. A beginning counts from this many letters.
_EXACT, _ALIKE_WORD, _BEGINNING, _TYPING_ERROR = 1.0, 0.85, 0.75, 0.7
_SHORTEST_BEGINNING = 3
#: Least share of the query's weight that a hit must match.
_COVERAGE = 0.5
#: Part of a weight that a hit keeps when its words stand together in one phrase.
_PHRASE = 0.6
#: Hits that fit this much worse than the best are left out.
_LEAST = 0.3
#: Indicators that stand in the index come before others that fit as well.
_HEADLINE = 1.15


@dataclass(frozen=True, slots=True)
class Hit:
    """One indicator found. `why` says where, unless its title shows it: "also called GERD"."""

    indicator_id: str
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. `read_as` is the query as understood, where typing errors were mended."""

    hits: tuple[Hit, ...]
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """One field of one indicator: as written, and as words."""

    field: str
    text: str
    words: tuple[str, ...]


class Index:
    """The words of a catalogue, ready to be asked. Made once, shared by all readers."""

    def __init__(self, catalogue: Catalogue, figures: Iterable[StrategyFigure] = ()) -> None:
        told = _strategy_texts(figures)
        self._texts = {i.id: tuple(_texts(i, catalogue, told.get(i.id, ()))) for i in catalogue}
        self._weights = {name: _weights(texts) for name, texts in self._texts.items()}
        spread = Counter(word for weights in self._weights.values() for word in weights)
        self._rarity = {
            word: math.log(1 + len(self._weights) / count) for word, count in spread.items()
        }
        self._vocabulary = sorted(self._rarity)
        every = (text.text for texts in self._texts.values() for text in texts)
        self._spelled = {word: singular(word) for text in every for word in spelled(text)}
        self._headline = {i.id for i in catalogue if i.index is not None}

    def search(self, query: str, *, limit: int = 8) -> Found:
        """The indicators that a query fits, best first; none where nothing fits half of it."""
        asked = self._asked(query)
        if not asked:
            return Found(())
        matches = {word: self._like(word) for word in asked}
        rarity = self._rarity_of(matches)
        hits = []
        for name, weights in self._weights.items():
            best = {
                word: max((much * weights.get(w, 0.0) for w, much in like.items()), default=0.0)
                for word, like in matches.items()
            }
            covered = sum(rarity[word] for word, score in best.items() if score > 0)
            if covered < _COVERAGE * sum(rarity.values()):
                continue
            score = sum(rarity[word] * score for word, score in best.items())
            score *= covered / sum(rarity.values()) * (1 + self._together(name, asked))
            score *= _HEADLINE if name in self._headline else 1.0
            hits.append(Hit(name, score, self._why(name, matches)))
        hits.sort(key=lambda hit: -hit.score)
        hits = [hit for hit in hits if hit.score >= _LEAST * hits[0].score]
        return Found(tuple(hits[:limit]), self._read_as(asked, matches))

    def _rarity_of(self, matches: dict[str, dict[str, float]]) -> dict[str, float]:
        """How telling each word is; one that is nowhere is as telling as the others."""
        known = {w: max(self._rarity[m] for m in like) for w, like in matches.items() if like}
        usual = sum(known.values()) / len(known) if known else 1.0
        return {word: known.get(word, usual) for word in matches}

    def _asked(self, query: str) -> tuple[str, ...]:
        """The query's telling words; two that the catalogue writes as one are joined."""
        words = [w for w in words_of(query, both=False) if w not in EMPTY]
        joined: list[str] = []
        while words:
            pair = "".join(words[:2])
            if len(words) > 1 and pair in self._rarity:
                joined.append(pair)
                words = words[2:]
            else:
                joined.append(words.pop(0))
        return tuple(dict.fromkeys(joined))

    @lru_cache(maxsize=2000)  # noqa: B019  (the index lives as long as the process)
    def _like(self, word: str) -> dict[str, float]:
        """Words of the catalogue that this one may mean, each with the strength of the match."""
        alike = {w for group in ALIKE if word in group for w in group} & self._rarity.keys()
        found = dict.fromkeys(alike, _ALIKE_WORD)
        if len(word) >= _SHORTEST_BEGINNING and not alike:
            begun = (w for w in self._vocabulary if w.startswith(word))
            found = dict.fromkeys(begun, _BEGINNING) | found
        if word in self._rarity:
            found[word] = _EXACT
        return found or self._mended(word)

    def _mended(self, word: str) -> dict[str, float]:
        """The nearest words, for one that is nowhere: one slip in four letters, two in seven."""
        slips = 0 if len(word) < 4 else 1 if len(word) < 7 else 2
        if not slips:
            return {}
        near = process.extract(
            word,
            list(self._spelled),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=slips,
            limit=5,
        )
        least = min((distance for _, distance, _ in near), default=0)
        return {self._spelled[w]: _TYPING_ERROR for w, distance, _ in near if distance == least}

    def _together(self, name: str, asked: tuple[str, ...]) -> float:
        """A bonus where a title, noun or synonym holds all the words, more where nothing else."""
        bonus = 0.0
        for text in self._texts[name]:
            if text.field in ("title", "synonyms", "noun") and set(asked) <= set(text.words):
                telling = [w for w in text.words if w not in EMPTY]
                bonus = max(bonus, _PHRASE * len(asked) / max(len(telling), 1))
        return bonus

    def _why(self, name: str, matches: dict[str, dict[str, float]]) -> str:
        wanted = {w for like in matches.values() for w in like}
        for field in FIELDS:
            for text in self._texts[name]:
                if text.field == field and wanted & set(text.words):
                    return _REASONS[field].format(text=text.text)
        return ""

    def _read_as(self, asked: tuple[str, ...], matches: dict[str, dict[str, float]]) -> str:
        mended = [
            next(iter(matches[word]), word) if _TYPING_ERROR in matches[word].values() else word
            for word in asked
        ]
        return " ".join(mended) if tuple(mended) != asked else ""


_REASONS = {
    "title": "",
    "synonyms": "also called {text}",
    "noun": "",
    "strategy": "strategy figure: {text}",
    "short": "in the description",
    "theme": "",
    "publisher": "published by {text}",
    "long": "in the description",
}


def _texts(i: Indicator, catalogue: Catalogue, told: Iterable[_Text]) -> Iterator[_Text]:
    theme = catalogue.themes_by_id[i.theme]
    for field, text in (
        ("title", i.title),
        ("title", i.label),
        ("noun", i.noun),
        *(("synonyms", synonym) for synonym in i.synonyms),
        ("short", i.short),
        ("theme", theme.title),
        ("long", theme.description),
        ("publisher", i.publisher),
        ("long", i.long),
    ):
        if text:
            yield _Text(field, text, words_of(text))
    yield from told


def _strategy_texts(figures: Iterable[StrategyFigure]) -> dict[str, list[_Text]]:
    """Indicator id → what the strategy says of the figures it is set beside."""
    told: dict[str, list[_Text]] = {}
    for figure in figures:
        linked = [figure.check, figure.follow, *figure.nearest]
        for name in dict.fromkeys(part.indicator for part in linked if part is not None):
            words = words_of(f"{figure.title} {figure.theme} {figure.quote}")
            told.setdefault(name, []).append(_Text("strategy", figure.title, words))
    return told


def _weights(texts: Iterable[_Text]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text in texts:
        for word in text.words:
            weights[word] = max(weights.get(word, 0.0), FIELDS[text.field])
    return weights
