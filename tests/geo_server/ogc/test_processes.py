"""Processes and their jobs."""

from datetime import date

import pytest
import shapely

from geo_server.ogc.processes.registry import PROCESSES
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door

TYPES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"


def test_the_list_and_each_description_name_inputs_and_outputs(db: None, door: Door) -> None:
    listed = door.json("/processes")["processes"]
    assert {"area-at", "dig-check", "echo", "place-card"} <= {entry["id"] for entry in listed}
    assert len(listed) == len(PROCESSES)
    for entry in listed:
        described = door.json(f"/processes/{entry['id']}")
        for value in (*described["inputs"].values(), *described["outputs"].values()):
            assert value["schema"], entry["id"]


def test_unknown_processes_and_jobs_have_the_type_of_the_standard(db: None, door: Door) -> None:
    assert door.json("/processes/nothing", status=404)["type"] == f"{TYPES}/no-such-process"
    assert door.post("/processes/nothing/execution", {}).json()["type"] == f"{TYPES}/no-such-process"
    for path in ("/jobs/nothing", "/jobs/nothing/results"):
        assert door.json(path, status=404)["type"] == f"{TYPES}/no-such-job"


def test_the_echo_returns_every_kind_of_input(db: None, door: Door) -> None:
    inputs = {
        "string": "Tân Định",
        "number": 9210,
        "array": [1, 2.5],
        "object": {"value": {"a": 1}},
        "bbox": {"bbox": [106, 10, 107, 11]},
        "binary": {"value": "QsOgbg==", "encoding": "base64", "mediaType": "text/plain"},
    }
    answer = door.post("/processes/echo/execution", {"inputs": inputs, "response": "document"})
    assert answer.status_code == 200
    assert answer.json() == inputs | {
        "object": {"value": {"a": 1}, "mediaType": "application/json"},
        "binary": {"value": "QsOgbg==", "encoding": "base64", "mediaType": "application/octet-stream"},
    }


def test_one_output_asked_for_comes_bare(db: None, door: Door) -> None:
    body = {"inputs": {"string": "một", "number": 1}, "outputs": {"string": {}}}
    answer = door.post("/processes/echo/execution", body)
    assert (answer.content.decode(), answer["Content-Type"]) == ("một", "text/plain; charset=utf-8")


def test_all_faults_of_the_inputs_are_told_at_once(db: None, door: Door) -> None:
    answer = door.post("/processes/area-at/execution", {"inputs": {"longitude": 200, "day": "soon", "colour": 1}})
    assert answer.status_code == 400
    places = [fault["where"] for fault in answer.json()["faults"]]
    assert sorted(places) == ["$", "$", "$.day", "$.longitude"], "latitude is missing, colour unknown"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{not json", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"inputs": []}', "application/json", 400),
        ('{"inputs": {}, "subscriber": {"successUri": "http://127.0.0.1/"}}', "application/json", 400),
        ('{"inputs": {"string": "\\u0000"}}', "application/json", 400),
        ('{"inputs": {"string": "\\ud800"}}', "application/json", 400),
        ('{"inputs": {"number": NaN}}', "application/json", 400),
        ('{"inputs": {"number": 1e999}}', "application/json", 400),
        ('{"inputs": {"binary": "not base64"}}', "application/json", 400),
        ('{"inputs": {"binary": {"value": 7, "encoding": "base64"}}}', "application/json", 400),
        ('{"inputs": {"object": ' + "[" * 5000 + "]" * 5000 + "}}", "application/json", 400),
        ('{"inputs": {}, "outputs": {"nothing": {}}}', "application/json", 400),
        ('{"inputs": {}, "outputs": {"string": {"format": {"mediaType": "image/png"}}}}', "application/json", 400),
        ('{"invalid-execute-request": {}}', "application/json", 400),
        ('{"inputs": {"pause": 30}}', "application/json", 400),
        ('{"inputs": {}}', "text/plain", 415),
        ('{"inputs": {}}', "application/x-www-form-urlencoded", 415),
    ],
)
def test_bodies_that_are_no_request_are_refused(
    db: None, door: Door, body: str, content_type: str, status: int
) -> None:
    answer = door.client.post("/ogc/processes/echo/execution", body, content_type=content_type)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_surveyed_point_moves_by_the_official_parameters(db: None, door: Door) -> None:
    # EPSG:9210 (600000, 1190000): PROJ with EPSG:6960 gives 106.66612832 E; its default operation 0.80 m further east.
    body = {"inputs": {"points": [[600000, 1190000]], "from": "EPSG:9210", "to": "OGC:CRS84"}}
    [[longitude, latitude]] = door.post("/processes/transform-coordinates/execution", body).json()
    assert longitude == pytest.approx(106.66612832, abs=5e-9)
    back = {"inputs": {"points": [[longitude, latitude]], "from": "OGC:CRS84", "to": "EPSG:9210"}}
    [point] = door.post("/processes/transform-coordinates/execution", back).json()
    assert point == pytest.approx([600000, 1190000], abs=1e-3)


def test_a_job_runs_by_itself_and_keeps_its_results(insider: Door, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = insider.post("/processes/echo/execution", {"inputs": {"string": "later"}}, prefer="respond-async")
    assert answer.status_code == 201
    job = insider.json(answer["Location"].removeprefix("http://testserver/ogc"))
    assert (job["status"], job["progress"], job["processID"]) == ("successful", 100, "echo")
    assert insider.get(f"/jobs/{job['jobID']}/results").content == b"later", "raw is the default of the standard"
    assert insider.get(f"/jobs/{job['jobID']}/results/string").content == b"later"
    assert insider.json(f"/jobs/{job['jobID']}/results/number", status=404)["code"] == "NotFound"
    assert [one["jobID"] for one in insider.json("/jobs")["jobs"]] == [job["jobID"]]


def test_results_before_the_end_and_after_a_dismissal(insider: Door) -> None:
    # Without the commit the job stays queued, as it would without a worker.
    answer = insider.post("/processes/echo/execution", {"inputs": {}}, prefer="respond-async")
    job_id = answer.json()["jobID"]
    assert answer.json()["status"] == "accepted"
    assert insider.json(f"/jobs/{job_id}/results", status=404)["type"] == f"{TYPES}/result-not-ready"
    assert insider.client.delete(f"/ogc/jobs/{job_id}").json()["status"] == "dismissed"
    assert insider.get(f"/jobs/{job_id}/results").status_code == 400


def test_a_job_is_nobody_elses(door: Door, insider: Door) -> None:
    job_id = insider.post("/processes/echo/execution", {"inputs": {}}, prefer="respond-async").json()["jobID"]
    assert door.get(f"/jobs/{job_id}").status_code == 404
    assert door.client.delete(f"/ogc/jobs/{job_id}").status_code == 404
    assert door.json("/jobs")["jobs"] == []


def test_area_at_gives_the_unit_of_that_day(db: None, door: Door) -> None:
    square = shapely.MultiPolygon([shapely.box(106.69, 10.77, 106.71, 10.79)])
    old = layers.AreaUnit(
        code="26740", name_vi="Phường Bến Nghé", name_en="Ben Nghe Ward", kind="ward",
        valid_from=date(2000, 1, 1), valid_to=date(2025, 7, 1), legal_act="old", parent="",
    )  # fmt: skip
    new = layers.AreaUnit(
        code="26740", name_vi="Phường Sài Gòn", name_en="Sai Gon Ward", kind="ward",
        valid_from=date(2025, 7, 1), valid_to=None, legal_act="1685/NQ-UBTVQH15", parent="",
    )  # fmt: skip
    for unit in (old, new):
        layers.define_area(unit, square, by=CLERK, now=NOW)
    inputs = {"longitude": 106.70, "latitude": 10.78}
    [before] = door.post("/processes/area-at/execution", {"inputs": inputs | {"day": "2025-06-30"}}).json()
    [after] = door.post("/processes/area-at/execution", {"inputs": inputs | {"day": "2025-07-01"}}).json()
    assert (before["code"], before["name_vi"]) == ("26740", "Phường Bến Nghé")
    assert (after["code"], after["name_vi"], after["legal_act"]) == ("26740", "Phường Sài Gòn", "1685/NQ-UBTVQH15")
