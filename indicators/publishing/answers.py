"""What an address answers: bytes with their type and name, or a problem in the words of RFC 9457.

It knows no server: headers that depend on a request are made where requests are read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

HTML = "text/html; charset=utf-8"
JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an address, with what its headers need to know.

    `canonical` is the address without choices that are defaults, `licence` the address of its
    licence where one holds for the whole, `described_by` that of its metadata. `attached` says that
    a browser should save the body and not show it; `tells_newer` that the body says so where newer
    figures serve than those of the build asked for, so that it changes once.
    """

    body: bytes
    media_type: str
    filename: str = ""
    status: int = 200
    canonical: str = ""
    licence: str = ""
    described_by: str = ""
    attached: bool = False
    tells_newer: bool = False


class Refused(Exception):
    """Why an address has no answer: a problem for the one who asked, not a fault of the server."""

    def __init__(self, status: int, title: str, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail, self.more = status, title, detail, more


def problem(refused: Refused, instance: str) -> Answer:
    """The problem document of RFC 9457. `instance` is the address that was asked for."""
    document = {
        "type": f"/openapi.json#/components/responses/{KINDS[refused.status]}",
        "title": refused.title,
        "status": refused.status,
        "detail": refused.detail,
        "instance": instance[:500],
        **refused.more,
    }
    return Answer(dumped(document), PROBLEM, status=refused.status)


#: Name of each status' response in the OpenAPI description.
KINDS = {
    400: "BadParameter",
    403: "ClosedLicence",
    404: "NotFound",
    405: "MethodNotAllowed",
    410: "BuildUnreadable",
    422: "NotComputable",
    500: "Fault",
    503: "Busy",
}


def dumped(document: Mapping[str, Any] | list[Any]) -> bytes:
    """JSON as every address gives it: UTF-8, one key a line, no NaN.

    Raises:
        ValueError: a number is not finite; JSON has no word for that.
    """
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=_plain)
    return (text + "\n").encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item()  # a number of numpy's
