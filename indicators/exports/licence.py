"""What may be passed on: the rows of a view, with figures under closed licences left out.

It reads the licences that are declared; it grants none.
"""

import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.errors import LicenceError, NoDataError
from indicators.view import View

_NEEDED = ("indicator_id", "geo", "period_label", "frequency", "value", "redistributable")

WITHHELD = "figure not passed on: its licence does not allow it"


def indicators_of(view: View, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators whose rows stand behind the view, in the order they appear."""
    if "indicator_id" not in view.data:
        return ()
    ids = view.data["indicator_id"].unique()
    return tuple(catalogue[str(one)] for one in ids if one in catalogue)


def has_rows(view: View) -> bool:
    """Whether rows of figures stand behind the view; results computed from many have none."""
    return not view.data.empty and all(name in view.data for name in _NEEDED)


def may_pass_on(view: View, catalogue: Catalogue) -> bool:
    """Whether everything behind the view may be handed on as data.

    A result that is computed here from many figures is our own.
    """
    if not has_rows(view):
        return True
    _, withheld = _judged(view, catalogue)
    return not withheld.any()


def passed_on(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """The view's rows with a column `withheld`; closed figures are blank, with the reason there.

    Raises:
        LicenceError: no figure of the view may be passed on; the message says what may be taken.
        NoDataError: the view has no rows of figures behind it.
    """
    rows, withheld = _judged(view, catalogue)
    if withheld.all():
        notices = {i.licence_notice for i in indicators_of(view, catalogue) if i.licence_notice}
        raise LicenceError(
            f"The figures of “{view.headline}” may not be passed on as data: their licence does "
            f"not allow it. {' '.join(sorted(notices))} Take the image, which may be shown with "
            "its source."
        )
    given = rows.assign(withheld=withheld.map({True: WITHHELD, False: ""}))
    given.loc[withheld, ["value", "lower", "upper"]] = float("nan")
    return given


def _judged(view: View, catalogue: Catalogue) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
    rows = view.data
    if not has_rows(view):
        raise NoDataError(
            "This chart is computed from many figures and has no rows of its own. "
            "Take its table as shown, or the figures from the indicators it names."
        )
    open_ids = {i.id for i in indicators_of(view, catalogue) if i.redistributable}
    allowed = rows["indicator_id"].isin(open_ids) & rows["redistributable"].fillna(False).astype(
        bool
    )
    return rows, ~allowed
