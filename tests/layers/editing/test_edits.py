"""What people send is stored as they meant it, or refused with all its faults."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely
from django.db import connection
from shapely.geometry import Polygon, box, shape

from geo_server.core.models import AuditEntry
from layers import api as layers
from layers.errors import ItemChanged, RejectedItem, UnknownItem
from layers.events import FeaturesChanged, features_changed
from tests.factories.collections import WRITER

from .conftest import PLANNER, SQUARE, as_lists, edit, feature, grant, stored


def faults(caught: pytest.ExceptionInfo[RejectedItem]) -> set[str]:
    return {fault.where for fault in caught.value.faults}


def test_a_new_parcel_gets_an_id_and_the_type_of_the_collection(parcels: int, now: datetime) -> None:
    grant(now)
    fid = layers.create_item(edit(now), feature=feature(number="2", levels=3) | {"id": parcels})
    assert fid != parcels
    [made] = stored(fids=(fid,))
    assert made["geometry"]["type"] == "MultiPolygon" and shape(made["geometry"]).equals(SQUARE)
    assert made["properties"] == {"number": "2", "state": None, "levels": 3, "surveyed": None}


def test_a_parcel_without_a_place_is_allowed(parcels: int, now: datetime) -> None:
    grant(now)
    fid = layers.create_item(edit(now), feature=feature(None, number="2"))
    assert stored(fids=(fid,))[0]["geometry"] is None


def test_all_faults_are_told_together(parcels: int, now: datetime) -> None:
    grant(now)
    open_ring = {"type": "Polygon", "coordinates": [[[106, 10], [107, 10], [107, 11], [106, 11]]]}
    sent = {"state": "sold", "levels": "3", "surveyed": "yesterday", "colour": "red"}
    with pytest.raises(RejectedItem) as caught:
        layers.create_item(edit(now), feature={"type": "Feature", "geometry": open_ring, "properties": sent})
    assert faults(caught) == {
        "/geometry/coordinates/0", "/properties/state", "/properties/levels", "/properties/surveyed",
        "/properties/colour", "/properties/number",
    }  # fmt: skip
    assert len(stored()) == 1


BOW_TIE = Polygon([(106, 10), (107, 11), (107, 10), (106, 11)])


@pytest.mark.parametrize(
    ("geometry", "crs", "where"),
    [
        (as_lists(BOW_TIE.__geo_interface__), "OGC:CRS84", "/geometry"),
        ({"type": "Point", "coordinates": [106, 10]}, "OGC:CRS84", "/geometry"),
        ({"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [1, 1]]]}, "OGC:CRS84", "/geometry/coordinates/0"),
        ({"type": "Polygon", "coordinates": "here"}, "OGC:CRS84", "/geometry/coordinates"),
        ({"type": "Circle"}, "OGC:CRS84", "/geometry/type"),
        (as_lists(box(600000, 1190000, 600100, 1190100).__geo_interface__), "OGC:CRS84", "/geometry/coordinates"),
        (as_lists(SQUARE.__geo_interface__), "EPSG:9210", "/geometry/coordinates"),
    ],
    ids=["crosses itself", "another type", "too few", "no list", "unknown type", "metres", "degrees"],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused_where_it_is_wrong(
    parcels: int, now: datetime, geometry: Any, crs: str, where: str
) -> None:
    grant(now)
    with pytest.raises(RejectedItem) as caught:
        layers.create_item(edit(now, crs=crs), feature=feature(number="2") | {"geometry": geometry})
    assert faults(caught) == {where}


def test_heights_are_dropped(parcels: int, now: datetime) -> None:
    grant(now)
    high = [[[*position, 12.5] for position in SQUARE.exterior.coords]]
    sent = feature(number="2") | {"geometry": {"type": "Polygon", "coordinates": high}}
    [made] = stored(fids=(layers.create_item(edit(now), feature=sent),))
    assert shape(made["geometry"]).equals(SQUARE) and not shape(made["geometry"]).has_z


@pytest.mark.parametrize("crs", ["EPSG:9210", "EPSG:4326", "EPSG:4756", "EPSG:3405", "EPSG:3857"])
def test_what_is_read_in_a_crs_is_stored_when_it_is_sent_in_it(parcels: int, now: datetime, crs: str) -> None:
    grant(now)
    [read] = stored(crs=crs)
    sent = feature(number="2") | {"geometry": read["geometry"]}
    fid = layers.create_item(edit(now, crs=crs), feature=sent)
    [again] = stored(crs="EPSG:9210", fids=(fid,))
    [first] = stored(crs="EPSG:9210", fids=(parcels,))
    # half a digit of what was sent: 5.5 mm in degrees, 0.5 mm in metres, and as much again when it is written
    assert shapely.hausdorff_distance(shape(again["geometry"]), shape(first["geometry"])) < 0.012
    [back] = stored(crs=crs, fids=(fid,))
    assert back["geometry"] == read["geometry"]


def test_the_key_of_another_parcel_is_refused(parcels: int, now: datetime) -> None:
    grant(now)
    with pytest.raises(RejectedItem) as caught:
        layers.create_item(edit(now), feature=feature(number="1"))
    assert faults(caught) == {"/properties/number"}


def test_a_replaced_parcel_keeps_its_id_and_what_the_planner_does_not_see(parcels: int, now: datetime) -> None:
    grant(now)
    layers.replace_item(edit(now), fid=parcels, feature=feature(number="1", levels=5) | {"id": 99})
    [found] = stored(WRITER)
    assert found["id"] == parcels
    assert found["properties"] == {
        "number": "1", "state": None, "levels": 5, "surveyed": None, "holder": "Nguyễn Thị Lan",
    }  # fmt: skip


def test_an_update_changes_only_what_it_names(parcels: int, now: datetime) -> None:
    grant(now)
    layers.update_item(edit(now), fid=parcels, patch={"properties": {"levels": 7, "state": None}})
    [found] = stored()
    assert found["properties"] == {"number": "1", "state": None, "levels": 7, "surveyed": "2024-05-01"}
    assert shape(found["geometry"]).equals(SQUARE)


def test_the_same_place_sent_back_does_not_wear_it_down(parcels: int, now: datetime) -> None:
    fine = box(106.70000001, 10.77000001, 106.70100001, 10.77100001)  # finer than the seven decimals that are written
    fid = layers.create_item(edit(now, WRITER), feature=feature(fine, number="2"))
    for crs in ("OGC:CRS84", "EPSG:9210", "EPSG:4326"):
        [read] = stored(crs=crs, fids=(fid,))
        sent = {"type": "Feature", "geometry": read["geometry"], "properties": read["properties"] | {"levels": 9}}
        layers.replace_item(edit(now, WRITER, crs=crs), fid=fid, feature=sent)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_AsBinary(geom) FROM feature.parcels WHERE fid = %s", [fid])
        kept = shapely.get_parts(shapely.from_wkb(bytes(cursor.fetchone()[0])))[0]
    assert shapely.equals_exact(kept, fine, tolerance=1e-12)


def test_an_edit_that_changes_nothing_leaves_no_version(parcels: int, now: datetime) -> None:
    grant(now)
    [read] = stored()
    layers.replace_item(edit(now + timedelta(hours=1)), fid=parcels, feature=read)
    assert len(layers.history(WRITER, collection_id="parcels", fid=parcels)) == 1
    assert not AuditEntry.objects.filter(act="edit_features").exists()


def test_every_change_is_a_version_with_who_and_why(parcels: int, now: datetime) -> None:
    grant(now)
    later = now + timedelta(hours=1)
    layers.update_item(edit(later), fid=parcels, patch={"properties": {"levels": 3}})
    layers.delete_item(edit(later), fid=parcels)
    versions = layers.history(WRITER, collection_id="parcels", fid=parcels)
    assert [version.properties["levels"] for version in versions] == [2, 3]
    assert (versions[1].actor, versions[1].reason) == ("user:7", "Đo lại")
    assert stored() == []


@pytest.mark.parametrize("act", [layers.replace_item, layers.update_item, layers.delete_item])
def test_a_missing_parcel_is_unknown_and_not_made(parcels: int, now: datetime, act: Any) -> None:
    grant(now)
    bodies: dict[Any, Any] = {layers.replace_item: {"feature": feature(number="2")}, layers.update_item: {"patch": {}}}
    with pytest.raises(UnknownItem):
        act(edit(now), fid=parcels + 1, **bodies.get(act, {}))
    assert len(stored()) == 1


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:9210"])
def test_nobody_overwrites_what_he_has_not_seen(parcels: int, now: datetime, crs: str) -> None:
    grant(now)
    before = layers.get_item(PLANNER, collection_id="parcels", fid=parcels, crs=crs)
    seen = layers.version_of(before.feature, crs=crs)
    layers.update_item(edit(now, based_on=[seen]), fid=parcels, patch={"properties": {"levels": 3}})
    late: list[tuple[Any, Any]] = [
        (layers.update_item, {"patch": {"properties": {"levels": 4}}}),
        (layers.replace_item, {"feature": feature(number="1")}),
        (layers.delete_item, {}),
    ]
    for act, body in late:
        with pytest.raises(ItemChanged):
            act(edit(now, based_on=[seen]), fid=parcels, **body)
    assert stored()[0]["properties"]["levels"] == 3


def test_a_column_that_is_hidden_from_him_does_not_spoil_his_version(parcels: int, now: datetime) -> None:
    grant(now)
    seen = layers.version_of(layers.get_item(PLANNER, collection_id="parcels", fid=parcels).feature, crs=layers.CRS84)
    layers.update_item(edit(now, WRITER), fid=parcels, patch={"properties": {"holder": "Trần Văn Bình"}})
    layers.update_item(edit(now, based_on=[seen]), fid=parcels, patch={"properties": {"levels": 3}})
    assert stored(WRITER)[0]["properties"]["holder"] == "Trần Văn Bình"


def test_a_session_of_edits_is_one_entry_of_the_audit(parcels: int, now: datetime) -> None:
    grant(now)
    for second in (0, 20, 45):
        sent = feature(number=f"n{second}")
        layers.create_item(edit(now + timedelta(seconds=second)), feature=sent)
    layers.delete_item(edit(now + timedelta(seconds=50)), fid=parcels)
    layers.create_item(edit(now + timedelta(minutes=5)), feature=feature(number="later"))
    entries = AuditEntry.objects.filter(act="edit_features", object="parcels").order_by("at")
    assert [(e.subject, e.detail.get("created"), e.detail.get("deleted")) for e in entries] == [
        ("user:7", 3, 1),
        ("user:7", 1, None),
    ]


def test_an_edit_is_announced_with_its_place(
    parcels: int, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    grant(now)
    heard: list[FeaturesChanged] = []

    def listen(event: FeaturesChanged) -> None:
        heard.append(event)

    features_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        layers.create_item(edit(now), feature=feature(number="2"))
    assert [(event.collection, event.count) for event in heard] == [("parcels", 1)]
    assert heard[0].bbox == pytest.approx(SQUARE.bounds)


def test_a_body_that_looks_like_sql_is_a_value(parcels: int, now: datetime) -> None:
    grant(now)
    hostile = "'; DROP TABLE feature.parcels; --"
    fid = layers.create_item(edit(now), feature=feature(number=hostile))
    assert stored(fids=(fid,))[0]["properties"]["number"] == hostile
    with pytest.raises(RejectedItem):
        layers.create_item(
            edit(now), feature=feature(SQUARE, **{"number": "3", 'x"; DROP TABLE feature.parcels; --': 1})
        )
    assert json.dumps(stored()[0])
