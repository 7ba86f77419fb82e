"""OGC API Processes 1.0: the requests and assertions of the executable test suite, with the echo process."""

import base64
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
import requests
from jsonschema import Draft202012Validator, FormatChecker

from . import process_schemas as schemas
from .client import OPENAPI, Api, link
from .servers import served

pytestmark = pytest.mark.conformance

CORE = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf"
TYPES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"
REL = "http://www.opengis.net/def/rel/ogc/1.0"
NOBODYS_JOB = "00000000-0000-4000-8000-000000000000"
BINARY = base64.b64encode("Bến Nghé".encode()).decode()

INPUTS: dict[str, Any] = {
    "string": "Tân Định",
    "number": 9210.5,
    "boolean": True,
    "array": [1, 2.5, -3],
    "bbox": {"bbox": [106.6, 10.7, 106.8, 10.9], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
    "object": {"value": {"phường": "Bến Nghé", "dân số": 12}},
    "binary": {"value": BINARY, "encoding": "base64", "mediaType": "application/octet-stream"},
    "mixed": "chữ",
}


def valid(document: Any, schema: dict[str, Any]) -> Any:
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)
    return document


def execute(api: Api, body: Any, process: str = "echo", **headers: str) -> requests.Response:
    """POST an execute request."""
    url = f"{api.landing}/processes/{process}/execution"
    return requests.post(
        url, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()}, timeout=60
    )


def raw(value: Any) -> Any:
    """An input as it comes back."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


class Elsewhere(BaseHTTPRequestHandler):
    """A host with data: a text, a JSON document, bytes, a redirect to where nobody may go."""

    PAGES: ClassVar = {
        "/text": ("text/plain; charset=utf-8", "Tân Định".encode()),
        "/json": ("application/json", b'{"a": [1, 2]}'),
        "/array": ("application/json", b"[1, 2, 3]"),
        "/bytes": ("image/png", b"\x89PNG\x00"),
    }

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.headers['Host'].rpartition(':')[2]}/text")
            self.end_headers()
            return
        kind, body = self.PAGES[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of that host."""
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def trusting_api(environment: dict[str, str], elsewhere: str) -> Iterator[Api]:
    """A server whose office has listed that host."""
    with served(environment | {"DIABAN_OUTSIDE_HOSTS": elsewhere.removeprefix("http://")}) as landing:
        yield Api(landing)


def test_the_landing_page_leads_to_everything(api: Api) -> None:
    landing = api.json(api.landing)
    assert {"service-desc", "conformance", f"{REL}/processes", f"{REL}/job-list"} <= {
        e["rel"] for e in landing["links"]
    }
    assert "/processes/{processId}/execution" in api.json(link(landing, "service-desc", OPENAPI), OPENAPI)["paths"]
    declared = api.json(link(landing, "conformance"))["conformsTo"]
    for name in ("core", "ogc-process-description", "json", "html", "oas30", "job-list", "callback", "dismiss"):
        assert f"{CORE}/{name}" in declared


def test_the_list_of_processes_is_read_in_pages(api: Api) -> None:
    whole = valid(api.json(f"{api.landing}/processes", limit=100), schemas.PROCESS_LIST)["processes"]
    page = valid(api.json(f"{api.landing}/processes", limit=1), schemas.PROCESS_LIST)
    assert len(page["processes"]) == 1
    names = [page["processes"][0]["id"]]
    while following := next((e["href"] for e in page["links"] if e["rel"] == "next"), None):
        page = valid(api.json(following), schemas.PROCESS_LIST)
        names += [entry["id"] for entry in page["processes"]]
    assert names == [entry["id"] for entry in whole]
    assert "echo" in names


def test_each_process_describes_its_inputs_and_outputs(api: Api) -> None:
    for entry in api.json(f"{api.landing}/processes")["processes"]:
        described = valid(api.json(link(entry, "self", "application/json")), schemas.PROCESS)
        assert {name: described[name] for name in ("id", "version", "title")} == {
            name: entry[name] for name in ("id", "version", "title")
        }
        assert link(described, f"{REL}/execute").endswith(f"/processes/{entry['id']}/execution")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/processes/nothing", "no-such-process"),
        ("/jobs/nothing", "no-such-job"),
        (f"/jobs/{NOBODYS_JOB}", "no-such-job"),
        (f"/jobs/{NOBODYS_JOB}/results", "no-such-job"),
    ],
)
def test_what_does_not_exist_is_an_exception_of_the_standard(api: Api, path: str, kind: str) -> None:
    answer = api.get(f"{api.landing}{path}")
    assert answer.status_code == 404
    assert valid(answer.json(), schemas.EXCEPTION)["type"] == f"{TYPES}/{kind}"


def test_executing_or_dismissing_what_does_not_exist_is_one_too(api: Api) -> None:
    answer = execute(api, {"inputs": {}}, process="nothing")
    assert (answer.status_code, answer.json()["type"]) == (404, f"{TYPES}/no-such-process")
    answer = requests.delete(f"{api.landing}/jobs/{NOBODYS_JOB}", timeout=60)
    assert (answer.status_code, answer.json()["type"]) == (404, f"{TYPES}/no-such-job")


@pytest.mark.parametrize("name", INPUTS)
def test_every_kind_of_input_comes_back(api: Api, name: str) -> None:
    body = {"inputs": {name: INPUTS[name]}, "outputs": {name: {"transmissionMode": "value"}}, "response": "document"}
    answer = execute(api, body)
    assert answer.status_code == 200
    assert raw(valid(answer.json(), schemas.RESULTS)[name]) == raw(INPUTS[name])


def test_all_inputs_at_once_without_naming_outputs(api: Api) -> None:
    answer = execute(api, {"inputs": INPUTS, "response": "document"})
    assert {name: raw(value) for name, value in answer.json().items()} == {n: raw(v) for n, v in INPUTS.items()}


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("string", "text/plain; charset=utf-8"), ("object", "application/json"), ("binary", "application/octet-stream")],
)
def test_one_raw_output_is_bare(api: Api, name: str, media_type: str) -> None:
    answer = execute(api, {"inputs": {name: INPUTS[name]}, "outputs": {name: {}}, "response": "raw"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    got = {"string": answer.text, "binary": answer.content}.get(name) or answer.json()
    assert got == {"binary": "Bến Nghé".encode()}.get(name, raw(INPUTS[name]))


def test_several_raw_outputs_are_parts(api: Api) -> None:
    answer = execute(api, {"inputs": {"string": "Tân Định", "number": 7}, "response": "raw"})
    assert answer.headers["Content-Type"].startswith("multipart/related")
    head = f"Content-Type: {answer.headers['Content-Type']}\r\n\r\n".encode()
    parts: Any = message_from_bytes(head + answer.content).get_payload()
    bodies = {part["Content-ID"]: part.get_payload(decode=True).strip() for part in parts}
    assert bodies == {"<string>": "Tân Định".encode(), "<number>": b"7"}


def test_outputs_by_reference_can_be_read_where_they_say(api: Api) -> None:
    reference = {"transmissionMode": "reference"}
    body = {"inputs": {"string": "Tân Định", "number": 7}, "outputs": {"string": reference, "number": {}}}
    told = valid(execute(api, body | {"response": "document"}).json(), schemas.RESULTS)
    assert told["number"] == 7
    assert requests.get(told["string"]["href"], timeout=60).text == "Tân Định"
    linked = execute(api, body | {"outputs": {"string": reference}})
    assert (linked.status_code, linked.content) == (204, b"")
    assert requests.get(linked.links[f"{REL}/results"]["url"], timeout=60).text == "Tân Định"


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("/text", "string", "Tân Định"),
        ("/json", "object", {"a": [1, 2]}),
        ("/array", "array", [1, 2, 3]),
        ("/bytes", "binary", base64.b64encode(b"\x89PNG\x00").decode()),
    ],
)
def test_inputs_by_reference_are_fetched(
    trusting_api: Api, elsewhere: str, path: str, name: str, expected: Any
) -> None:
    answer = execute(trusting_api, {"inputs": {name: {"href": f"{elsewhere}{path}"}}, "response": "document"})
    assert answer.status_code == 200, answer.text
    assert raw(answer.json()[name]) == expected


def test_nobody_sends_the_server_into_its_own_network(api: Api, trusting_api: Api, elsewhere: str) -> None:
    for server, url in ((api, f"{elsewhere}/text"), (trusting_api, f"{elsewhere}/away"), (api, "file:///etc/passwd")):
        answer = execute(server, {"inputs": {"string": {"href": url}}})
        assert answer.status_code == 400
        assert [fault["where"] for fault in answer.json()["faults"]] == ["$.string"]
        assert "Tân Định" not in answer.text


def test_the_answer_follows_the_preference(api: Api) -> None:
    assert execute(api, {"inputs": {"string": "a"}}).status_code == 200
    later = execute(api, {"inputs": {"string": "a"}}, Prefer="respond-async")
    assert (later.status_code, later.headers["Preference-Applied"]) == (201, "respond-async")
    valid(later.json(), schemas.STATUS_INFO)
    status = valid(api.json(later.headers["Location"]), schemas.STATUS_INFO)
    assert api.get(link(status, f"{REL}/results")).text == "a"
    waited = execute(api, {"inputs": {"string": "a"}}, Prefer="respond-async, wait=4")
    assert (waited.status_code, waited.text) == (200, "a")


@pytest.mark.parametrize(
    "body",
    [
        {"invalid-execute-request": {"a": 1}},
        {"inputs": {"number": "seven"}},
        {"inputs": {"bbox": {"bbox": [1, 2]}}},
        {"inputs": {"array": {"value": "no"}}},
        {"inputs": {"nothing": 1}},
        {"inputs": {}, "response": "xml"},
        {"inputs": {}, "outputs": {"string": {"transmissionMode": "pigeon"}}},
        [],
    ],
)
def test_requests_that_do_not_hold_are_refused_with_an_exception(api: Api, body: Any) -> None:
    answer = execute(api, body)
    assert answer.status_code == 400
    assert valid(answer.json(), schemas.EXCEPTION)["detail"]


def test_the_job_list_of_the_public_is_empty_and_valid(api: Api) -> None:
    execute(api, {"inputs": {}}, Prefer="respond-async")
    assert valid(api.json(f"{api.landing}/jobs"), schemas.JOB_LIST)["jobs"] == []


@pytest.mark.parametrize("path", ["/processes", "/processes/echo", "/jobs"])
def test_people_read_processes_and_jobs_as_pages(api: Api, path: str) -> None:
    answer = api.get(f"{api.landing}{path}", accept="text/html")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert "<h1" in answer.text


def test_a_planner_counts_what_lies_in_each_area(api: Api) -> None:
    body = {"inputs": {"collection": "places", "areas": "blocks"}, "outputs": {"counts": {}}}
    counts = execute(api, body, process="count-by-area").json()
    assert len(counts) == 12
    hidden = execute(api, {"inputs": {"collection": "places", "areas": "vaults"}}, process="count-by-area")
    assert hidden.status_code == 404
