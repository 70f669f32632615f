"""Answers of the publishers' services for tests: real bodies, cut down, and ways to damage them.

The ONS bodies are the service's own; OECD and World Bank ones hold published figures in the
documented form.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from etl.sources import Request, Response, Series, oecd, ons, worldbank
from indicators.catalogue import Unit

FIXTURES = Path(__file__).with_name("fixtures")
RETRIEVED = date(2026, 11, 23)

ABMI_BODY = (FIXTURES / "ons/abmi_ukea.json").read_bytes()
IHYQ_BODY = (FIXTURES / "ons/ihyq_qna.json").read_bytes()
MSTI_BODY = (FIXTURES / "oecd/msti.csv").read_bytes()
RD_BODY = (FIXTURES / "worldbank/rd_pct_gdp.json").read_bytes()

GBP_MILLION = Unit("gbp_million", "£ million", prefix="£", multiplier=1e6, currency="GBP")
PER_CENT = Unit("pct", "%", suffix="%")

GDP = "/economy/grossdomesticproductgdp/timeseries"
ABMI = Series("uk_gdp", f"{GDP}/abmi/ukea", ("A", "Q"), 1.0, GBP_MILLION)
IHYQ = Series("uk_growth", f"{GDP}/ihyq/qna", ("Q",), 1.0, PER_CENT)

MSTI = "OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3"
GERD = Series("gerd", f"{MSTI}/{{areas}}.A.G.PT_B1GQ.._Z", ("A",))
BERD = Series("berd", f"{MSTI}/{{areas}}.A.B.PT_B1GQ.._Z", ("A",))
GERD_PPP = Series("gerd_ppp", f"{MSTI}/{{areas}}.A.G.USD_PPP.V._Z", ("A",), 1e-6)

RD = Series("rd_share", "GB.XPD.RSDV.GD.ZS", ("A",))


def answer(
    request: Request,
    body: bytes,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    day: date = RETRIEVED,
) -> Response:
    return Response(request, status, headers or {}, body, day)


def ons_answer(body: bytes = ABMI_BODY, series: Series = ABMI, **kwargs) -> Response:
    return answer(ons.requests([series])[0], body, **kwargs)


def oecd_answer(body: bytes = MSTI_BODY, *series: Series, **kwargs) -> Response:
    return answer(oecd.requests(series or (GERD, BERD, GERD_PPP))[0], body, **kwargs)


def worldbank_answer(body: bytes = RD_BODY, series: Series = RD, **kwargs) -> Response:
    return answer(worldbank.requests([series])[0], body, **kwargs)


def with_length(response: Response) -> Response:
    """The answer with the header that says how long its body is."""
    return replace(response, headers={"Content-Length": str(len(response.body))})


def changed(body: bytes, **keys: object) -> bytes:
    """An ONS body with other top-level values."""
    return json.dumps(json.loads(body) | keys).encode()


def described(body: bytes, **keys: object) -> bytes:
    """An ONS body with other values in its description."""
    given = json.loads(body)
    given["description"] |= keys
    return json.dumps(given).encode()


def point(date_text: str, value: str, label: str = "", **keys: str) -> dict[str, str]:
    """A point of an ONS list."""
    return {
        "date": date_text,
        "value": value,
        "label": label or date_text,
        "updateDate": "2026-06-29T23:00:00.000Z",
        **keys,
    }


def rows_of(parsed: list) -> list[tuple]:
    """Indicator, area, period, frequency, value and status of every row; missing as None."""
    found = []
    for one in parsed:
        columns = ["indicator_id", "area", "period", "frequency", "value", "obs_status"]
        for *key, value, status in one.rows[columns].itertuples(index=False):
            number = None if value != value else value
            found.append((*key, number, status if isinstance(status, str) else None))
    return found
