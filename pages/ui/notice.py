"""Sentences for the reader in a coloured box, shown letter for letter.

What an address, a link or a file says comes back in them. Read as Markdown, it could put a
stranger's link or picture on our page.
"""

import re
from collections.abc import Sequence

import streamlit as st


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>$~:])", r"\\\1", text)


def tell(sentence: str) -> None:
    """Something to know."""
    st.info(plain(sentence))


def warn(*sentences: str) -> None:
    """Something that is not as asked; several in one box, and none where there are none."""
    if sentences:
        st.warning(_listed(sentences))


def refuse(sentence: str) -> None:
    """Something that cannot be done."""
    st.error(plain(sentence))


def _listed(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return plain(sentences[0])
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)
