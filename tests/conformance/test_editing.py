"""Part 4 against running servers: real parcels in VN-2000, OWSLib, a planner in QGIS, another process that looks on."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import shapely
from owslib.ogcapi.features import Features
from shapely.geometry import shape

from .client import GEOJSON, Api
from .servers import run, served
from .test_qgis_client import has_qgis, toured
from .test_tiles_follow_edits import within_a_second

pytestmark = [pytest.mark.slow, pytest.mark.conformance]
VN2000 = "http://www.opengis.net/def/crs/EPSG/0/9210"
MILLIMETRE = 0.001
GIVE_TOKEN = """
import django; django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from geo_server.core import clock, tokens
from geo_server.core.subject import system
from layers import api as layers
user, _ = User.objects.get_or_create(username="planner")
by, now = system("test"), clock.now()
layers.grant_write("*", to=f"user:{user.pk}", by=by, now=now)
print(tokens.issue_token(user, name="QGIS", lifetime=timedelta(days=1), now=now, scope=tokens.WRITE))
"""


@dataclass(frozen=True)
class Editor:
    """A program with a token that edits one collection."""

    api: Api
    token: str
    collection: str

    @property
    def items(self) -> str:
        return f"{self.api.landing}/collections/{self.collection}/items"

    def send(self, method: str, fid: object = None, body: Any = None, kind: str = GEOJSON, **headers: str) -> Any:
        address = self.items if fid is None else f"{self.items}/{fid}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        return requests.request(method, address, data=json.dumps(body).encode(), headers=sent, timeout=60)

    def added(self, body: Any, **headers: str) -> str:
        """The id of a feature made of the body."""
        made = self.send("POST", None, body, **headers)
        assert made.status_code == 201, made.text
        return str(made.headers["Location"].rpartition("/items/")[2])


@pytest.fixture
def parcels(city: Api, real_environment: dict[str, str]) -> Editor:
    return Editor(city, token_of(real_environment), "parcels")


@pytest.fixture
def blocks(api: Api, environment: dict[str, str]) -> Editor:
    return Editor(api, token_of(environment), "blocks")


def token_of(environment: dict[str, str]) -> str:
    """A token of somebody who may change everything."""
    return run("-c", GIVE_TOKEN, environment=environment).split()[-1]


@pytest.mark.real
def test_real_parcels_come_back_from_vn2000_to_the_millimetre(parcels: Editor) -> None:
    read = parcels.api.items("parcels", limit=200, crs=VN2000)["features"]
    for feature in read:
        fid = parcels.added(feature, Content_Crs=f"<{VN2000}>")
        again = parcels.api.json(f"{parcels.items}/{fid}", GEOJSON, crs=VN2000)
        sent, stored = shape(feature["geometry"]), shape(again["geometry"])
        assert shapely.get_num_coordinates(stored) == shapely.get_num_coordinates(sent)
        apart = shapely.get_coordinates(stored) - shapely.get_coordinates(sent)
        assert abs(apart).max() <= MILLIMETRE
        assert again["properties"] == feature["properties"]
        replaced = parcels.send("PUT", fid, again, Content_Crs=VN2000)
        assert replaced.status_code == 204
        assert parcels.api.json(f"{parcels.items}/{fid}", GEOJSON, crs=VN2000)["geometry"] == again["geometry"]
        assert parcels.send("DELETE", fid).status_code == 204


@pytest.mark.real
@pytest.mark.skipif(not has_qgis(), reason="needs QGIS with Python (apt: python3-qgis) and ../shared/tools")
def test_a_planner_edits_real_parcels_in_qgis(parcels: Editor, tmp_path: Path) -> None:
    options = ("--collections", "parcels", "--edit", "parcels", "--query-auth", f"token={parcels.token}")
    checks = toured(parcels.api.landing, tmp_path, *options)
    allowed = checks["edit/parcels/options"]["qgis_would_enable"]
    assert allowed == {"add": True, "change": True, "delete": True, "patch": True}
    steps = checks["edit/parcels/as_newer_qgis"]["steps"]
    assert steps["put_content_crs"]["status"] == 204
    assert steps["put_content_crs"]["geometry_moved_deg"] < 1e-8


def test_owslib_adds_replaces_and_deletes(blocks: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("owslib.ogcapi.REQUEST_HEADERS", {})  # it would keep our token for all later clients
    headers = {"Authorization": f"Bearer {blocks.token}", "Content-Type": GEOJSON}
    client = Features(blocks.api.landing, headers=headers)
    assert "blocks" in client.feature_collections()
    one = client.collection_items("blocks", limit=1)["features"][0]
    before = {feature["id"] for feature in blocks.api.all_items("blocks")}
    new = one | {"properties": {"name": "Lô mới"}}
    assert client.collection_item_create("blocks", json.dumps(new))
    [fid] = {feature["id"] for feature in blocks.api.all_items("blocks")} - before
    assert client.collection_item_update("blocks", str(fid), json.dumps(new | {"properties": {"name": "Lô khác"}}))
    assert client.collection_item("blocks", str(fid))["properties"]["name"] == "Lô khác"
    assert client.collection_item_delete("blocks", str(fid))
    assert {feature["id"] for feature in blocks.api.all_items("blocks")} == before


def picture(api: Api, kind: str) -> bytes:
    """The vector or drawn tile of the place of the next test."""
    answer = api.get(f"{api.landing}/collections/blocks/{kind}/WebMercatorQuad/16/30808/52175", "*/*")
    assert answer.status_code in (200, 204)
    return answer.content


def test_another_process_shows_an_edit_at_once(blocks: Editor, environment: dict[str, str], tmp_path: Path) -> None:
    with served(environment | {"DIABAN_VAR": str(tmp_path)}) as landing:
        other = Api(landing)
        before = other.items("blocks")["numberMatched"]
        drawn = {kind: picture(other, kind) for kind in ("tiles", "map/tiles")}
        square = shapely.box(106.6085, 10.703, 106.6095, 10.704)
        sent = {"type": "Feature", "geometry": shapely.geometry.mapping(square), "properties": {"name": "Lô mới"}}
        fid = blocks.added(sent)
        seen = other.items("blocks", bbox="106.6085,10.703,106.6095,10.704")
        assert [str(feature["id"]) for feature in seen["features"]] == [fid]
        assert other.items("blocks")["numberMatched"] == before + 1
        assert all(within_a_second(lambda k=kind: picture(other, k) != drawn[k]) for kind in drawn)  # type: ignore[misc]
        assert blocks.send("DELETE", fid).status_code == 204
        assert other.items("blocks")["numberMatched"] == before
        assert all(within_a_second(lambda k=kind: picture(other, k) == drawn[k]) for kind in drawn)  # type: ignore[misc]
        assert other.get(f"{landing}/collections/blocks/items/{fid}").status_code == 404
