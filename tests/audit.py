"""Asks the advisory service about every pinned package: `python -m tests.audit`.

Ends with 1 where one has a known vulnerability, and with 0 and a notice where the service cannot be
reached (some mirrors have packages and no advisories): a machine without the internet must be able
to run everything.
"""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
#: What pip-audit itself asks of each package, asked here once, of one that is pinned.
PROBE = "https://pypi.org/pypi/numpy/2.4.6/json"


def out_of_reach(probe: str = PROBE) -> str:
    """Why the service cannot be asked; empty where it can."""
    try:
        with urllib.request.urlopen(probe, timeout=15) as answer:
            found = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as reason:
        return str(reason)
    return "" if "vulnerabilities" in found else "its answer names no vulnerabilities"


def main(probe: str = PROBE) -> int:
    reason = out_of_reach(probe)
    if reason:
        print(f"NOTICE: dependencies were not audited. {probe} is out of reach: {reason}")
        return 0
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(CONSTRAINTS)]
    # Strict: a package that the service does not know counts as a failure, not as a clean one.
    command += ["--no-deps", "--disable-pip", "--strict"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
