"""Flow C with a register that changed: the traffic cameras of 2017 and of 2025, upserted by key and rolled back."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from geo_server.core.subject import Subject
from publishing import api as publishing

pytestmark = [pytest.mark.django_db, pytest.mark.real]

CENTRE = Subject(key="user:77", name="Trực trung tâm", organisation="operations", roles=frozenset({"operator"}))
IN_2017, IN_2025 = datetime(2017, 6, 1, tzinfo=UTC), datetime(2025, 11, 20, tzinfo=UTC)
LATER = IN_2025 + timedelta(days=1)
SAME = {"camId": "camera_id", "code": "code"}
COLUMNS = {
    "hcmc_traffic_cameras_2017.geojson": SAME | {"displayName": "name", "camType": "kind"},
    "hcmc_traffic_cameras_2025.geojson": SAME | {"name": "name", "cam_type": "kind"},
}
"""Column of the file to field of the contract."""
Register = dict[str, tuple[Any, ...]]


def raw(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def register(path: Path) -> Register:
    """Camera id to code, name, kind and place, by plain Python from the file; of a repeated id the first."""
    found: Register = {}
    for feature in raw(path):
        row = {field: feature["properties"][column] for column, field in COLUMNS[path.name].items()}
        texts = [unicodedata.normalize("NFC", v) if isinstance(v, str) else v for v in row.values()]
        place = [round(number, 7) for number in feature["geometry"]["coordinates"][:2]]
        if texts[0]:
            found.setdefault(texts[0], (*texts[1:], *place))
    return found


def shown(**query: str) -> Register:
    """The same as the planner's door shows it."""
    answer = Client().get("/ogc/collections/traffic_cameras/items", {"f": "json", "limit": "2000", **query})
    assert answer.status_code == 200, answer.content
    return {
        f["properties"]["camera_id"]: (
            *(f["properties"][name] for name in ("code", "name", "kind")),
            *f["geometry"]["coordinates"],
        )
        for f in answer.json()["features"]
    }


def hand_in(path: Path, *, now: datetime, **decisions: str) -> publishing.PublishReport:
    mapping = {column: COLUMNS[path.name].get(column) for column in raw(path)[0]["properties"]}
    return publishing.publish_file(
        path,
        collection_id="traffic_cameras",
        contract="cameras",
        mapping=mapping,
        decisions={"spaces": "keep", **decisions} if decisions else {},
        mode="upsert",
        leave_out_faulty=True,
        by=CENTRE,
        now=now,
    )


def test_the_register_of_2025_meets_that_of_2017_and_the_old_one_can_come_back(
    real_data: Path, tmp_path: Path, settings: Any
) -> None:
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
    folder = real_data / "vector" / "cameras"
    old, new = (register(folder / name) for name in COLUMNS)
    common = old.keys() & new.keys()
    assert len(common) == 161, "as the description of the data says"

    first = hand_in(folder / "hcmc_traffic_cameras_2017.geojson", now=IN_2017)
    assert (first.written.added, first.rows) == (len(old), 282)
    assert shown() == old

    second = hand_in(folder / "hcmc_traffic_cameras_2025.geojson", now=IN_2025, same_key="leave_out")
    changed = sum(old[camera] != new[camera] for camera in common)
    written = second.written
    assert (written.added, written.changed, written.removed) == (len(new.keys() - common), changed, 0)
    assert written.unchanged == len(common) - changed
    assert second.left_out == 24, "20 errors of the scraper and 4 repeated ids"
    assert shown() == old | new
    assert shown(datetime="2020-01-01T00:00:00Z") == old

    publishing.roll_back("traffic_cameras", to=first.written.revision, by=CENTRE, reason="thử lại", now=LATER)
    assert shown() == old
    assert shown(datetime=IN_2025.isoformat().replace("+00:00", "Z")) == old | new
    assert shown(datetime="2020-01-01T00:00:00Z") == old
