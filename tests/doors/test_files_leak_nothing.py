"""Every format of features, through every door that hands it out, under every kind of grant: only what items show.

A file is searched whole, so that a title of a hidden field in its metadata would be found as well.
"""

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo_server.core.models import Job
from geo_server.core.subject import ANONYMOUS
from geo_server.ogc.downloads import preparing, store
from geo_server.ogc.encoders.registry import ENCODERS
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

FORMATS = sorted(ENCODERS)
DISTRICT = shapely.box(106.0, 10.0, 107.0, 11.0)
GRANTS: dict[str, dict[str, Any]] = {
    "rows": {"row_filter": {"kind": ["market"]}},
    "columns": {"columns": ["name", "kind"]},
    "area": {"area": DISTRICT},
    "rows and columns": {"row_filter": {"kind": ["market"]}, "columns": ["name", "kind"]},
}
SHOWN = {"rows": {1, 3}, "columns": {1, 2, 3}, "area": {1, 2}, "rows and columns": {1, 3}}
DOORS = {
    "page": "items?f={f}",
    "page in metres": "items?f={f}&crs=http://www.opengis.net/def/crs/EPSG/0/9210&sortby=-name",
    "another day": "items?f={f}&datetime=2026-07-02",
    "download": "download?f={f}",
    "filtered download": "download?f={f}&bbox=100,5,110,15",
}


@pytest.fixture(autouse=True)
def stored_here(settings: Any, tmp_path: Any) -> None:
    """A storage of its own for every test."""
    settings.STORAGE_URL = tmp_path.as_uri()


@pytest.fixture
def depots(db: None) -> None:
    """Three depots; name, kind and code say which row and column they belong to."""
    code = layers.Field("code", "string", "Mật khẩu cổng", "Gate code")
    layers.define_collection(spec("depots", public=False, fields=(*spec("x").fields, code)), by=CLERK, now=NOW)
    features = [
        layers.Feature(shapely.Point(106.5, 10.5), {"name": "KHO-MOT", "kind": "market", "code": "MA-MOT"}),
        layers.Feature(shapely.Point(106.6, 10.6), {"name": "KHO-HAI", "kind": "museum", "code": "MA-HAI"}),
        layers.Feature(shapely.Point(108.5, 12.5), {"name": "KHO-BA", "kind": "market", "code": "MA-BA"}),
    ]
    layers.write_features("depots", features, mode="append", key=None, by=CLERK, reason="test", now=NOW)


def text_of(name: str, answer: Any) -> str:
    """All that a reader of the file can find in it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if name == "parquet":
        file = pq.ParquetFile(pa.BufferReader(content))
        return f"{file.read().to_pylist()} {file.schema_arrow} {file.metadata.metadata}"
    return str(content.decode("utf-8", errors="replace"))


@pytest.mark.parametrize("kind", GRANTS)
@pytest.mark.parametrize("way", DOORS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_file_holds_what_the_grant_shows(depots: None, door: Door, name: str, way: str, kind: str) -> None:
    layers.grant_read("depots", to="public", by=CLERK, now=NOW, **GRANTS[kind])
    answer = door.get("/collections/depots/" + DOORS[way].format(f=name))
    assert answer.status_code == 200
    text, row_names = text_of(name, answer), {1: "KHO-MOT", 2: "KHO-HAI", 3: "KHO-BA"}
    assert {fid for fid, row in row_names.items() if row in text} == SHOWN[kind]
    assert ("MA-" in text or "Mật khẩu" in text or "Gate code" in text) == ("columns" not in kind)
    if "OGC-NumberMatched" in answer:
        assert int(answer["OGC-NumberMatched"]) == len(SHOWN[kind])


@pytest.mark.parametrize("kind", GRANTS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_hidden_feature_is_unknown_in_every_format(depots: None, door: Door, name: str, kind: str) -> None:
    layers.grant_read("depots", to="public", by=CLERK, now=NOW, **GRANTS[kind])
    found = {fid for fid in (1, 2, 3) if door.get(f"/collections/depots/items/{fid}?f={name}").status_code == 200}
    assert found == SHOWN[kind]


@pytest.mark.parametrize("name", store.PREPARED)
def test_a_file_prepared_for_all_is_gone_when_the_grant_is(depots: None, door: Door, name: str) -> None:
    grant = layers.grant_read("depots", to="public", by=CLERK, now=NOW)
    prepare()
    assert "KHO-HAI" in text_of(name, door.get(f"/collections/depots/download?f={name}"))
    layers.revoke(grant, by=CLERK, now=NOW)
    assert door.get(f"/collections/depots/download?f={name}").status_code == 404
    layers.grant_read("depots", to="public", by=CLERK, now=NOW, row_filter={"kind": ["market"]})
    assert "KHO-HAI" not in text_of(name, door.get(f"/collections/depots/download?f={name}"))


def test_no_file_is_prepared_of_what_the_public_sees_in_part(depots: None) -> None:
    layers.grant_read("depots", to="public", by=CLERK, now=NOW, row_filter={"kind": ["market"]})
    assert prepare() == {}
    assert layers.whole_view(ANONYMOUS, collection_id="depots") is None


def prepare() -> dict[str, int]:
    """What the night does."""
    job = Job.objects.create(kind=preparing.KIND, args={"collection": "depots"}, created_by="test", created_at=NOW)
    return preparing.prepare_files(job)
