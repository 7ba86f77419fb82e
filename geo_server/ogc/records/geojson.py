"""A record as GeoJSON, by the record schema of OGC API Records (conformance class record-core)."""

from datetime import UTC, datetime
from typing import Any

from .record import KINDS, Link, Record, Text

RECORD_CORE = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
LANGUAGES = {
    "vi": {"code": "vi", "name": "Tiếng Việt", "alternate": "Vietnamese", "dir": "ltr"},
    "en": {"code": "en", "name": "English", "alternate": "Tiếng Anh", "dir": "ltr"},
}
Box = tuple[float, float, float, float]


def feature_of(record: Record, *, language: str, url: str) -> dict[str, Any]:
    """One record in the reader's language.

    Args:
        record: what is told.
        language: "vi" or "en"; both stand under `languages`.
        url: address of the catalogue (a collection of records).
    """
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": record.id,
        "conformsTo": [RECORD_CORE],
        "geometry": None if record.bbox is None else outline_of(record.bbox),
        "time": time_of(record.start, record.end),
        "properties": _properties(record, language, url),
        "links": [*own_links(record.id, language, url), *(link_of(link, language) for link in record.links)],
    }
    if record.bbox is not None:
        feature["bbox"] = list(record.bbox)
    return feature


def outline_of(box: Box) -> dict[str, Any]:
    """The box as a polygon; as a point or a line where it has no area."""
    west, south, east, north = box
    if (west, south) == (east, north):
        return {"type": "Point", "coordinates": [west, south]}
    if west == east or south == north:
        return {"type": "LineString", "coordinates": [[west, south], [east, north]]}
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def time_of(start: datetime | None, end: datetime | None) -> dict[str, Any] | None:
    """The member `time`: a moment, an interval, or nothing known."""
    if start is None and end is None:
        return None
    if start == end and start is not None:
        return {"timestamp": moment(start)}
    return {"interval": [moment(start) if start else "..", moment(end) if end else ".."]}


def moment(value: datetime) -> str:
    """A moment in UTC with a Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def link_of(link: Link, language: str) -> dict[str, str]:
    """A link with its title in one language."""
    return {"rel": link.rel, "href": link.href, "type": link.type, "title": link.title.in_language(language)}


def own_links(record_id: str, language: str, url: str) -> list[dict[str, str]]:
    """Where the record itself is, in every form and language."""
    here = f"{url}/items/{record_id}"
    other = "vi" if language.startswith("en") else "en"
    forms = [
        ("self", "json", "application/geo+json", Text("Bản ghi này", "This record")),
        ("alternate", "html", "text/html", Text("Bản ghi này, để đọc", "This record, to read")),
        ("alternate", "dcat", "application/ld+json", Text("Bản ghi này dạng DCAT", "This record as DCAT")),
        ("alternate", "ttl", "text/turtle", Text("Bản ghi này dạng DCAT (Turtle)", "This record as DCAT (Turtle)")),
        ("alternate", "iso", "application/xml", Text("Bản ghi này dạng ISO 19139", "This record as ISO 19139")),
    ]
    links = [link_of(Link(rel, f"{here}?f={name}", kind, title), language) for rel, name, kind, title in forms]
    title = str(LANGUAGES[other]["name"])
    spoken = {"rel": "alternate", "href": f"{here}?lang={other}", "type": forms[0][2], "title": title}
    return [
        *links,
        spoken | {"hreflang": other},
        link_of(Link("collection", url, "application/json", _CATALOGUE), language),
    ]


_CATALOGUE = Text("Danh mục dữ liệu", "The catalogue")


def _properties(record: Record, language: str, url: str) -> dict[str, Any]:
    spoken = "en" if language.startswith("en") else "vi"
    properties: dict[str, Any] = {
        "type": record.kind,
        "title": record.title.in_language(spoken),
        "description": record.description.in_language(spoken),
        "language": LANGUAGES[spoken],
        "languages": list(LANGUAGES.values()),
        "keywords": list(dict.fromkeys(text.in_language(spoken) for text in record.keywords)),
        "contacts": [_contact(record, spoken)],
        "formats": [{"mediaType": media_type} for media_type in record.formats],
        "license": record.licence,
        "rights": record.attribution,
        "externalIds": [{"scheme": scheme, "value": value} for scheme, value in record.external_ids],
        "crs": list(record.crs),
        "gsd": record.gsd_m,
        "itemCount": record.count,
    }
    if record.theme:
        title = record.theme_title.in_language(spoken)
        properties["themes"] = [{"scheme": f"{url}#themes", "concepts": [{"id": record.theme, "title": title}]}]
    if record.updated:
        properties["updated"] = moment(record.updated)
    return {name: value for name, value in properties.items() if value not in (None, "", [], ())}


def _contact(record: Record, language: str) -> dict[str, Any]:
    title = record.keeper.title.in_language(language)
    return {"identifier": record.keeper.code, "organization": title, "roles": ["publisher", "pointOfContact"]}


def schema_of(name: str, language: str) -> dict[str, Any]:
    """JSON Schema of a field that the catalogue can be asked for or sorted by."""
    return {"title": FIELDS[name].in_language(language)} | KINDS_OF_FIELD.get(name, {"type": "string"})


FIELDS = {
    "id": Text("Mã", "Id"),
    "title": Text("Tên", "Title"),
    "type": Text("Loại", "Type"),
    "updated": Text("Cập nhật", "Updated"),
    "keywords": Text("Từ khóa", "Keywords"),
    "theme": Text("Chủ đề", "Theme"),
    "ids": Text("Các mã", "Ids"),
    "externalIds": Text("Mã bên ngoài", "External ids"),
}
KINDS_OF_FIELD: dict[str, dict[str, Any]] = {
    "type": {"type": "string", "enum": list(KINDS)},
    "updated": {"type": "string", "format": "date-time"},
}
