"""`./diaban publish`, `rollback` and `retire`: parse, call the door, print."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geo_server.core.subject import system
from geo_server.site.commands import publish, retire, rollback
from layers import api as layers
from layers.errors import RejectedFeatures
from publishing.errors import OpenQuestions
from tests.factories.submissions import write_pipes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test is inside a server already."""
    for module in (publish, retire, rollback):
        monkeypatch.setattr(module, "load_runtime", lambda: None)
        monkeypatch.setattr(module, "enter", lambda runtime: None)


def call(module: ModuleType, *words: object) -> Result:
    return CliRunner().invoke(module.command, [str(word) for word in words])


def answer(result: Result) -> Any:
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.output.strip().splitlines()[-1])


def diameters() -> list[int]:
    page = layers.find_items(system("test"), collection_id="pipes", query=layers.ItemsQuery())
    return [f["properties"]["diameter_mm"] for f in json.loads(b"[" + page.features + b"]")]


def test_a_file_is_published_listed_rolled_back_and_retired(tmp_path: Path) -> None:
    path = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200})
    first = answer(call(publish, path, "--key", "code", "--title", "Ống nước", "--json"))
    assert (first["state"], first["added"]) == ("published", 1)
    write_pipes(path, {"P-1": 300})
    said = call(publish, path, "--key", "code").output
    assert "Đã công bố: Ống nước (pipes)" in said
    assert diameters() == [300]
    assert len(call(publish, "--list").output.splitlines()) == 2
    back = answer(call(rollback, "pipes", "--to", first["revision"], "--reason", "sai", "--json"))
    assert (back["changed"], diameters()) == (1, [200])
    assert call(retire, "pipes", "--reason", "hết dùng").exit_code == 0
    assert layers.list_collections(system("test")) == []


def test_it_stops_at_the_draft_or_at_a_moment(tmp_path: Path) -> None:
    path = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200})
    assert answer(call(publish, path, "--draft", "--json"))["state"] == "drafted"
    assert answer(call(publish, path, "--at", "2099-12-01T00:00", "--json"))["state"] == "scheduled"
    assert layers.list_collections(system("test")) == []


def test_a_rehearsal_says_all_and_stores_nothing(tmp_path: Path) -> None:
    path = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200})
    tried = answer(call(publish, path, "--dry-run", "--json"))
    assert (tried["dry_run"], tried["added"], tried["state"]) == (True, 1, "withdrawn")
    assert layers.list_collections(system("test")) == []


def test_rejected_rows_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    path = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200, "P-2": -5})
    out = tmp_path / "rejects.geojson"
    result = call(publish, path, "--contract", "water_links", "--rows-out", out)
    assert isinstance(result.exception, RejectedFeatures)
    rows = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert rows
    assert all(row["properties"]["reason_vi"] for row in rows)


def test_what_is_not_sure_is_asked_and_can_be_decided(tmp_path: Path) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("name,x,y\n" + "\n".join(f"w{n},{600000 + n},{1190000 + n}" for n in range(20)), encoding="utf-8")
    stopped = call(publish, path, "--json")
    assert isinstance(stopped.exception, OpenQuestions)
    assert [fault.where for fault in stopped.exception.faults] == ["crs"]
    assert answer(call(publish, path, "--decide", "crs=EPSG:9210", "--json"))["added"] == 20


def test_a_call_that_cannot_be_meant_is_a_usage_error(tmp_path: Path) -> None:
    path = write_pipes(tmp_path / "pipes.geojson", {"P-1": 200})
    assert call(publish).exit_code == 2
    assert call(publish, path, "--list").exit_code == 2
    assert call(publish, path, "--decide", "crs").exit_code == 2
    assert call(rollback, "pipes", "--to", "yesterday", "--reason", "x").exit_code == 2
