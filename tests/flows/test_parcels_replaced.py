"""Flow C with a cadastre of another year: 13,000 parcels are replaced, and tiles where nothing changed stay."""

import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import morecantile
import numpy as np
import pyogrio
import pytest
import shapely
from django.db import connection
from django.test import Client

from geo_server.core.subject import Subject
from publishing import api as publishing
from publishing.services.advance import advance

pytestmark = [pytest.mark.django_db, pytest.mark.real, pytest.mark.slow]

ASSESSOR = Subject(key="user:78", name="Địa chính", organisation="environment", roles=frozenset({"clerk"}))
IN_2013, IN_2014 = datetime(2013, 7, 1, tzinfo=UTC), datetime(2014, 7, 1, tzinfo=UTC)
GRID = morecantile.tms.get("WebMercatorQuad")
ZOOM = 17
KEPT = {"MAP": "map", "LOT": "lot", "ML": "ml"}


def rows(path: Path, layer: str) -> list[tuple[bytes, tuple[Any, ...]]]:
    """Flat WKB and the three columns of every parcel, read by GDAL."""
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=layer, force_2d=True)
    named = dict(zip(meta["fields"], columns, strict=True))
    return list(zip(shapes, zip(*(named[column] for column in KEPT), strict=True), strict=True))


def tile(place: morecantile.Tile) -> Any:
    answer = Client().get(f"/ogc/collections/parcels/tiles/WebMercatorQuad/{place.z}/{place.y}/{place.x}")
    assert answer.status_code in (200, 204), answer.content
    return answer


def hand_in(path: Path, layer: str, *, now: datetime, draft: bool, **decisions: str) -> publishing.PublishReport:
    mapping = {name: KEPT.get(name) for name in pyogrio.read_info(path, layer=layer)["fields"]}
    return publishing.publish_file(
        path,
        layer=layer,
        collection_id="parcels",
        theme="cadastre",
        crs="EPSG:4326",
        mapping=mapping,
        decisions=decisions,
        leave_out_faulty=True,
        draft=draft,
        by=ASSESSOR,
        now=now,
    )


def far_from(changed: shapely.STRtree, all_shapes: Any) -> list[morecantile.Tile]:
    """Tiles with parcels in them that no changed parcel's box touches."""
    found = []
    for shape in all_shapes[:: len(all_shapes) // 400]:
        spot = shape.representative_point()
        place = GRID.tile(spot.x, spot.y, ZOOM)
        bounds = GRID.bounds(place)
        frame = shapely.box(bounds.left, bounds.bottom, bounds.right, bounds.top).buffer(0.0005)
        if not len(changed.query(frame)):
            found.append(place)
    return found[:20]


def publish_draft(submission_id: str) -> float:
    """Submit and publish as the worker does; returns the seconds of the publication."""
    publishing.submit(submission_id, by=ASSESSOR, now=IN_2014)
    publishing.publish(submission_id, by=ASSESSOR, now=IN_2014)
    begun = time.monotonic()
    advance(submission_id, clock=lambda: IN_2014)
    return time.monotonic() - begun


def stored(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}.parcels")
        return int(cursor.fetchone()[0])


@pytest.fixture
def cadastre(real_data: Path, tmp_path: Path, settings: Any) -> Path:
    """The file, whose parcels of 2013 are published."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    settings.VAR_DIR = tmp_path / "var"
    path = real_data / "vector/planning/cambridge_ma/cambridge.gpkg"
    first = hand_in(path, "assessing_parcelsfy2013", now=IN_2013, draft=False)
    assert first.rows == 13_159
    return path


def test_the_parcels_of_2014_take_the_place_of_those_of_2013(cadastre: Path) -> None:
    old, new = rows(cadastre, "assessing_parcelsfy2013"), rows(cadastre, "assessing_parcelsfy2014")
    before = stored("feature")
    begun = time.monotonic()
    draft = hand_in(cadastre, "assessing_parcelsfy2014", now=IN_2014, draft=True)
    drafted_s = time.monotonic() - begun
    same = sum((Counter(old) & Counter(new)).values())
    difference = publishing.get_submission(ASSESSOR, submission_id=draft.submission).difference
    assert difference is not None
    assert difference["unchanged"] == same == 0, "every parcel was drawn anew"
    assert difference["added"] + draft.left_out == len(new) == 13_116
    assert difference["removed"] == before
    published_s = publish_draft(draft.submission)
    print(f"\nread, cleaned, checked, compared in {drafted_s:.1f} s; published in {published_s:.1f} s")
    [done] = publishing.list_publications(ASSESSOR, collection_id="parcels")[:1]
    assert (done.added, done.removed) == (difference["added"], difference["removed"])
    assert (stored("feature"), stored("history")) == (difference["added"], before)


def test_tiles_far_from_the_sheets_that_changed_stay_as_they_are(cadastre: Path, tmp_path: Path) -> None:
    """The parcels of 2013, but for one map sheet that is of 2014."""
    old, new = rows(cadastre, "assessing_parcelsfy2013"), rows(cadastre, "assessing_parcelsfy2014")
    sheet = Counter(values[0] for _, values in old if values[0]).most_common(1)[0][0]
    gone, come = ([row for row in year if row[1][0] == sheet] for year in (old, new))
    mixed = [row for row in old if row[1][0] != sheet] + come
    path = tmp_path / "parcels.gpkg"
    pyogrio.raw.write(
        path,
        layer="assessing_parcels",
        geometry=np.array([wkb for wkb, _ in mixed], dtype=object),
        field_data=[np.array([values[n] for _, values in mixed], dtype=object) for n in range(len(KEPT))],
        fields=list(KEPT),
        geometry_type="Unknown",
        crs="EPSG:4326",
        driver="GPKG",
    )
    touched = shapely.from_wkb([wkb for wkb, _ in (*gone, *come)])
    boxes = shapely.STRtree([shapely.box(*bounds) for bounds in shapely.bounds(touched)])
    quiet = far_from(boxes, shapely.from_wkb([wkb for wkb, _ in old]))
    spot = touched[0].representative_point()
    busy = GRID.tile(spot.x, spot.y, ZOOM)
    tags, busy_tag = [tile(place)["ETag"] for place in quiet], tile(busy)["ETag"]
    draft = hand_in(path, "assessing_parcels", now=IN_2014, draft=True, same_rows="keep")
    assert draft.written.removed <= len(gone)
    assert draft.written.added <= len(come)
    publish_draft(draft.submission)
    assert len(quiet) == 20
    assert [tile(place)["ETag"] for place in quiet] == tags, "nothing changed there"
    assert tile(busy)["ETag"] != busy_tag
