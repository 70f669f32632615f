import streamlit as st
from pages.ui.block import block
from pathlib import Path

st.html(Path("pages/ui/style.css"))
block(
    """<div class="uti"><p class="theme">Test</p><h1>Relative to its size the UK ranks 5th of 17; in absolute terms 4th</h1><p class="lede">hello <a href="/indicators?indicator=x" data-page>go</a></p>
<svg viewBox="0 0 100 40" width="300" role="img" aria-label="x"><rect width="50" height="20" fill="#12436D"/></svg>
<ul class="cards"><li><h3>UK share</h3><dl class="then-now"><div class="then"><dt>2021</dt><dd>11%</dd></div><div><dt>2024</dt><dd>8.3%</dd></div></dl><p><span class="verdict worse">Lower</span> since</p></li><li>b</li></ul></div>""",
    key="a",
)
