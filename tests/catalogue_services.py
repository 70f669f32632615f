"""Answers for whatever live series the project's catalogue holds, in the services' own forms."""

import csv
import io
import json
import re

from werkzeug import Response

from etl.sources import Series, oecd, series_of
from indicators.catalogue import load_catalogue
from tests.specimens import point

YEARS = ("2022", "2023", "2024")


def answer(address: str) -> Response | None:
    """What the service of this address (as `/ons/data?uri=…`) would answer; the same each time."""
    source_id = address.split("/")[1]
    makers = {"ons": _ons, "oecd": _oecd, "worldbank": _worldbank}
    return makers[source_id](address, series_of(load_catalogue(), source_id))


def _ons(address: str, series: list[Series]) -> Response | None:
    uri = address.split("uri=")[1]
    if uri not in {one.reference for one in series}:
        return None
    months = [point("2026 FEB", "9", "2026 JAN-MAR"), point("2026 MAR", "9", "2026 FEB-APR")]
    body = {
        "years": [point(year, str(10 + n)) for n, year in enumerate(YEARS)],
        "quarters": [point("2024 Q3", "3"), point("2024 Q4", "4")],
        "months": months,
        "type": "timeseries",
        "uri": uri,
        "versions": [],
        "description": {
            "cdid": uri.split("/")[-2].upper(),
            "releaseDate": "2026-06-29T23:00:00.000Z",
            "nextRelease": "30 September 2026",
            "unit": "",
            "preUnit": "",
        },
    }
    return Response(json.dumps(body), content_type="application/json")


def _oecd(address: str, series: list[Series]) -> Response | None:
    flow = re.search(r"/data/([^/]+)/", address)[1]
    wanted = [one for one in series if one.reference.startswith(f"{flow}/")]
    if not wanted:
        return None
    agency, dataflow, version = flow.split(",")
    out, writer = io.StringIO(), None
    for one in wanted:
        parts = one.reference.split("/", 1)[1].split(".")
        frequency = parts.index("A")
        names = [f"DIMENSION_{place}" for place in range(len(parts))]
        names[parts.index(oecd.AREAS)], names[frequency] = "REF_AREA", "FREQ"
        if writer is None:
            header = ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", *names]
            header += ["TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MULT"]
            writer = csv.DictWriter(out, header)
            writer.writeheader()
        for place, area in enumerate(("GBR", "USA")):
            for year in YEARS:
                key = {n: p or "_Z" for n, p in zip(names, parts, strict=True)}
                writer.writerow(
                    {"STRUCTURE": "DATAFLOW", "STRUCTURE_NAME": dataflow, "ACTION": "I"}
                    | {"STRUCTURE_ID": f"{agency}:{dataflow}({version})"}
                    | key
                    | {"REF_AREA": area, "TIME_PERIOD": year, "OBS_VALUE": str(2 + place)}
                    | {"OBS_STATUS": "A", "UNIT_MULT": "0"}
                )
    return Response(out.getvalue(), content_type="application/vnd.sdmx.data+csv; charset=utf-8")


def _worldbank(address: str, series: list[Series]) -> Response | None:
    code = re.search(r"/indicator/([^?]+)\?", address)[1]
    if code not in {one.reference for one in series}:
        return None
    items = [
        {
            "indicator": {"id": code, "value": code},
            "country": {"id": area[:2], "value": area},
            "countryiso3code": area,
            "date": year,
            "value": 50 + place,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for place, area in enumerate(("GBR", "USA"))
        for year in reversed(YEARS)
    ]
    header = {"page": 1, "pages": 1, "per_page": 20000, "total": len(items), "sourceid": "2"}
    body = [header | {"lastupdated": "2026-07-13"}, items]
    return Response(json.dumps(body), content_type="application/json;charset=utf-8")
