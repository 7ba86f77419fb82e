"""GeoJSON that people bring: taken, or refused with every fault."""

import json
from typing import Any

import pytest
from shapely import box
from shapely.geometry import mapping

from change_detection.labels.feature_collections import read_features
from change_detection.labels.shapes import Truth
from change_detection.quality.errors import UnreadableLabels

GROUND = box(106.6, 10.8, 106.7, 10.9)
_BOW_CORNERS = [[106.65, 10.85], [106.66, 10.86], [106.66, 10.85], [106.65, 10.86], [106.65, 10.85]]
BOW = {"type": "Polygon", "coordinates": [_BOW_CORNERS]}
HOUSE = mapping(box(106.65, 10.85, 106.6501, 10.8501))


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def read(document: Any, kind: str = "change") -> list[Any]:
    return read_features(document if isinstance(document, str) else json.dumps(document), kind=kind, within=GROUND)


def test_a_geometry_a_feature_and_a_collection_are_taken():
    assert [one.kind for one in read(HOUSE)] == [Truth.CHANGE]
    assert read(feature(HOUSE, kind="building", note="Nhà cấp 4"))[0].note == "Nhà cấp 4"
    both = {"type": "FeatureCollection", "features": [feature(HOUSE), feature(HOUSE, kind="no_change")]}
    assert [one.kind for one in read(both)] == [Truth.CHANGE, Truth.NO_CHANGE]
    many = {"type": "MultiPolygon", "coordinates": [HOUSE["coordinates"], HOUSE["coordinates"]]}
    assert len(read(many)) == 2


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ({"type": "FeatureCollection", "features": []}, "no shape"),
        ({"type": "FeatureCollection", "features": 7}, "at most"),
        ({"type": "Point", "coordinates": [106.65, 10.85]}, "not Point"),
        (feature(None), "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[1]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": []}, "degrees"),
        (mapping(box(585_000, 1_190_000, 585_010, 1_190_010)), "degrees"),
        (mapping(box(105.0, 10.0, 105.1, 10.1)), "outside"),
        (
            BOW,
            "crosses itself",
        ),
        (feature(HOUSE, kind="ruin"), "'ruin'"),
        ("7", "no feature"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 2], [3, 1], [NaN, 1]]]}', "cannot be read"),
    ],
    ids=[
        "broken",
        "deep",
        "empty",
        "number",
        "point",
        "none",
        "short",
        "ringless",
        "metres",
        "outside",
        "bow",
        "kind",
        "seven",
        "nan",
    ],
)
def test_what_cannot_be_taken_is_told(document: Any, named: str):
    with pytest.raises(UnreadableLabels) as refused:
        read(document)
    assert named in refused.value.faults[0].en


def test_all_faults_are_told_with_their_number():
    document = {"type": "FeatureCollection", "features": [feature(HOUSE), feature(None), feature(HOUSE, kind="x")]}
    with pytest.raises(UnreadableLabels) as refused:
        read(document)
    assert [fault.where for fault in refused.value.faults] == ["2. geometry", "3. kind"]
