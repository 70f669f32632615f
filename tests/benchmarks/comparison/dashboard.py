"""The usual small dashboard: a table read and reshaped, choices, a line chart, and figures."""

from pathlib import Path

import pandas as pd
import streamlit as st

st.set_page_config(page_title="Dashboard", page_icon=":earth_americas:")


@st.cache_data
def output() -> pd.DataFrame:
    """Country, year and value, from a table with a column a year."""
    wide = pd.read_csv(Path(__file__).with_name("output.csv"))
    years = [name for name in wide.columns if name.isdecimal()]
    long = wide.melt("country", years, "year", "value")
    return long.assign(year=pd.to_numeric(long["year"]))


rows = output()
st.title("Output of countries")
st.write("A table of countries and years, as a chart and as figures.")
first, last = int(rows["year"].min()), int(rows["year"].max())
start, end = st.slider("Years", first, last, (first, last))
countries = sorted(rows["country"].unique())
chosen = st.multiselect("Countries", countries, countries[:6])
shown = rows[rows["country"].isin(chosen) & rows["year"].between(start, end)]
st.header("Over time", divider="gray")
st.line_chart(shown, x="year", y="value", color="country")
st.header(f"In {end}", divider="gray")
columns = st.columns(4)
for place, country in enumerate(chosen):
    own = shown[shown["country"] == country].set_index("year")["value"]
    with columns[place % 4]:
        ratio = own[end] / own[start]
        st.metric(country, f"{own[end]:,.0f}bn", f"{ratio:,.2f}×")
