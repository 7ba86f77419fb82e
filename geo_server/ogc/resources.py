"""A collection of ours as a resource of pygeoapi's configuration."""

from typing import Any

from layers import api as layers

BOX_OF_NOTHING = (0.0, 0.0, 0.0, 0.0)
CATALOGUE = "city-catalogue"  # with a hyphen: no collection of data can have this id
RELATION = "http://www.opengis.net/def/rel/ogc/1.0"
CRS84_URI = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OFFERED_CRS = ("OGC:CRS84", "EPSG:4326", "EPSG:9210", "EPSG:3405", "EPSG:3857")


def crs_list(collection: layers.Collection) -> list[str]:
    """URIs of the systems the collection is offered in: CRS84 first, then the storage CRS, which QGIS prefers."""
    names = dict.fromkeys((OFFERED_CRS[0], collection.storage_crs, *OFFERED_CRS[1:]))
    return [layers.crs_uri(name) for name in names]


def resource_of(collection: layers.Collection, *, url: str) -> dict[str, Any]:
    """The resource of one collection; `url` is the address of the landing page."""
    return {
        "type": "collection",
        "title": {"vi": collection.title_vi, "en": collection.title_en},
        "description": {"vi": collection.description_vi, "en": collection.description_en},
        "keywords": {"vi": [collection.theme], "en": [collection.theme]},
        "links": links_of(collection, f"{url}/collections/{collection.id}"),
        "extents": _extents(collection),
        "providers": [
            {
                "type": "feature",
                "name": "geo_server.ogc.provider.SchemaProvider",
                "data": collection,
                "crs": crs_list(collection),
                "storage_crs": layers.crs_uri(collection.storage_crs),
            }
        ],
    }


def _extents(collection: layers.Collection) -> dict[str, Any]:
    box = collection.extent or BOX_OF_NOTHING
    extents: dict[str, Any] = {"spatial": {"bbox": list(box), "crs": CRS84_URI}}
    if collection.since is not None:
        extents["temporal"] = {"begin": collection.since.strftime("%Y-%m-%dT%H:%M:%SZ"), "end": None}
    return extents


def links_of(collection: layers.Collection, url: str) -> list[dict[str, Any]]:
    """What pygeoapi does not know of: tiles, drawn maps, styles, the licence."""
    found = [
        _link("map", f"{url}/map", "The collection as a picture", "Lớp dưới dạng ảnh") | {"type": "image/png"},
        _link("tilesets-map", f"{url}/map/tiles", "Map tiles of the collection", "Ô ảnh bản đồ của lớp"),
        _link("styles", f"{url}/styles", "Styles of the collection", "Các kiểu vẽ của lớp"),
        _link("sortables", f"{url}/sortables", "Fields to sort by", "Các trường để sắp xếp")
        | {"type": "application/schema+json"},
    ]
    record = _link(
        "", f"{url.rpartition('/')[0]}/{CATALOGUE}/items/{collection.id}", "Catalogue record", "Bản ghi danh mục"
    )
    found.append(record | {"rel": "describedby", "type": "application/geo+json"})
    if collection.coverage and collection.count:
        found += _coverage_links(url)
    if not collection.coverage:
        found.append(_link("tilesets-vector", f"{url}/tiles", "Vector tiles of the collection", "Ô vector của lớp"))
    if collection.licence.startswith(("http://", "https://")):
        licence = _link("", collection.licence, "Licence", "Giấy phép sử dụng")
        found.append(licence | {"rel": "license", "type": "text/html"})
    return found


_RETRIEVAL = (
    ("position", "Values at a place", "Giá trị tại một vị trí"),
    ("area", "Values in a shape", "Giá trị trong một vùng"),
    ("radius", "Values around a place", "Giá trị quanh một vị trí"),
    ("cube", "Values in a box", "Giá trị trong một khung"),
)


def _coverage_links(url: str) -> list[dict[str, Any]]:
    """The values of imagery and heights: the coverage in its formats, and its bands."""
    here = f"{url}/coverage"
    forms = (("geotiff", "image/tiff; application=geotiff"), ("covjson", "application/prs.coverage+json"))
    found = [
        _link("coverage", f"{here}?f={name}", "Values of the grid", "Giá trị của lưới") | {"type": media_type}
        for name, media_type in (*forms, ("html", "text/html"))
    ]
    schema = _link("coverage-rangetype", f"{here}/schema", "Bands of the grid", "Các kênh của lưới")
    domain = _link("coverage-domainset", f"{here}/domainset", "Grid of the coverage", "Lưới của dữ liệu phủ")
    queries = [
        _link("", f"{url}/{name}", en, vi) | {"rel": "data", "type": "application/prs.coverage+json"}
        for name, en, vi in _RETRIEVAL
    ]
    return [*found, schema | {"type": "application/schema+json"}, domain, *queries]


def _link(relation: str, href: str, en: str, vi: str) -> dict[str, Any]:
    return {"rel": f"{RELATION}/{relation}", "type": "application/json", "title": {"vi": vi, "en": en}, "href": href}
