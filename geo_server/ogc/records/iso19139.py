"""A record as ISO 19139 XML (gmd), for CSW catalogues and GeoNetwork.

Made by a template of ours: pygeometa's writes French locale ids, unescaped addresses and empty postal codes.
Order of elements and code lists are those of the gmd schema of 2007 (ISO 19115:2003).
"""

from django.template.loader import render_to_string

from geo_server.core import clock

from .record import Record

MEDIA_TYPE = "application/xml"
SCOPES = {"dataset": "dataset", "scene": "dataset", "indicator": "dataset", "service": "service"}
IDENTIFICATIONS = {"dataset": "gmd:MD_DataIdentification", "service": "srv:SV_ServiceIdentification"}
TOPICS = {
    "administration": "boundaries",
    "base": "imageryBaseMapsEarthCover",
    "cameras": "structure",
    "change": "structure",
    "imagery": "imageryBaseMapsEarthCover",
    "indicator": "society",
    "network": "utilitiesCommunication",
    "parcels": "planningCadastre",
    "permits": "planningCadastre",
    "planning": "planningCadastre",
}
THREE_LETTERS = {"vi": "vie", "en": "eng"}


def as_iso19139(record: Record, *, language: str, url: str) -> str:
    """The metadata document of one record, both languages in it; `url` is the address of the catalogue."""
    first = "en" if language.startswith("en") else "vi"
    second = "vi" if first == "en" else "en"
    return render_to_string(
        "ogc/iso19139.xml",
        {
            "record": record,
            "here": f"{url}/items/{record.id}",
            "scope": SCOPES[record.kind],
            "topic": TOPICS.get(record.theme.partition("/")[0], "location"),
            "first": first,
            "second": second,
            "language": THREE_LETTERS[first],
            "other_language": THREE_LETTERS[second],
            "identification": IDENTIFICATIONS[SCOPES[record.kind]],
            "representation": "grid" if record.kind == "scene" else "vector",
            "abstract": record.description if record.description.vi else record.title,
            "now": clock.now(),
            "codes": [uri.rpartition("/")[2] for uri in record.crs if "/EPSG/" in uri],
        },
    )
