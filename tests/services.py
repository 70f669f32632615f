"""The three publishers' services as one server on 127.0.0.1, with faults on demand."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.specimens import ABMI, ABMI_BODY, IHYQ, IHYQ_BODY, MSTI_BODY, RD_BODY

SETTINGS = {
    "ons": "INDICATORS_ONS_API_URL",
    "oecd": "INDICATORS_OECD_API_URL",
    "worldbank": "INDICATORS_WORLDBANK_API_URL",
}

#: The part of an address that says what is asked for, with what the service usually answers.
USUAL = {
    f"uri={ABMI.reference}": (ABMI_BODY, "application/json"),
    f"uri={IHYQ.reference}": (IHYQ_BODY, "application/json"),
    "/oecd/data/OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3/": (MSTI_BODY, "text/csv"),
    "/indicator/GB.XPD.RSDV.GD.ZS": (RD_BODY, "application/json"),
}

#: A fault makes an answer of an address, or None for the usual one.
Fault = Callable[[str], Response | None]


def no_fault(address: str) -> Response | None:  # noqa: ARG001 - the shape of a fault
    return None


@dataclass
class Services:
    """`asked` lists every address that was asked for, with the conditions of the request."""

    server: HTTPServer
    bodies: dict[str, tuple[bytes, str]] = field(default_factory=lambda: dict(USUAL))
    asked: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    fault: Fault = no_fault

    def __post_init__(self) -> None:
        anything = re.compile("^/(ons|oecd|worldbank)/")
        self.server.expect_request(anything).respond_with_handler(self._answer)

    def settings(self) -> dict[str, str]:
        """The environment in which the settings name this server."""
        return {name: self.server.url_for(f"/{source}") for source, name in SETTINGS.items()}

    def _answer(self, request: Request) -> Response:
        address = request.full_path.rstrip("?")
        condition = request.headers.get("If-None-Match", "")
        self.asked.append(address)
        self.conditions.append(condition)
        faulty = self.fault(address)
        if faulty is not None:
            return faulty
        for part, (body, media_type) in self.bodies.items():
            if part in address:
                tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
                if condition == tag:
                    return Response(status=304, headers={"ETag": tag})
                return Response(body, content_type=media_type, headers={"ETag": tag})
        return Response("not found", status=404)
