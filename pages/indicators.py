import streamlit as st

st.title("I")
st.write(dict(st.query_params))
st.selectbox("Indicator", ["a", "x"], bind="query-params", key="indicator")
