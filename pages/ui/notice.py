"""Sentences for the reader in a box, shown letter for letter.

What an address, a link or a file says comes back in them. Streamlit's own boxes read Markdown,
which makes a link of all that looks like one, escaped or not: a stranger could put one on our page.
"""

from indicators.markup import blocks
from pages.ui.block import block

#: Sentences in one box: an address can hold hundreds of wrong parts.
_MOST = 8


def tell(sentence: str, *, key: str) -> None:
    """Something to know."""
    block(blocks.notice("told", (sentence,)), key=key)


def warn(*sentences: str, key: str) -> None:
    """Something that is not as asked; several in one box, and none where there are none."""
    shown, more = sentences[:_MOST], len(sentences) - _MOST
    if more > 0:
        shown = (*shown, f"And {more} more that cannot be read.")
    if shown:
        block(blocks.notice("warned", shown), key=key)


def refuse(sentence: str, *, key: str) -> None:
    """Something that cannot be done."""
    block(blocks.notice("refused", (sentence,)), key=key)
