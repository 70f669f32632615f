"""The revision ranges of a build, asked for once: one question about all of its vintages."""

from weakref import WeakKeyDictionary

from indicators import queries
from indicators.revisions import Ranges, revision_range
from indicators.warehouse import Warehouse

_known: "WeakKeyDictionary[Warehouse, Ranges]" = WeakKeyDictionary()


def revision_ranges(w: Warehouse) -> Ranges:
    """The range of each indicator and frequency that has one."""
    if w not in _known:
        pairs = queries.republished(w)
        groups = pairs.groupby(["indicator_id", "frequency"], sort=False)
        made = {
            (str(name), str(frequency)): revision_range(held, str(frequency))
            for (name, frequency), held in groups
        }
        _known[w] = {key: found for key, found in made.items() if found is not None}
    return _known[w]
