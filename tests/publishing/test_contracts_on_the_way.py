"""Contracts on the way from a file to a collection: offered, chosen, remembered; tables placed by unit; once only."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box

from geo_server.core.subject import Subject
from layers import api as layers
from layers.errors import RejectedItem
from publishing import api as publishing
from publishing.contracts import CONTRACT
from publishing.errors import OpenQuestions
from publishing.models import Submission

pytestmark = pytest.mark.django_db
PIPES = ["LINESTRING (106.7 10.7, 106.71 10.7)", "LINESTRING (106.71 10.7, 106.72 10.7)"]


def table(path: Path, columns: dict[str, list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def pipes(folder: Path, **columns: list[Any]) -> Path:
    plain: dict[str, list[Any]] = {
        "WKT": PIPES,
        "MA_ONG": ["O-1", "O-2"],
        "VatLieu": ["Nhựa PVC", "Gang dẻo"],
        "DK": [100, 150],
    }
    return table(folder / "ong_cap_nuoc.csv", plain | columns)


def publish(path: Path, by: Subject, now: datetime, **how: Any) -> publishing.PublishReport:
    how = {"crs": "EPSG:4326", "collection_id": "pipes"} | how
    return publishing.publish_file(path, by=by, now=now, **how)


def items(collection_id: str, by: Subject) -> list[dict[str, Any]]:
    found = layers.find_rows(by, collection_id=collection_id, query=layers.ItemsQuery(), form="text")
    return [json.loads(row[3]) for row in found.rows]


def test_rows_follow_the_contract_that_was_named(tmp_path: Path, administrator: Subject, now: datetime) -> None:
    publish(pipes(tmp_path), administrator, now, contract="water_links")
    spec = layers.describe(administrator, collection_id="pipes")
    assert (spec.contract, spec.topology, spec.theme) == ("water_links", "link", "network/water")
    found = {row["code"]: (row["material"], row["diameter_mm"]) for row in items("pipes", administrator)}
    assert found == {"O-1": ("pvc", 100.0), "O-2": ("ductile_iron", 150.0)}


def test_a_contract_is_offered_and_its_choice_is_followed(
    tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    publish(pipes(tmp_path), administrator, now, draft=True)
    [question] = [p for p in Submission.objects.get().proposals if p["id"] == CONTRACT]
    assert question["choices"][0]["value"] == "water_links"
    assert layers.list_collections(administrator) == []
    publish(pipes(tmp_path), administrator, now, decisions={CONTRACT: "water_links"})
    assert layers.describe(administrator, collection_id="pipes").contract == "water_links"


def test_one_call_takes_the_columns_as_they_are_unless_told(
    tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    publish(pipes(tmp_path), administrator, now)
    spec = layers.describe(administrator, collection_id="pipes")
    assert spec.contract == ""
    assert {"ma_ong", "vatlieu", "dk"} <= {field.name for field in spec.fields}


def test_a_collection_keeps_its_contract_for_the_next_file(
    tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    publish(pipes(tmp_path), administrator, now, contract="water_links")
    publish(pipes(tmp_path, DK=[200, 250]), administrator, now)
    assert sorted(row["diameter_mm"] for row in items("pipes", administrator)) == [200.0, 250.0]


def test_numbers_are_not_multiplied_on_a_guess(tmp_path: Path, administrator: Subject, now: datetime) -> None:
    inches = pipes(tmp_path, DK=[6, 8])
    with pytest.raises(OpenQuestions, match="unit:DK"):
        publish(inches, administrator, now, contract="water_links")
    publish(inches, administrator, now, contract="water_links", decisions={"unit:DK": "25.4"})
    assert sorted(row["diameter_mm"] for row in items("pipes", administrator)) == pytest.approx([152.4, 203.2])


def test_a_single_edit_meets_the_rules_of_the_contract(tmp_path: Path, administrator: Subject, now: datetime) -> None:
    publish(pipes(tmp_path), administrator, now, contract="water_links")
    edit = layers.Edit(subject=administrator, collection_id="pipes", reason="test", now=now)
    page = layers.find_rows(administrator, collection_id="pipes", query=layers.ItemsQuery(limit=1), form="text")
    with pytest.raises(RejectedItem, match="more than 10000"):
        layers.update_item(edit, fid=page.rows[0][0], patch={"properties": {"diameter_mm": 99999}})


def test_a_table_is_placed_by_the_unit_that_its_rows_name(
    tmp_path: Path, administrator: Subject, now: datetime
) -> None:
    units = [
        (layers.AreaUnit(code, name, name, "ward", date(2020, 1, 1)), box(west, 10.7, west + 0.01, 10.71))
        for code, name, west in (("26740", "Phường Bến Nghé", 106.7), ("26743", "Phường Bến Thành", 106.71))
    ]
    layers.define_areas(units, by=administrator, now=now)
    path = table(tmp_path / "dan_so.csv", {"phuong": ["Bến Nghé", "P. Bến Thành"], "so_dan": [1200, 3400]})
    publishing.publish_file(path, collection_id="people", by=administrator, now=now)
    found = layers.get_collection(administrator, collection_id="people")
    assert found.extent is not None
    west, _, east, _ = found.extent
    assert 106.7 < west < 106.71 < east < 106.72


def test_who_hands_in_what_is_there_already_is_told(tmp_path: Path, administrator: Subject, now: datetime) -> None:
    publish(pipes(tmp_path), administrator, now)
    publish(pipes(tmp_path, MA_ONG=["X-1", "X-2"]), administrator, now, collection_id="pipes_again", draft=True)
    held = Submission.objects.get(collection="pipes_again").known_elsewhere
    assert [(one["collection"], one["share"]) for one in held] == [("pipes", 1.0)]
