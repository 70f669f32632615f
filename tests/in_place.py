"""Watches whether something on a page moves while a reader uses it, frame by frame."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

_START = """(element, height) => {
  const main = document.querySelector('[data-testid="stMain"]')
  main.scrollTop += element.getBoundingClientRect().top - height
  window.seen = []
  window.seeing = true
  const look = () => {
    const place = element.isConnected ? element.getBoundingClientRect().top : null
    window.seen.push([place, main.scrollTop])
    if (window.seeing) requestAnimationFrame(look)
  }
  requestAnimationFrame(() => requestAnimationFrame(look))
}"""


@dataclass
class Seen:
    """Where an element stood in the window: its top in pixels, with the page's scroll, by frame."""

    frames: list[tuple[float | None, float]] = field(default_factory=list)

    @property
    def moved(self) -> float:
        """Pixels between its highest and its lowest place; infinite where it went away."""
        tops = [top for top, _ in self.frames]
        if not tops or None in tops:
            return float("inf")
        return max(tops) - min(tops)  # type: ignore[type-var, operator]

    def __str__(self) -> str:
        kept = [frame for n, frame in enumerate(self.frames) if frame != self.frames[n - 1]]
        return f"top and scroll by frame: {kept[:12]}"


def drawn(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.wait_for_timeout(150)
    page.wait_for_function(
        """() => !document.querySelector('[data-stale="true"]')
        && !document.querySelector('[data-test-script-state="running"]')"""
    )
    page.wait_for_timeout(250)


@contextmanager
def watch(page: Page, element: Locator, *, height: int = 300) -> Iterator[Seen]:
    """Watch an element, first scrolled to `height` pixels under the window's top if it can be."""
    handle = element.element_handle()
    assert handle is not None
    handle.evaluate(_START, height)
    page.wait_for_function("() => window.seen.length > 3")
    seen = Seen()
    yield seen
    page.evaluate("window.seeing = false")
    seen.frames = [(top, scroll) for top, scroll in page.evaluate("window.seen")]
