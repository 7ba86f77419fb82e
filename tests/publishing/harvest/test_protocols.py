"""Every kind of source gives its features as a file, and no host can lead, flood or hold the server."""

import json
import time
from typing import Any

import pytest

from geo_server.core.outside import ForbiddenAddress, NoAnswer
from publishing.errors import BadAnswer
from publishing.harvest import kinds
from publishing.harvest.protocols import bring

from .remote import Query, Remote, as_file, collection, points


def brought(kind: str, url: str, **how: str) -> tuple[str, bytes]:
    """Name and contents of what a source gives."""
    with bring(kind, kinds.Remote(url, **how)) as found:
        return found.file_name, b"".join(found.chunks)


def codes(file: bytes) -> list[str]:
    return [feature["properties"]["code"] for feature in json.loads(file)["features"]]


ALL = points(25)
CODES = [feature["properties"]["code"] for feature in ALL]


def test_a_file_is_named_by_its_address_or_its_type(remote: Remote) -> None:
    remote.serve("/data/pipes%20A.gpkg", b"x")
    remote.serve("/download", b"y", "application/geo+json; charset=utf-8")
    assert brought("file", remote.url("/data/pipes%20A.gpkg")) == ("pipes A.gpkg", b"x")
    assert brought("file", remote.url("/download")) == ("download.geojson", b"y")


def test_a_file_is_asked_for_under_the_conditions_of_the_last_time(remote: Remote) -> None:
    remote.serve_version("/a.geojson", b"one", etag='"1"')
    with bring("file", kinds.Remote(remote.url("/a.geojson"))) as first:
        assert (first.unchanged, first.etag, b"".join(first.chunks)) == (False, '"1"', b"one")
    with bring("file", kinds.Remote(remote.url("/a.geojson"), etag='"1"')) as second:
        assert (second.unchanged, b"".join(second.chunks)) == (True, b"")
    remote.serve_version("/a.geojson", b"two", etag='"2"')
    with bring("file", kinds.Remote(remote.url("/a.geojson"), etag='"1"')) as third:
        assert (third.unchanged, third.etag, b"".join(third.chunks)) == (False, '"2"', b"two")


def serve_items(remote: Remote, path: str, features: list[dict[str, Any]], *, most: int) -> None:
    """A collection of OGC API Features whose pages hold at most `most`."""

    def page(query: Query) -> Any:
        start, size = int(query.get("offset", 0)), min(int(query["limit"]), most)
        links = [{"rel": "self", "href": remote.url(path)}]
        if start + size < len(features):
            links.append({"rel": "next", "href": f"{path}?f=json&limit={size}&offset={start + size}"})
        return collection(features[start : start + size], links=links, timeStamp=str(time.time()))

    remote.serve_json(path, page)


WAYS_TO_ITEMS = {
    "service": ("/ogc", "wells"),
    "collections": ("/ogc/collections", "wells"),
    "collection": ("/ogc/collections/wells", ""),
    "items": ("/ogc/collections/wells/items", ""),
}


@pytest.mark.parametrize(("path", "layer"), WAYS_TO_ITEMS.values(), ids=WAYS_TO_ITEMS)
def test_items_come_page_after_page(remote: Remote, path: str, layer: str) -> None:
    serve_items(remote, "/ogc/collections/wells/items", ALL, most=10)
    name, file = brought("ogc_features", remote.url(path), layer=layer)
    assert (name, codes(file)) == ("wells.geojson", CODES)
    assert [query.get("offset") for _, query, _ in remote.asked] == [None, "10", "20"]


def test_the_same_items_make_the_same_file(remote: Remote) -> None:
    serve_items(remote, "/ogc/collections/wells/items", ALL, most=10)
    assert brought("ogc_features", remote.url("/ogc"), layer="wells") == brought(
        "ogc_features", remote.url("/ogc"), layer="wells"
    )


def test_pages_that_never_end_are_left(remote: Remote) -> None:
    page = collection(ALL[:5], links=[{"rel": "next", "href": "/items?page=again"}])
    remote.serve_json("/items", lambda query: page)
    with pytest.raises(BadAnswer, match="again"):
        brought("ogc_features", remote.url("/items"))
    numbers = iter(range(10**9))
    remote.serve_json(
        "/items",
        lambda query: collection(points(1, first=(n := next(numbers))), links=[{"rel": "next", "href": f"?n={n % 3}"}]),
    )
    with pytest.raises(BadAnswer, match="never end"):
        brought("ogc_features", remote.url("/items"))


@pytest.mark.parametrize(
    "answer", [[1], {"type": "Feature"}, {"type": "FeatureCollection"}, {"error": {"message": "no"}}]
)
def test_what_is_no_collection_is_said(remote: Remote, answer: Any) -> None:
    remote.serve_json("/items", lambda query: answer)
    with pytest.raises(BadAnswer) as refused:
        brought("ogc_features", remote.url("/items"))
    assert refused.value.permanent
    assert refused.value.vi != refused.value.en


def test_a_wfs_that_speaks_json_is_paged(remote: Remote) -> None:
    def features(query: Query) -> Any:
        assert (query["service"], query["request"], query["typenames"]) == ("WFS", "GetFeature", "city:wells")
        start, size = int(query.get("startindex", 0)), min(int(query["count"]), 10)
        found = ALL[start : start + size]
        return collection(found, numberMatched=len(ALL), numberReturned=len(found))

    remote.serve_json("/geoserver/wfs", features)
    name, file = brought("wfs", remote.url("/geoserver/wfs?service=wfs&map=x"), layer="city:wells")
    assert (name, codes(file)) == ("wells.geojson", CODES)
    assert all(query["map"] == "x" for _, query, _ in remote.asked)


REPORT = (
    b'<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
    b'<ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>no such type</ows:ExceptionText>'
    b"</ows:Exception></ows:ExceptionReport>"
)


def test_a_wfs_without_json_gives_gml(remote: Remote) -> None:
    gml = b'<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"/>'
    remote.routes["/wfs"] = lambda query, asked: (
        200, {"Content-Type": "text/xml"}, REPORT if "outputformat" in query else gml,
    )  # fmt: skip
    assert brought("wfs", remote.url("/wfs"), layer="wells") == ("wells.gml", gml)


def test_the_report_of_a_wfs_is_told(remote: Remote) -> None:
    remote.serve("/wfs", REPORT, "text/xml")
    with pytest.raises(BadAnswer, match="no such type"):
        brought("wfs", remote.url("/wfs"), layer="wells")


def serve_layer(remote: Remote, *, formats: str = "JSON, geoJSON, PBF") -> None:
    described = {"name": "Wells", "maxRecordCount": 10, "objectIdField": "FID", "supportedQueryFormats": formats}
    remote.serve_json("/arcgis/rest/services/Wells/FeatureServer/0", lambda query: described)

    def page(query: Query) -> Any:
        assert (query["f"], query["outsr"], query["orderbyfields"]) == ("geojson", "4326", "FID")
        start, size = int(query["resultoffset"]), int(query["resultrecordcount"])
        more = {"properties": {"exceededTransferLimit": True}} if start + size < len(ALL) else {}
        return collection(ALL[start : start + size], **more)

    remote.serve_json("/arcgis/rest/services/Wells/FeatureServer/0/query", page)


@pytest.mark.parametrize(
    ("path", "layer"), [("", "0"), ("/0", ""), ("/0/query?where=1", "")], ids=["server", "layer", "query"]
)
def test_a_feature_server_is_paged(remote: Remote, path: str, layer: str) -> None:
    serve_layer(remote)
    url = remote.url(f"/arcgis/rest/services/Wells/FeatureServer{path}")
    name, file = brought("arcgis", url, layer=layer)
    assert (name, codes(file)) == ("Wells.geojson", CODES)


def test_a_feature_server_tells_errors_with_a_good_status(remote: Remote) -> None:
    remote.serve_json("/FeatureServer/0", lambda query: {"error": {"code": 499, "message": "Token Required"}})
    with pytest.raises(BadAnswer, match="Token Required"):
        brought("arcgis", remote.url("/FeatureServer/0"))
    serve_layer(remote, formats="JSON, AMF")
    with pytest.raises(BadAnswer, match="GeoJSON"):
        brought("arcgis", remote.url("/arcgis/rest/services/Wells/FeatureServer/0"))


def serve_dataset(remote: Remote) -> None:
    resources = [
        {"id": "1", "name": "page", "format": "HTML", "url": remote.url("/page")},
        {"id": "2", "name": "table", "format": "CSV", "url": remote.url("/wells.csv")},
        {"id": "3", "name": "map", "format": "GeoJSON", "url": remote.url("/wells.geojson")},
    ]

    def package(query: Query) -> Any:
        known = query["id"] == "wells"
        return {"success": known, "result": {"resources": resources}} if known else {"success": False, "error": {}}

    remote.serve_json("/data/api/3/action/package_show", package)
    remote.serve("/wells.csv", b"code\n1", "text/csv")
    remote.serve_version("/wells.geojson", as_file(ALL), etag='"7"')


def test_a_catalogue_gives_the_resource_of_the_best_format(remote: Remote) -> None:
    serve_dataset(remote)
    page = remote.url("/data/dataset/wells")
    assert brought("ckan", page)[0] == "wells.geojson"
    assert brought("ckan", page, layer="table") == ("wells.csv", b"code\n1")
    with bring("ckan", kinds.Remote(page, etag='"7"')) as found:
        assert found.unchanged
    for wrong, layer in ((page, "none"), (remote.url("/data/dataset/other"), ""), (remote.url("/data"), "")):
        with pytest.raises(BadAnswer):
            brought("ckan", wrong, layer=layer)


def test_nobody_leads_the_server_to_a_private_host(remote: Remote, stranger: Remote) -> None:
    stranger.serve("/secret.geojson", as_file(ALL))
    stranger.serve_json("/items", lambda query: collection(ALL))
    remote.redirect("/a.geojson", stranger.url("/secret.geojson"))
    following = [{"rel": "next", "href": stranger.url("/items")}]
    remote.serve_json("/items", lambda query: collection(ALL[:5], links=following))
    resource = [{"format": "CSV", "url": stranger.url("/secret.geojson")}]
    remote.serve_json("/api/3/action/package_show", lambda query: {"success": True, "result": {"resources": resource}})
    for kind, path in (("file", "/a.geojson"), ("ogc_features", "/items"), ("ckan", "/dataset/wells")):
        with pytest.raises(ForbiddenAddress):
            brought(kind, remote.url(path))
    with pytest.raises(ForbiddenAddress):
        brought("file", stranger.url("/secret.geojson"))
    assert stranger.asked == []


def test_nobody_floods_it(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.harvest.plain_file.MOST_BYTES", 1000)
    monkeypatch.setattr("publishing.harvest.asking.MOST_BYTES", 1000)
    remote.serve("/large.csv", b"x" * 1001)
    with pytest.raises(NoAnswer, match="more than 1000"):
        brought("file", remote.url("/large.csv"))
    serve_items(remote, "/items", points(100), most=10)
    with pytest.raises(BadAnswer, match="more than 1000"):
        brought("ogc_features", remote.url("/items"))


def test_nobody_holds_it(remote: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.harvest.plain_file.MOST_SECONDS", 1.0)
    remote.serve("/slow.csv", b"x" * 100)
    remote.drips.add("/slow.csv")
    begun = time.monotonic()
    with pytest.raises(NoAnswer) as refused:
        brought("file", remote.url("/slow.csv"))
    assert time.monotonic() - begun < 5
    assert not refused.value.permanent
