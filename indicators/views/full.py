"""The full series behind a view: every area and period of its indicators that may be passed on.

It changes no words: headline, chart and source line stay those of the view.
"""

from dataclasses import replace

import pandas as pd

from indicators import queries
from indicators.catalogue import Catalogue
from indicators.view import View
from indicators.warehouse import Warehouse


def full(w: Warehouse, catalogue: Catalogue, view: View) -> View:
    """The view with all rows of its open indicators; unchanged where it has no rows of its own.

    Where none of its indicators may be passed on it comes back with its own rows, which the data
    formats refuse with the reason.
    """
    if "indicator_id" not in view.data:
        return view
    ids = [str(one) for one in view.data["indicator_id"].unique() if one in catalogue]
    found = queries.observations_of(w, [i for i in ids if catalogue[i].redistributable])
    rows = [rows for rows in found.values() if not rows.empty]
    if not rows:
        return view
    every = pd.concat(rows, ignore_index=True)
    every = every[every["redistributable"].fillna(False).astype(bool)].reset_index(drop=True)
    return replace(view, data=every, slug=f"{view.slug}-full") if len(every) else view
