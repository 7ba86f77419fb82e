"""The catalogue as a collection of records: what it is called, where it is, its own description and schemas."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from ..answers import subject_of
from ..formats import GEOJSON, HTML, JSON, SCHEMA
from ..mount import base_url
from ..resources import CATALOGUE, CRS84_URI, RELATION
from .errors import UnknownRecord
from .gathering import find_record, gather
from .geojson import FIELDS, link_of, schema_of
from .record import Link, Record, Text

TITLE = Text("Danh mục dữ liệu của thành phố", "Catalogue of the city's data")
DESCRIPTION = Text(
    "Mọi lớp dữ liệu, ảnh, chỉ số và dịch vụ mà bạn được phép xem, để tìm và để các cổng dữ liệu khác thu nhận.",
    "All layers, scenes, indicators and services that you may see, to be searched, and harvested by other portals.",
)
QUERYABLES = ("type", "ids", "externalIds", "keywords", "theme")


def catalogue_url(request: HttpRequest) -> str:
    """The address of the catalogue as the client sees it."""
    return f"{base_url(request)}/collections/{CATALOGUE}"


def language_of_reader() -> str:
    """The language to answer in: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def collection_document(request: HttpRequest) -> dict[str, Any]:
    """The description of the catalogue, as it stands among the collections."""
    here, language = catalogue_url(request), language_of_reader()
    links = [
        Link("self", here, JSON, Text("Danh mục này", "This catalogue")),
        Link("items", f"{here}/items?f=json", GEOJSON, Text("Các bản ghi", "The records")),
        Link("items", f"{here}/items?f=html", HTML, Text("Các bản ghi, để đọc", "The records, to read")),
        Link("alternate", f"{here}?f=html", HTML, Text("Danh mục này, để đọc", "This catalogue, to read")),
        Link("alternate", f"{here}?f=dcat", "application/ld+json", Text("Danh mục dạng DCAT", "The catalogue as DCAT")),
        Link("alternate", f"{here}?f=ttl", "text/turtle", Text("DCAT dạng Turtle", "The catalogue as DCAT (Turtle)")),
        Link(f"{RELATION}/queryables", f"{here}/queryables", SCHEMA, Text("Trường tra cứu", "Queryables")),
        Link(f"{RELATION}/sortables", f"{here}/sortables", SCHEMA, Text("Trường sắp xếp", "Sortables")),
    ]
    return {
        "id": CATALOGUE,
        "type": "Collection",
        "itemType": "record",
        "title": TITLE.in_language(language),
        "description": DESCRIPTION.in_language(language),
        "crs": [CRS84_URI],
        "links": [link_of(link, language) for link in links],
    }


def fields_document(request: HttpRequest, name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """A JSON Schema of the fields that may stand in a query, or in sortby."""
    language = language_of_reader()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{catalogue_url(request)}/{name}",
        "type": "object",
        "title": TITLE.in_language(language),
        "properties": {field: schema_of(field, language) for field in fields if field in FIELDS},
        "additionalProperties": False,
    }


def records_of(request: HttpRequest) -> list[Record]:
    """Every record that the reader may find."""
    return gather(subject_of(request), url=base_url(request), maps_url=settings.MAPPROXY_URL)


def record_of(request: HttpRequest, record_id: str) -> Record:
    """One record; raises UnknownRecord, also for a hidden one."""
    record = find_record(subject_of(request), record_id, url=base_url(request), maps_url=settings.MAPPROXY_URL)
    if record is None:
        raise UnknownRecord(record_id)
    return record
