"""Finds the browser that the tests drive, and gets one where there is none.

Run as `python -m tests.browser` before the tests: prints the browser's path, or one line saying
what is missing and exit status 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Those without a window come first: a new page takes them a quarter of the time.
NAMES = (
    "chromium-headless-shell", "chrome-headless-shell",
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
)  # fmt: skip

#: Quiet and offline: the browser must ask nobody but the server under test.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    # Text as wide as in a browser with a window.
    "--font-render-hinting=none",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find_browser() -> str | None:
    """Path of Chromium or Chrome on PATH, else Playwright's own, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _attempt(command: list[str]) -> None:
    print(f"No browser found; trying: {' '.join(command)}", flush=True)
    try:
        subprocess.run(command, check=False, timeout=420, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as reason:
        print(f"  {reason}", flush=True)


def main() -> int:
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        packages = ("chromium-headless-shell", "chromium")
        installs = [["apt-get", "install", "-yq", name] for name in packages]
        attempts = [["apt-get", "update", "-q"], *installs, *attempts]
    path = find_browser()
    while path is None and attempts:
        _attempt(attempts.pop(0))
        path = find_browser()
    if path is None:
        print("The tests need Chromium or Chrome on PATH. Install one and run `make test` again.")
        return 1
    print(f"Browser: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
