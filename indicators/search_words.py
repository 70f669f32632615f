"""Words of texts and queries, in one form each: lower case, singular, R&D as one word.

Which say nothing and which mean the same is told here too. It does not search.
"""

import re

#: Words of questions, and names of the country that all of this is about.
EMPTY = frozenset(
    """
    a about all an and any are as at be been being britain british by can compare compared could did
    do does doing figure figures for from get give had has have how i in is it its kingdom latest
    many me more most much number numbers of on or our per please show some statistics tell than
    that the their them there these they this to uk united us was we were what when where which who
    why will with would you
    """.split()  # noqa: SIM905  (a list of one word a line would hide the rest of the file)
)
#: Words that readers use for one another, in the singular.
ALIKE = (
    {"article", "paper", "publication"},
    {"spending", "expenditure", "spend", "money"},
    {"head", "capita", "person"},
    {"company", "firm", "business"},
    {"job", "employment", "worker"},
    {"chip", "semiconductor", "microchip"},
    {"patent", "invention"},
    {"export", "exporting", "sale"},
    {"scientist", "researcher"},
    {"woman", "women", "female"},
    {"share", "proportion", "percentage"},
)
_RESEARCH_AND_DEVELOPMENT = re.compile(r"\br\s*(?:&|\+|and|n|'n')\s*d\b")
_WORD = re.compile(r"\d+\.\d+|[a-z0-9]+(?:[-'][a-z0-9]+)*")


def words_of(text: str, *, both: bool = True) -> tuple[str, ...]:
    """Words in lower case and singular. "start-ups" is `startup`; with `both` also its parts."""
    return tuple(singular(word) for word in spelled(text, both=both))


def spelled(text: str, *, both: bool = True) -> tuple[str, ...]:
    """The same as they are spelled, singular or plural."""
    plain = _RESEARCH_AND_DEVELOPMENT.sub("rd", text.lower().replace("’", "'"))
    found = []
    for match in _WORD.finditer(plain):
        parts = re.split(r"[-']", match[0].removesuffix("'s"))
        found.append("".join(parts))
        if both and len(parts) > 1:
            found += parts
    return tuple(found)


def singular(word: str) -> str:
    """The word without a plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word
