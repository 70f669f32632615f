"""Charts in a real browser: nothing cut off in any font, saved images, layouts by width."""

import json
import struct
from pathlib import Path
from xml.etree import ElementTree

import plotly as plotly_package
import pytest
from playwright.sync_api import sync_playwright

from indicators.charts import plotly, svg
from indicators.charts.download import download_script
from indicators.charts.labels import text_width
from indicators.theme import FONT_STACK, LIGHT
from tests.browser import ARGUMENTS, find_browser
from tests.drawn import SVG
from tests.serving_rows import indicator, serving
from tests.test_svg import GEOS, VALUES, chart, ranked, rising

pytestmark = pytest.mark.browser

#: A page of its own origin, so that a module and blob addresses work as on the dashboard.
HOME = "http://charts.test/"

BOXES = """() => [...document.querySelectorAll('svg text')].map((node) => {
  const box = node.getBBox(), on = node.ownerSVGElement, to = on.getScreenCTM().inverse();
  const at = new DOMPoint(box.x, box.y).matrixTransform(to.multiply(node.getScreenCTM()));
  return [node.textContent, at.x, at.y, box.width, box.height];
})"""


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """An empty page; it may ask nobody but the two addresses answered here."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    asked = []

    def answer(route):
        if route.request.url == HOME:
            route.fulfill(content_type="text/html", body="<!doctype html><body>")
        elif route.request.url == HOME + "download.js":
            route.fulfill(content_type="text/javascript", body=download_script())
        else:
            asked.append(route.request.url)
            route.abort()

    opened.route("**/*", answer)
    opened.goto(HOME)
    yield opened
    opened.close()
    assert asked == []


def show(page, markup):
    page.evaluate("(markup) => { document.body.innerHTML = markup }", markup)


CHARTS = {
    "many areas": lambda: chart(rising(GEOS[:27]), highlighted=("DEU", "KOR", "USA")),
    "crowded ends": lambda: chart(
        serving({g: {"2022": 50.0, "2023": 50 + n / 9} for n, g in enumerate(GEOS)}),
        of=indicator(unit="per_million", breaks=()),
    ),
    "pounds": lambda: chart(
        serving({"GBR": {str(y): 250.0 * y for y in range(2000, 2024)}}),
        of=indicator(unit="gbp_million", price_basis="constant", breaks=()),
    ),
    "ranked": lambda: ranked({g: {"2023": v} for g, v in VALUES.items()}),
}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("width", "alone"), [(1040, False), (360, False), (1200, True)])
def test_no_words_are_cut_or_overlap_as_set_by_the_browser(page, name, width, alone):
    markup = svg.render(CHARTS[name](), width=width, standalone=alone)
    _, _, wide, tall = map(float, ElementTree.fromstring(markup).get("viewBox").split())
    for font in (FONT_STACK, "DejaVu Sans", "Liberation Sans"):
        show(page, markup.replace(FONT_STACK, font))
        boxes = page.evaluate(BOXES)
        assert len(boxes) > 10
        for text, x, y, w, h in boxes:
            assert x >= -0.5, (font, text)
            assert x + w <= wide + 0.5, (font, text)
            assert y + 0.2 * h >= -0.5, (font, text)
            assert y + h * 0.8 <= tall + 0.5, (font, text)
            assert w <= text_width(text, h, bold=True) + 1, (font, text)
        # The box of a line of type is higher than its letters; the middle half must stand free.
        lean = [(x, y + h * 0.25, x + w, y + h * 0.75) for _, x, y, w, h in boxes]
        for at, (a, b, c, d) in enumerate(lean):
            for e, f, g, h in lean[at + 1 :]:
                assert c <= e or g <= a or d <= f or h <= b, (font, boxes[at], (e, f, g, h))


def test_each_width_of_container_shows_one_layout(page):
    show(page, f"<style>{svg.RESPONSIVE_CSS}</style>{svg.responsive(chart(rising(['GBR'])))}")
    shown = """(width) => {
      const frame = document.querySelector('.chart');
      frame.style.width = width + 'px';
      return [...frame.children].filter((c) => c.offsetHeight > 0).map((c) => c.className);
    }"""
    assert page.evaluate(shown, 1040) == ["chart-wide"]
    assert page.evaluate(shown, 700) == ["chart-middle"]
    assert page.evaluate(shown, 358) == ["chart-narrow"]


def mount(page, markup, name):
    page.evaluate(
        """async ([data, address]) => {
          const made = await import(address);
          made.default({ data, parentElement: document.body });
        }""",
        [{"svg": markup, "name": name}, HOME + "download.js"],
    )


def pixels(page, png, places):
    """The colours of a PNG at some places, read by the browser itself."""
    return page.evaluate(
        """async ([bytes, places]) => {
          const blob = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
          const picture = await createImageBitmap(blob);
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const pen = canvas.getContext('2d');
          pen.drawImage(picture, 0, 0);
          return places.map(([x, y]) => [...pen.getImageData(x, y, 1, 1).data]);
        }""",
        [list(png), places],
    )


def test_the_png_is_the_standalone_picture_at_twice_its_size(page):
    made = chart(rising(["GBR", "USA"]))
    markup = svg.render(made, width=800, standalone=True)
    root = ElementTree.fromstring(markup)
    mount(page, markup, "UK R&D: spending / 2023")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    saved = waiting.value
    assert saved.suggested_filename == "uk-r-d-spending-2023.png"
    png = Path(saved.path()).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (1600, 2 * int(root.get("height")))
    frame = next(g for g in root.iter(f"{SVG}g") if g.get("transform"))
    dx, dy = map(float, frame.get("transform")[10:-1].split())
    end = next(g for g in root.iter(f"{SVG}g") if g.get("data-geo") == "GBR").find(
        f".//{SVG}circle"
    )
    spot = [round(2 * (float(end.get("cx")) + dx)), round(2 * (float(end.get("cy")) + dy))]
    ground, focus = pixels(page, png, [[2, 2], spot])
    assert ground == [255, 255, 255, 255]
    assert bytes(focus[:3]).hex() == LIGHT.focus[1:]
    assert page.get_by_role("status").text_content() == "Saved uk-r-d-spending-2023.png."


def test_the_svg_is_saved_as_it_is(page):
    markup = svg.render(chart(rising(["GBR"])), standalone=True)
    mount(page, markup, "…")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    assert waiting.value.suggested_filename == "chart.svg"
    saved = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert saved == '<?xml version="1.0" encoding="UTF-8"?>\n' + markup


def test_a_picture_the_browser_cannot_draw_is_told(page):
    mount(page, "<svg", "broken")
    page.get_by_role("button", name="PNG").click()
    page.get_by_role("status").filter(has_text="cannot make a PNG image").wait_for()


def test_plotly_draws_one_path_a_segment_and_no_tool_bar(page):
    made = chart(rising(["GBR", "USA", "DEU"]), highlighted=("DEU",))
    package = Path(plotly_package.__file__).parent / "package_data" / "plotly.min.js"
    page.add_script_tag(content=package.read_text(encoding="utf-8"))
    show(page, '<div id="plot" style="width:1032px"></div>')
    page.evaluate(
        "([figure, config]) => Plotly.newPlot('plot', figure.data, figure.layout, config)",
        [json.loads(plotly.figure(made).to_json()), plotly.config(made.headline)],
    )
    colours = page.evaluate(
        "() => [...document.querySelectorAll('path.js-line')].map((p) => p.style.stroke)"
    )
    assert len(colours) == 5
    assert colours[-3:] == ["rgb(18, 67, 109)"] * 3
    assert page.locator(".modebar-btn").count() == 0
    labels = page.locator(".annotation-text").all_text_contents()
    germany = next(s for s in made.series if s.geo == "DEU")
    assert f"Germany {germany.last.text}" in labels
    page.mouse.move(*page.evaluate(
        """() => { const p = [...document.querySelectorAll('path.js-line')].at(-1),
          box = p.getBoundingClientRect(); return [box.left + 1, box.bottom - 2]; }"""
    ))  # fmt: skip
    page.locator(".hovertext").wait_for()
    told = page.locator(".hovertext").text_content()
    assert "UK" in told
    assert "status not given" in told
