"""A page's figures described for search engines: schema.org Dataset, as JSON-LD."""

from collections.abc import Iterable

from indicators.catalogue import Catalogue, Indicator
from indicators.exports.stamp import SERVICE
from indicators.publishing.site.edition import Site
from indicators.publishing.site.takeaway import files, path_of
from indicators.view import View

#: Where each open licence can be read.
_LICENCES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}
_MEDIA = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def dataset(
    view: View, catalogue: Catalogue, indicator: Indicator, site: Site
) -> dict[str, object]:
    """The indicator as a data set; what is not known is left out."""
    rows = view.data[view.data["value"].notna()]
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": indicator.title,
        "description": f"{indicator.short} {indicator.long}"[:4900],
        "url": site.address(path_of(indicator)),
        "identifier": indicator.id,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "keywords": [catalogue.themes_by_id[indicator.theme].title, *indicator.synonyms],
        "creator": {"@type": "Organization", "name": indicator.publisher},
        "publisher": {"@type": "Organization", "name": SERVICE},
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": indicator.title,
            "unitText": catalogue.unit_of(indicator).label,
        },
        "spatialCoverage": sorted({catalogue.areas[geo].name for geo in rows["geo"]}),
    }
    if len(rows):
        first, last = rows["period_start"].min(), rows["period_end"].max()
        told["temporalCoverage"] = f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"
    if indicator.licence in _LICENCES:
        told["license"] = _LICENCES[indicator.licence]
    downloads = list(_downloads(files(view, catalogue, indicator), site))
    if downloads:
        told["distribution"] = downloads
    return told


def _downloads(paths: Iterable[str], site: Site) -> Iterable[dict[str, object]]:
    for path in paths:
        media = next((m for end, m in _MEDIA.items() if path.endswith(end)), None)
        if media is not None:
            yield {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": site.address(path),
            }
