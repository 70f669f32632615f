"""A page that does nothing but draw one line chart with Plotly."""

import plotly.express as px
import streamlit as st

st.title("Output of countries")
years = list(range(1990, 2026))
lines = {name: [2 + place + year % 7 for year in years] for place, name in enumerate("ABCDEF")}
st.plotly_chart(px.line(lines | {"year": years}, x="year", y=list(lines)))
