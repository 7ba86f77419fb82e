"""WMS, WMTS and TMS by MapProxy: the same policy, VN-2000 in its place, new collections at once."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.util import setup_testing_defaults

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from pyproj import Transformer
from shapely.geometry import Point, Polygon, box

from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from geo_server.ogc import mapproxy_app
from layers import api as layers

from .conftest import WRITER, Publish, add
from .test_imagery_tiles import OFFICIAL

WMS = "/service?SERVICE=WMS&VERSION=1.3.0"
TO_DEGREES = Transformer.from_pipeline(OFFICIAL.rsplit(" +step", 1)[0])


@dataclass(frozen=True)
class Answer:
    """What MapProxy said."""

    status: int
    headers: dict[str, str] = field(compare=False)
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """One request as a subject; with applications of its own, as in a new process."""
    monkeypatch.setattr(mapproxy_app, "apps", mapproxy_app.Apps())

    def get(url: str, subject: Subject = ANONYMOUS) -> Answer:
        path, _, query = url.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "diaban.subject": subject}
        setup_testing_defaults(environ)
        environ["SCRIPT_NAME"] = ""
        said: list[tuple[str, dict[str, str]]] = []
        body = b"".join(
            mapproxy_app.application(environ, lambda status, headers, *_: said.append((status, dict(headers))))
        )
        [(status, headers)] = said
        return Answer(int(status.split()[0]), headers, body)

    return get


def vn2000_square(west: float, south: float, side: float) -> Polygon:
    """A square in metres of EPSG:9210, as degrees, by PROJ's own pipeline of the official parameters."""
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side)]
    return Polygon([TO_DEGREES.transform(*corner) for corner in corners])


def red(picture: bytes) -> npt.NDArray[np.bool_]:
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA")).astype(int)
    return (pixels[:, :, 0] > 200) & (pixels[:, :, 1] < 60) & (pixels[:, :, 3] > 200)


def test_wms_draws_in_vn2000_where_the_decision_puts_it(publish: Publish, ask: Ask) -> None:
    publish("plots", [(vn2000_square(600_100, 1_190_100, 50), {"name": "a"})], storage_crs="EPSG:9210")
    view = "&CRS=EPSG:9210&BBOX=600000,1190000,600200,1190200&WIDTH=800&HEIGHT=800"  # 0.25 m per pixel
    answer = ask(f"{WMS}&REQUEST=GetMap&LAYERS=plots&STYLES=&FORMAT=image/png&TRANSPARENT=true{view}")
    assert answer.status == 200
    rows, columns = np.nonzero(red(answer.body))
    corner = (600_000 + columns.min() * 0.25, 1_190_200 - rows.min() * 0.25)
    middle = (600_000 + (columns.mean() + 0.5) * 0.25, 1_190_200 - (rows.mean() + 0.5) * 0.25)
    assert middle == pytest.approx((600_125, 1_190_125), abs=0.15)  # PROJ's first choice is 0.8 m off
    assert corner == pytest.approx((600_100, 1_190_150), abs=0.6)


def test_wmts_has_web_and_vn2000_grids(publish: Publish, ask: Ask) -> None:
    publish("plots", [(vn2000_square(600_000, 1_190_000, 4096), {"name": "a"})], storage_crs="EPSG:9210")
    capabilities = ask("/service?SERVICE=WMTS&REQUEST=GetCapabilities&VERSION=1.0.0").body
    assert {"WebMercatorQuad", "VN2000-9210"} <= set(re.findall(r"<TileMatrixSet>([^<]+)<", capabilities.decode()))
    column, row = ((602_000 - 237_856) // (256 * 4)), ((2_650_000 - 1_192_000) // (256 * 4))
    tile = ask(f"/wmts/plots/VN2000-9210/9/{column}/{row}.png")  # level 9: 2048 m / 2^9 = 4 m per pixel
    assert tile.status == 200
    assert red(tile.body).mean() > 0.95
    kvp = "/service?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=plots&STYLE=&FORMAT=image/png"
    assert ask(f"{kvp}&TILEMATRIXSET=VN2000-9210&TILEMATRIX=9&TILEROW={row}&TILECOL={column}") == tile


def test_tms_counts_rows_from_the_south(publish: Publish, ask: Ask) -> None:
    # The profile global-mercator of TMS begins with four tiles: its level 0 is everybody else's 1.
    publish("plots", [(box(1, 1, 80, 80), {"name": "north-east"})])
    north_east = ask("/tms/1.0.0/plots/WebMercatorQuad/0/1/1.png")
    assert north_east.status == 200
    assert red(north_east.body).any()
    assert not red(ask("/tms/1.0.0/plots/WebMercatorQuad/0/1/0.png").body).any()


def test_a_new_collection_shows_at_the_next_request(publish: Publish, ask: Ask) -> None:
    publish("first", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})])
    assert b"<Name>second</Name>" not in ask(f"{WMS}&REQUEST=GetCapabilities").body
    publish("second", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})])
    assert b"<Name>second</Name>" in ask(f"{WMS}&REQUEST=GetCapabilities").body


@pytest.mark.parametrize("features", [[], [(Point(106.7, 10.75), {"name": "a"})], [(Point(180, 0), {"name": "b"})]])
def test_empty_layers_and_single_points_do_not_stop_the_others(
    publish: Publish, ask: Ask, features: list[tuple[Point, dict[str, Any]]]
) -> None:
    style = {"layers": [{"type": "circle", "paint": {"circle-color": "#ff0000", "circle-radius": 6}}]}
    publish("points", features, geometry_type="Point", style=style)
    publish("plots", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})])
    view = "&CRS=CRS:84&BBOX=106.6,10.7,106.8,10.8&WIDTH=200&HEIGHT=100&STYLES=&FORMAT=image/png"
    assert red(ask(f"{WMS}&REQUEST=GetMap&LAYERS=plots,points{view}").body)[20:80, 20:80].all()
    assert ask(f"{WMS}&REQUEST=GetMap&LAYERS=points{view}").status == 200
    assert b"<Name>points</Name>" in ask(f"{WMS}&REQUEST=GetCapabilities").body


def test_a_hidden_layer_is_as_unknown_as_one_that_never_was(publish: Publish, ask: Ask) -> None:
    publish("open", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})])
    publish("secret", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})], public=False)
    view = "&STYLES=&FORMAT=image/png&CRS=EPSG:3857&BBOX=11866000,1198000,11877000,1209000&WIDTH=64&HEIGHT=64"
    for request in (
        f"{WMS}&REQUEST=GetMap{view}&LAYERS=%s",
        "/wmts/%s/WebMercatorQuad/9/407/240.png",
        "/tms/1.0.0/%s/WebMercatorQuad/9/407/271.png",
    ):
        assert ask(request % "secret", WRITER).status == 200
        hidden, missing = ask(request % "secret"), ask(request % "absent")
        assert (hidden.status, hidden.body) == (missing.status, missing.body.replace(b"absent", b"secret"))
        assert hidden.status in {400, 404}
    for listing in (f"{WMS}&REQUEST=GetCapabilities", "/wmts/1.0.0/WMTSCapabilities.xml", "/tms/1.0.0/"):
        assert b"secret" not in ask(listing).body
        assert b"secret" in ask(listing, WRITER).body


def test_two_readers_of_one_layer_see_their_own_features(publish: Publish, ask: Ask, clerk: Subject) -> None:
    west, east = box(106.6, 10.7, 106.65, 10.8), box(106.65, 10.7, 106.7, 10.8)
    publish("plots", [(west, {"name": "a"}), (east, {"name": "b"})], public=False)
    layers.grant_read("plots", to=clerk.key, row_filter={"name": ["a"]}, by=WRITER, now=clock.now())
    view = "&CRS=CRS:84&BBOX=106.6,10.7,106.7,10.8&WIDTH=100&HEIGHT=100&STYLES=&FORMAT=image/png&TRANSPARENT=true"
    whole, half = (red(ask(f"{WMS}&REQUEST=GetMap&LAYERS=plots{view}", who).body) for who in (WRITER, clerk))
    assert whole[10:-10, 5:-5].mean() > 0.98
    assert half[10:-10, 5:45].mean() > 0.98 and not half[:, 55:].any()


def test_no_cache_on_the_way_may_keep_a_private_tile(publish: Publish, ask: Ask, clerk: Subject) -> None:
    publish("open", [(box(106.6, 10.7, 106.7, 10.8), {"name": "a"})])
    tile = "/wmts/open/WebMercatorQuad/9/407/240.png"
    assert ask(tile).headers["Cache-Control"] == "no-cache"
    assert ask(tile, clerk).headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in ask(tile, clerk).headers["Vary"]


def test_an_edit_shows_at_the_next_map(publish: Publish, ask: Ask) -> None:
    publish("plots", [(box(106.6, 10.7, 106.61, 10.71), {"name": "a"})])
    view = "&CRS=CRS:84&BBOX=106.6,10.7,106.7,10.8&WIDTH=100&HEIGHT=100&STYLES=&FORMAT=image/png&TRANSPARENT=true"
    before = red(ask(f"{WMS}&REQUEST=GetMap&LAYERS=plots{view}").body)
    add("plots", [(box(106.62, 10.72, 106.64, 10.74), {"name": "b"})])
    after = red(ask(f"{WMS}&REQUEST=GetMap&LAYERS=plots{view}").body)
    assert not before[60:80, 20:40].any() and after[62:78, 22:38].all()


def test_feature_info_tells_of_what_lies_under_the_pixel(publish: Publish, ask: Ask) -> None:
    publish("plots", [(vn2000_square(600_100, 1_190_100, 50), {"name": "Thửa <1>"})], storage_crs="EPSG:9210")
    view = "&CRS=EPSG:9210&BBOX=600000,1190000,600200,1190200&WIDTH=400&HEIGHT=400&LAYERS=plots&QUERY_LAYERS=plots"
    inside, outside = "&I=250&J=150", "&I=100&J=300"  # 125 m east, 125 m north; 50 m east, 50 m north
    info = f"{WMS}&REQUEST=GetFeatureInfo{view}&INFO_FORMAT="
    found = json.loads(ask(f"{info}application/json{inside}").body)
    assert [feature["properties"]["name"] for feature in found["features"]] == ["Thửa <1>"]
    assert json.loads(ask(f"{info}application/json{outside}").body)["features"] == []
    assert "name = Thửa <1>" in ask(f"{info}text/plain{inside}").body.decode()
    assert "Thửa &lt;1&gt;" in ask(f"{info}text/html{inside}").body.decode()


def test_feature_info_keeps_to_the_axis_order_of_degrees(publish: Publish, ask: Ask) -> None:
    publish("plots", [(box(106.70, 10.78, 106.71, 10.79), {"name": "a"})])
    view = "&CRS=EPSG:4326&BBOX=10.7,106.6,10.9,106.8&WIDTH=200&HEIGHT=200&LAYERS=plots&QUERY_LAYERS=plots"
    found = ask(f"{WMS}&REQUEST=GetFeatureInfo{view}&INFO_FORMAT=application/json&I=105&J=115")
    assert len(json.loads(found.body)["features"]) == 1


def test_feature_info_tells_nobody_of_hidden_rows_and_columns(publish: Publish, ask: Ask, clerk: Subject) -> None:
    rows = [
        (vn2000_square(600_100, 1_190_100, 50), {"name": "a"}),
        (vn2000_square(600_100, 1_190_100, 50), {"name": "b"}),
    ]
    publish("plots", rows, public=False)
    layers.grant_read("plots", to="user:7", row_filter={"name": ["a"]}, by=WRITER, now=clock.now())
    view = "&CRS=EPSG:9210&BBOX=600000,1190000,600200,1190200&WIDTH=400&HEIGHT=400&LAYERS=plots&QUERY_LAYERS=plots"
    info = f"{WMS}&REQUEST=GetFeatureInfo{view}&INFO_FORMAT=application/json&FEATURE_COUNT=10&I=250&J=150"
    assert [f["properties"] for f in json.loads(ask(info, clerk).body)["features"]] == [{"name": "a"}]
    assert len(json.loads(ask(info, WRITER).body)["features"]) == 2
    assert ask(info).status == 404 and b"FeatureCollection" not in ask(info).body


def test_a_legend_has_a_row_for_every_class(publish: Publish, ask: Ask) -> None:
    colours = ["match", ["get", "name"], "a", "#ff0000", "b", "#0000ff", "#00ff00"]
    style = {"layers": [{"id": "fill", "type": "fill", "paint": {"fill-color": colours}}]}
    publish("plots", [(box(106.70, 10.78, 106.71, 10.79), {"name": "a"})], style=style)
    answer = ask(f"{WMS}&REQUEST=GetLegendGraphic&LAYER=plots&FORMAT=image/png&SLD_VERSION=1.1.0")
    picture = np.asarray(Image.open(io.BytesIO(answer.body)).convert("RGB"))
    assert picture.shape == (66, 320, 3)
    assert [picture[row, 23].tolist() for row in (11, 33, 55)] == [[255, 0, 0], [0, 0, 255], [0, 255, 0]]
    assert b"LegendURL" in ask(f"{WMS}&REQUEST=GetCapabilities").body
