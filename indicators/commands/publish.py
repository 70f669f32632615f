"""`python -m indicators publish`: the whole public edition as a folder for any file server.

It builds no figures; `python -m etl build` does.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from indicators.catalogue import load_catalogue
from indicators.errors import ValidationError
from indicators.publishing.site.edition import static_site
from indicators.publishing.site.publish import publish
from indicators.settings import PUBLIC_URL, SERVICE_CONTACT
from indicators.warehouse import serving


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its choices."""
    parser = subparsers.add_parser("publish", help="write the static edition to a folder")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument(
        "--base-url",
        help=f"address that the folder will be served at; {PUBLIC_URL.name} when left out",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Publish, with a progress bar at a terminal; print what was rewritten."""
    base = arguments.base_url
    if base is not None and not base.startswith(("https://", "http://")):
        raise ValidationError(f"--base-url {base!r} is no web address. Begin it with https://.")
    site = static_site(date.today(), base)
    columns = (TextColumn("Publishing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("publish", total=None)
        found = publish(
            arguments.out,
            serving(),
            load_catalogue(),
            site,
            lambda done, of: bar.update(task, completed=done, total=of),
        )
    sys.stdout.write(
        f"{found.files} files in {arguments.out}: {found.rewritten} written, the others as they "
        "were.\n"
    )
    for path, reason in found.left_out:
        sys.stdout.write(f"Left out {path}: {reason}\n")
    if found.gone:
        sys.stdout.write(f"{found.gone} pages of what is no longer held say so.\n")
    if not site.contact:
        sys.stdout.write(
            f"No contact is set: the accessibility statement says so. Set {SERVICE_CONTACT.name}.\n"
        )
    return 0
