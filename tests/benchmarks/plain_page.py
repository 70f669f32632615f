"""The page that anybody would write first, over the same figures: a list, and `plotly.express`.

Run by the benchmark of reruns, as what the dashboard's own pages are compared with.
"""

import plotly.express as px
import streamlit as st

from indicators import queries
from indicators.warehouse import serving


@st.cache_data
def rows():
    return queries.serving_cells(serving()).dropna(subset=["value"])


held = rows()
name = st.selectbox("Indicator", sorted(held["indicator_id"].unique()))
chosen = held[held["indicator_id"] == name]
areas = st.multiselect(
    "Countries", sorted(chosen["geo"].unique()), default=["GBR"], max_selections=6
)
shown = chosen[chosen["geo"].isin(areas)]
st.plotly_chart(px.line(shown, x="period_start", y="value", color="geo", title=name))
st.dataframe(shown)
