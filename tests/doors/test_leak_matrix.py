"""Each kind of grant meets each door and format: what is hidden might as well not be there.

Whoever sees a part of `depots` gets, through every door, the answer of `depotz`, which holds just that part and is
open. Whoever sees nothing of it gets the answer of a collection that never was. Answers are compared to the byte.
"""

import re
from typing import Any

import pytest

from geo_server.ogc.encoders.registry import ENCODERS
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door

from .sights import FIELDS, HIDDEN, NOTHING, OPEN, PARTS, SAID, Sight, define, grant

EVER = Sight({}, fields=("name", "kind", "code"))
VN2000, LATITUDE_FIRST = (f"http://www.opengis.net/def/crs/EPSG/0/{code}" for code in ("9210", "4326"))
CITY = "WebMercatorQuad/10/481/815"  # holds both depots
PAGES = {
    "page": "items",
    "page of one": "items?limit=1",
    "page for people": "items?f=html",
    "in VN-2000": f"items?crs={VN2000}",
    "in a box": "items?bbox=106.6,10.7,106.8,10.9",
    "in a box of another system": f"items?bbox=10.7,106.6,10.9,106.8&bbox-crs={LATITUDE_FIRST}",
    "around the hidden place": "items?bbox=106.712,10.776,106.713,10.777",
    "of a day": "items?datetime=2026-07-02",
    "of all days": "items?datetime=../..",
    "by hidden kind": "items?kind=museum",
    "by hidden code": "items?code=MAHAI",
    "by hidden phone": "items?phone=SOHAI",
    "filter": "items?filter=name%20LIKE%20'KHO%25'",
    "filter on a hidden code": "items?filter=code%20%3D%20'MAHAI'",
    "filter on a private phone": "items?filter=phone%20IS%20NOT%20NULL",
    "filter by place": "items?filter=S_INTERSECTS(geometry,BBOX(106.712,10.776,106.713,10.777))",
    "sorted by name": "items?sortby=-name",
    "sorted by a hidden code": "items?sortby=-code",
    "sorted by a private phone": "items?sortby=phone",
    "properties": "items?properties=name",
    "hidden properties": "items?properties=code",
    "words": "items?q=KHOHAI",
    "words of a code": "items?q=MAHAI",
    "words of a phone": "items?q=SOHAI",
    **{f"page as {name}": f"items?f={name}" for name in ENCODERS},
    **{f"download as {name}": f"download?f={name}" for name in ENCODERS},
}
ROWS = {
    "open item": "items/1",
    "hidden item": "items/2",
    "hidden item for people": "items/2?f=html",
    "open history": "items/1/history",
    "hidden history": "items/2/history",
    **{f"hidden item as {name}": f"items/2?f={name}" for name in ENCODERS},
}
DESCRIPTIONS = {
    "collection": "",
    "collection for people": "?f=html",
    "schema": "schema",
    "queryables": "queryables",
    "sortables": "sortables",
    "codes": "codelists/kind",
    "keys": "keys",
    "values of a key": "keys/name",
    "values of a hidden key": "keys/code",
    "changes": "changes",
    "changes since the first": "changes?since=0",
    "styles": "styles",
    **{f"style as {name}": f"styles/default?f={name}" for name in ("json", "sld", "sld10", "qml", "html")},
    "record": "/collections/city-catalogue/items/{c}",
    **{f"record as {name}": f"/collections/city-catalogue/items/{{c}}?f={name}" for name in ("dcat", "ttl", "iso")},
}
PICTURES = {
    "tilesets": "tiles",
    "map tilesets": "map/tiles",
    **{f"tileset of {tms}": f"tiles/{tms}" for tms in ("WebMercatorQuad", "WorldCRS84Quad", "VN2000-9210")},
    "TileJSON": "tiles/WebMercatorQuad?f=tilejson",
    "vector tile": f"tiles/{CITY}",
    "vector tile of a day": f"tiles/{CITY}?datetime=2026-07-02",
    "vector tile in degrees": "tiles/WorldCRS84Quad/0/0/1",
    "vector tile in VN-2000": "tiles/VN2000-9210/0/2/0",
    "vector tile of named": f"/tiles/{CITY}?collections={{c}}",
    "map tile": f"map/tiles/{CITY}",
    "map tile in degrees": "map/tiles/WorldCRS84Quad/0/0/1",
    "map tile in VN-2000": "map/tiles/VN2000-9210/0/2/0",
    "map": "map?width=64",
    "map of a box": "map?bbox=106.6,10.7,106.8,10.9&width=64&height=64",
    "map of named": "/map?collections={c}&width=64&bbox=106.6,10.7,106.8,10.9",
}
DOORS = PAGES | ROWS | DESCRIPTIONS | PICTURES
LISTS = [
    "", "?f=html", "/collections", "/collections?f=html", "/search?q=KHOHAI", "/search?q=MAHAI", "/openapi", "/styles",
    "/collections/city-catalogue/items?limit=100", "/collections/city-catalogue?f=ttl", f"/tiles/{CITY}",
    "/tiles/WebMercatorQuad", "/tiles/WebMercatorQuad?f=tilejson", "/processes/within-distance?f=html",
]  # fmt: skip
OWN = re.compile(
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?"  # moments
    rb"|(?<=since=)\d+|(?<=\"since\":)\d+|(?<=\"revision\":)\d+"  # one count of writes for all collections
    rb"|\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}"  # keys of the rules of a QGIS style, made of the name
    rb"|_:\w+"  # nodes of a graph that have no name
)
CONTAINERS = ("gpkg", "parquet")  # hold moments and packed pages: `test_files_leak_nothing` opens them
TELLING = ("OGC-NumberMatched", "OGC-NumberReturned", "Content-Crs", "Diaban-Features", "Content-Type")


def told(door: Door, collection: str, way: str) -> tuple[int, dict[str, str], bytes]:
    """Status, telling headers and body of an answer, without what is each collection's own: its name, its moments."""
    path = DOORS[way]
    if not path.startswith("/"):
        path = f"/collections/{{c}}{'' if path[:1] in ('', '?') else '/'}{path}"
    answer = door.get(path.format(c=collection))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if way.endswith(CONTAINERS) and answer.status_code == 200:
        body = b""
    headers = {name: answer[name] for name in TELLING if name in answer}
    body = OWN.sub(b"", body.replace(collection.encode(), b"NAME"))
    if way == "record as dcat":  # a graph has no order
        body = b"".join(sorted(re.split(rb"[,\s]+", body)))
    return answer.status_code, headers, body


def differing(door: Door, one: str, other: str) -> list[str]:
    """The doors through which two collections can be told apart."""
    return [way for way in DOORS if told(door, one, way) != told(door, other, way)]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Any) -> None:
    """Files of their own for every test."""
    settings.STORAGE_URL = tmp_path.as_uri()
    settings.VAR = tmp_path


@pytest.fixture
def depots(places: layers.Collection) -> None:
    """Two depots with all their fields, which nobody may see yet."""
    define("depots", tuple(FIELDS), (OPEN, HIDDEN))


@pytest.mark.parametrize("kind", PARTS)
def test_what_is_hidden_might_as_well_not_be_there(depots: None, door: Door, kind: str) -> None:
    sight = PARTS[kind]
    define("depotz", sight.fields, sight.rows)
    grant("depots", sight)
    layers.grant_read("depotz", to="public", columns=list(sight.fields), by=CLERK, now=NOW)
    assert differing(door, "depots", "depotz") == []
    assert told(door, "depots", "page")[0] == 200


@pytest.mark.parametrize("kind", [*NOTHING, "a right to write", "a right of others", "a right that was taken back"])
def test_what_nobody_granted_never_was(depots: None, door: Door, kind: str) -> None:
    if kind in NOTHING:
        grant("depots", NOTHING[kind])
    elif kind == "a right to write":
        layers.grant_write("depots", to="public", by=CLERK, now=NOW)
    elif kind == "a right of others":
        layers.create_organisation("evn", title_vi="Điện lực", title_en="Power company")
        layers.grant_read("depots", to="evn", by=CLERK, now=NOW)
    else:
        given = layers.grant_read("depots", to="public", by=CLERK, now=NOW)
        assert told(door, "depots", "page")[0] == 200
        layers.revoke(given, by=CLERK, now=NOW)
    assert differing(door, "depots", "depotz") == []
    assert {told(door, "depots", way)[0] for way in DOORS} <= {400, 404}


@pytest.mark.parametrize("kind", ["rows and columns", "no grant"])
def test_lists_of_everything_say_nothing_of_it(depots: None, door: Door, kind: str) -> None:
    grant("depots", (PARTS | NOTHING)[kind])
    hidden = SAID if kind in PARTS else (*SAID, "depots", "KHOMOT")
    for path in LISTS:
        answer = door.get(path)
        assert answer.status_code == 200, path
        text = answer.content.decode(errors="replace").replace("q=KHOHAI", "").replace("q=MAHAI", "")
        assert [word for word in hidden if word in text] == [], path


def test_the_comparison_sees_a_row_and_a_column(depots: None, door: Door) -> None:
    """Were a row or a column not hidden, the doors that can show it would differ."""
    define("depotz", ("name", "kind", "code"), (OPEN,))
    define("depoty", ("name", "kind"), (OPEN, HIDDEN))
    for name in ("depots", "depotz", "depoty"):
        layers.grant_read(name, to="public", by=CLERK, now=NOW)
    by_row, by_column = set(differing(door, "depots", "depotz")), set(differing(door, "depots", "depoty"))
    assert {way for way in DOORS if "hidden item" in way} <= by_row
    assert {"page", "words", "page of one", "vector tile", "map tile", "map", "collection", "TileJSON"} <= by_row
    assert {"page", "schema", "queryables", "sortables", "keys", "filter on a hidden code", "vector tile"} <= by_column
