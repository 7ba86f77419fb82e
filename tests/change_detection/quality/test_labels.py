"""Labels that inspectors draw: stored with their author, withdrawn, exported; and what others may know of them."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pycocotools.coco import COCO
from shapely.geometry import mapping

from change_detection import api
from change_detection.errors import UnknownLabel, UnknownRun, UnreadableLabels
from change_detection.models import Label, Run
from change_detection.selectors.labelled_ground import labelled_pairs
from change_detection.services.labelled_tiles import store_training_tiles
from geo_server.core import clock
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from layers.errors import NotAllowed
from tests.change_detection.quality.conftest import INSPECTOR, OFFICE, SPOTS, signed_in
from tests.factories.judged_place import Spot, polygon_of

Place = tuple[Run, list[str]]
HOUSE = json.dumps(mapping(polygon_of(Spot(450, 100, side=30))))


def add(run: Run, text: str = HOUSE, *, kind: str = "building", by: Subject = INSPECTOR) -> int:
    return api.add_labels(run.pk, text=text, kind=kind, note="Nhà hai tầng", by=by, now=clock.now())


def test_a_label_keeps_who_drew_it_and_when(place: Place):
    run, _ = place
    assert add(run) == 1
    [label] = api.list_labels(INSPECTOR, run_id=run.pk)
    assert (label.kind, label.note, label.by_name, label.withdrawn_at) == (
        "building",
        "Nhà hai tầng",
        "Trần Thị Hoa",
        None,
    )


def test_the_same_shape_is_not_stored_twice_but_may_come_again_after_it_was_withdrawn(place: Place):
    run, _ = place
    assert (add(run), add(run), add(run, kind="change")) == (1, 0, 1)
    [first, _] = api.list_labels(INSPECTOR, run_id=run.pk)
    api.withdraw_label(first.id, by=INSPECTOR, now=clock.now())
    assert add(run) == 1
    held = [label.withdrawn_by_name for label in api.list_labels(INSPECTOR, run_id=run.pk)]
    assert held == ["Trần Thị Hoa", "", ""]  # the history keeps the first one


def test_a_withdrawn_label_teaches_nothing(place: Place):
    run, _ = place
    add(run)
    [label] = api.list_labels(INSPECTOR, run_id=run.pk)
    assert label.id in {feature["id"] for feature in api.labels_as_geojson(INSPECTOR)["features"]}
    api.withdraw_label(label.id, by=INSPECTOR, now=clock.now())
    assert label.id not in {feature["id"] for feature in api.labels_as_geojson(INSPECTOR)["features"]}


def test_nothing_is_stored_when_one_shape_does_not_hold(place: Place):
    run, _ = place
    pair = {"type": "FeatureCollection", "features": [json.loads(HOUSE), {"type": "Point", "coordinates": [0, 0]}]}
    with pytest.raises(UnreadableLabels):
        add(run, json.dumps(pair))
    assert not Label.objects.exists()


def test_others_neither_see_nor_draw_nor_withdraw(place: Place):
    run, _ = place
    add(run)
    label = Label.objects.get()
    sees_scenes_only = Subject(key="user:8", name="Đỗ Văn Ảnh", organisation="x", roles=frozenset({"planner"}))
    for stranger in (ANONYMOUS, sees_scenes_only):
        with pytest.raises(UnknownRun):
            api.list_labels(stranger, run_id=run.pk)
        with pytest.raises(UnknownRun):
            add(run, by=stranger)
        with pytest.raises(UnknownLabel):
            api.withdraw_label(label.pk, by=stranger, now=clock.now())
        assert api.labels_as_geojson(stranger)["features"] == []


def test_a_reader_of_findings_who_is_no_inspector_sees_labels_and_draws_none(place: Place):
    reader = Subject(key="user:6", name="Ngô Thị Đọc", organisation="x", roles=frozenset({"reader"}))
    layers.grant_read("findings", to="role:reader", by=OFFICE, now=clock.now())
    layers.grant_read(theme="imagery", to="role:reader", by=OFFICE, now=clock.now())
    run, _ = place
    add(run)
    [label] = api.list_labels(reader, run_id=run.pk)
    with pytest.raises(NotAllowed):
        add(run, by=reader)
    with pytest.raises(NotAllowed):
        api.withdraw_label(label.id, by=reader, now=clock.now())


def test_verdicts_and_labels_leave_as_geojson_with_scenes_and_dates(place: Place, inspector: Client):
    run, findings = place
    add(run)
    document = inspector.get(f"/scenes/runs/{run.pk}/labels.geojson").json()
    told = {feature["id"]: feature["properties"] for feature in document["features"]}
    truths = [told[finding]["truth"] for finding in findings[:4]]
    assert truths == ["change", "change", "no_change", None]  # the fourth was dismissed without saying why
    assert findings[4] not in told  # undecided
    assert told[findings[1]]["outcome"] == "lawful"
    assert told[findings[0]]["before_at"] == "2026-02-10T03:30:00+00:00"
    assert {one["source"] for one in told.values()} == {"verdict", "drawn"}


def test_coco_holds_pictures_of_both_dates_and_masks_where_the_roofs_are(place: Place, tmp_path: Path):
    _, findings = place
    assert api.export_coco(INSPECTOR, tmp_path / "coco", now=clock.now()) == 2  # 640 columns are two tiles
    coco = COCO(tmp_path / "coco" / "annotations.json")
    by_label = {one["label"]: one for one in coco.anns.values()}
    assert set(by_label) == set(findings[:3])
    roof = by_label[findings[0]]
    after = coco.imgs[roof["image_id"]]
    picture = cv2.imread(str(tmp_path / "coco" / after["file_name"]))
    assert picture.shape == (after["height"], after["width"], 3)
    before = cv2.imread(str(tmp_path / "coco" / coco.imgs[after["before_image_id"]]["file_name"]))
    inside = coco.annToMask(roof).astype(bool)
    assert np.abs(picture[inside].astype(int) - before[inside]).mean() > 40  # dull ground became a bright roof
    assert int(inside.sum()) == pytest.approx(SPOTS[0].side ** 2, rel=0.1)


def test_training_tiles_hold_what_is_known(place: Place, tmp_path: Path):
    learned, held_out = store_training_tiles(labelled_pairs(INSPECTOR), tmp_path)
    assert learned + held_out == 2
    [west] = [path for path in tmp_path.glob("*/*_00000_00000")]
    target = np.load(west / "target.npy")
    accepted, lawful, unsaid = SPOTS[0], SPOTS[1], SPOTS[3]
    for spot, value in ((accepted, 1), (lawful, 1), (unsaid, 255)):
        middle = target[spot.row + spot.side // 2, spot.col + spot.side // 2, 0]
        assert middle == value
    [east] = [path for path in tmp_path.glob("*/*_00000_00512")]
    false_alarm = SPOTS[2]
    assert np.load(east / "target.npy")[false_alarm.row + 10, false_alarm.col - 512 + 10, 0] == 0


def test_the_page_takes_what_is_drawn_pasted_or_brought(place: Place, inspector: Client):
    run, _ = place
    address = f"/scenes/runs/{run.pk}/labels"
    assert "Chạm vào các góc trên bản đồ" in inspector.get(f"{address}?lang=vi").content.decode()
    assert inspector.post(address, {"kind": "change", "shapes": HOUSE}).status_code == 302
    upload = SimpleUploadedFile("nha.geojson", HOUSE.encode(), content_type="application/geo+json")
    assert inspector.post(address, {"kind": "building", "file": upload}).status_code == 302
    assert {label.kind for label in Label.objects.all()} == {"change", "building"}
    label = Label.objects.first()
    assert label is not None
    inspector.post(f"{address}/{label.pk}/withdraw")
    label.refresh_from_db()
    assert label.withdrawn_by_name != ""


@pytest.mark.parametrize("form", [{}, {"kind": "change", "shapes": "{"}, {"kind": "ruin", "shapes": HOUSE}], ids="123")
def test_the_page_says_what_is_wrong_and_keeps_what_was_given(place: Place, inspector: Client, form: dict[str, Any]):
    run, _ = place
    answer = inspector.post(f"/scenes/runs/{run.pk}/labels?lang=en", form)
    assert answer.status_code == 400
    assert "The labels cannot be taken" in answer.content.decode()


def test_the_page_is_hidden_with_its_run(place: Place):
    run, _ = place
    assert Client().get(f"/scenes/runs/{run.pk}/labels").status_code == 302
    assert Client().get(f"/scenes/runs/{run.pk}/labels.geojson").json()  # a problem, no labels
    assert Client().get(f"/scenes/runs/{run.pk}/labels.geojson").status_code == 404
    assert signed_in("planner").get(f"/scenes/runs/{run.pk}/labels").status_code == 404
