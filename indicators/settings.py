"""Every `INDICATORS_*` environment variable, read in one place.

Reads nothing else and opens nothing: a path here need not exist.
"""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default as text, and what it is for."""

    name: str
    default: str
    purpose: str


DATA_DIR = Setting("INDICATORS_DATA_DIR", "data", "Folder of snapshots and built warehouses.")
CONTACT = Setting(
    "INDICATORS_CONTACT",
    "",
    "E-mail address sent to publishers in the User-Agent; `etl refresh` stops without it.",
)
PUBLIC_URL = Setting(
    "INDICATORS_PUBLIC_URL",
    "",
    "Address of this installation, if it has one: stands in front of the links in exported files, "
    "and is sent to publishers in the User-Agent.",
)
ONS_API_URL = Setting(
    "INDICATORS_ONS_API_URL", "https://api.beta.ons.gov.uk/v1", "Address of the ONS service."
)
OECD_API_URL = Setting(
    "INDICATORS_OECD_API_URL",
    "https://sdmx.oecd.org/public/rest",
    "Address of the OECD SDMX service.",
)
WORLDBANK_API_URL = Setting(
    "INDICATORS_WORLDBANK_API_URL",
    "https://api.worldbank.org/v2",
    "Address of the World Bank service.",
)
RETRY_BUDGET = Setting(
    "INDICATORS_RETRY_BUDGET",
    "90",
    "Seconds that `etl refresh` may lose to failed attempts and waits, per source.",
)
WARM_UP = Setting(
    "INDICATORS_WARM_UP",
    "on",
    "`on` draws every page once when the server starts, so that no reader waits for what only the "
    "first one does; anything else leaves it to the readers.",
)
SQL = Setting(
    "INDICATORS_SQL",
    "off",
    "`on` offers a page where readers query the open rows in SQL; anything else does not.",
)
STORE = Setting(
    "INDICATORS_STORE",
    "",
    "Address of the store that builds are pushed to and that servers follow: `s3://bucket/folder`, "
    "`gs://…`, `az://…` or `file:///…`. Credentials stand in the cloud's own variables "
    "(`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` …).",
)
STORE_SECONDS = Setting(
    "INDICATORS_STORE_SECONDS",
    "60",
    "Seconds between two looks of a server into the store, give or take a tenth.",
)
STORE_KEPT = Setting(
    "INDICATORS_STORE_KEPT",
    "10",
    "Releases kept in the store when one is pushed, those to roll back to included.",
)
LOGS = Setting(
    "INDICATORS_LOGS",
    "text",
    "`json` writes logs as one JSON object a line, with the id of each request.",
)
HOSTS = Setting(
    "INDICATORS_HOSTS",
    "",
    "Names under which readers reach this service, with commas between; `*.example.org` covers "
    "every name below one, `*` every name. Unset: this machine's own names, IP addresses, and the "
    "name in `INDICATORS_PUBLIC_URL`. Others are answered 400.",
)
TRUSTED_PROXIES = Setting(
    "INDICATORS_TRUSTED_PROXIES",
    "",
    "Addresses or networks of the proxies in front (`10.0.0.0/8, 192.0.2.7`). Only from them are "
    "`X-Forwarded-For` and `X-Forwarded-Proto` believed.",
)
FILES_PER_MINUTE = Setting(
    "INDICATORS_FILES_PER_MINUTE",
    "300",
    "Files and addresses that one reader may ask for in a minute; `0` sets no limit.",
)
QUERIES_PER_MINUTE = Setting(
    "INDICATORS_QUERIES_PER_MINUTE",
    "12",
    "SQL queries that one reader may ask in a minute; `0` sets no limit.",
)

APP_URL = Setting(
    "INDICATORS_APP_URL",
    "",
    "Address of the interactive edition, which the static edition links to where it is set.",
)
SERVICE_CONTACT = Setting(
    "INDICATORS_SERVICE_CONTACT",
    "",
    "E-mail address or web page where readers report errors and accessibility problems. Until it "
    "is set, the accessibility statement says that it is not.",
)
BUILDS_KEPT = Setting(
    "INDICATORS_BUILDS_KEPT",
    "50",
    "Builds kept for addresses with `?v=`, the serving one included, each some 8 MB on disk; the "
    "oldest go first. `0` keeps all.",
)
ADDRESSES_MEGABYTES = Setting(
    "INDICATORS_ADDRESSES_MEGABYTES",
    "96",
    "Memory for files at stable addresses that were made already, in each process.",
)

#: Every setting, in the order of the table in `docs/data-dictionary.md`.
SETTINGS = (
    DATA_DIR,
    CONTACT,
    PUBLIC_URL,
    ONS_API_URL,
    OECD_API_URL,
    WORLDBANK_API_URL,
    RETRY_BUDGET,
    WARM_UP,
    SQL,
    STORE,
    STORE_SECONDS,
    STORE_KEPT,
    LOGS,
    HOSTS,
    TRUSTED_PROXIES,
    FILES_PER_MINUTE,
    QUERIES_PER_MINUTE,
    APP_URL,
    SERVICE_CONTACT,
)


def read(setting: Setting) -> str:
    """The variable's value, or its default when it is unset or empty."""
    return os.environ.get(setting.name) or setting.default


def data_dir() -> Path:
    """The folder for snapshots and warehouses; a relative path is taken from the project."""
    return ROOT / read(DATA_DIR)


def listed(setting: Setting) -> tuple[str, ...]:
    """The parts of a setting that holds several, with commas between; empty parts are left out."""
    return tuple(part.strip() for part in read(setting).split(",") if part.strip())


def whole_number(setting: Setting) -> int:
    """A setting that counts something; its default where it holds no whole number from 0 up."""
    text = read(setting).strip()
    return int(text if text.isascii() and text.isdigit() else setting.default)


def sql_is_on() -> bool:
    """Whether readers may query the open rows in SQL."""
    return read(SQL).strip().lower() == "on"


def warms_up() -> bool:
    """Whether the server draws every page once when it starts."""
    return read(WARM_UP).strip().lower() == "on"


def seed_dir() -> Path:
    """The committed seed figures. They belong to the code, so `INDICATORS_DATA_DIR` leaves them."""
    return ROOT / "data" / "seed"
