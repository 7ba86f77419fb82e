"""The commands parse, call the api and print."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import UnknownCollection
from ocm.models import CompetenceRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Two cameras in the west ward, one of them a scrape error, and one beyond the city."""
    rows = [("T1", "success", 106.65), ("", "error", 106.65), ("T3", "success", 109.0)]
    features = [
        {
            "type": "Feature",
            "properties": {"id": str(number), "code": code, "name": code, "ptz": "True", "status": status},
            "geometry": {"type": "Point", "coordinates": [x, 10.86]},
        }
        for number, (code, status, x) in enumerate(rows)
    ]
    path = tmp_path / "register.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def run(*args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_register_is_imported_and_what_is_left_out_is_named(city, register):
    out, err = run("import_cameras", str(register))
    assert out == "Thêm 1, sửa 0, giữ nguyên 0; bỏ qua 2.\n"
    assert [line.split(":")[0] for line in err.splitlines()] == ["id 1", "id 2"]
    assert layers.count_items(ANONYMOUS, collection_id="cameras") == 1


def test_a_dry_run_writes_nothing(city, register):
    out, _ = run("import_cameras", str(register), "--dry-run", "--json")
    assert json.loads(out)["written"]["added"] == 1
    with pytest.raises(UnknownCollection):
        layers.count_items(ANONYMOUS, collection_id="cameras")


def test_a_file_that_is_none_gets_its_sentence(city, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.geojson"):
        run("import_cameras", str(tmp_path / "nowhere.geojson"))


def test_the_rules_of_the_city_are_loaded():
    assert run("load_rules")[0] == "7 phiên bản quy tắc được thêm hoặc sửa.\n"
    assert run("load_rules")[0] == "0 phiên bản quy tắc được thêm hoặc sửa.\n"


def test_a_wrong_rule_file_names_the_rule(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text("competence: [{code: ward, priority: 1}]", encoding="utf-8")
    with pytest.raises(CommandError, match="ward"):
        run("load_rules", "--file", str(path))
    assert not CompetenceRule.objects.exists()
