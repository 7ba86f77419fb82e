"""Generated requests to every operation of the door of publishing, by three kinds of people: no failure of the server,
and no status that the definition does not name."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import status_code_conformance

from tests.factories.submissions import write_pipes

from .servers import run, scratch_database, served
from .test_schemathesis import CASES, PEOPLE, ask

pytestmark = [pytest.mark.conformance, pytest.mark.slow]
CHECKS = [not_a_server_error, status_code_conformance]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], str]]:
    """A server with one draft of the power company: its address, each person's Authorization, the id of the draft."""
    folder = tmp_path_factory.mktemp("var")
    with scratch_database("desk", folder) as environment:
        tokens = run("-m", "tests.conformance.fuzzed_city", environment=environment).split()
        secrets = dict(zip(PEOPLE, ["", *(f"Bearer {token}" for token in tokens)], strict=True))
        with served(environment) as landing:
            site = "{0.scheme}://{0.netloc}".format(urlsplit(landing))
            made = requests.post(
                f"{site}/publishing/submissions",
                params={"file_name": "pipes.geojson", "collection": "pipes", "key": "code"},
                data=write_pipes(folder / "pipes.geojson", {"P-1": 200, "P-2": 150}).read_bytes(),
                headers={"Authorization": secrets["planner"], "Content-Type": "application/octet-stream"},
                timeout=60,
            )
            assert made.status_code == 201, made.text
            yield site, secrets, made.json()["id"]


@pytest.mark.parametrize("person", PEOPLE)
def test_no_generated_request_breaks_the_door(person: str, desk: tuple[str, dict[str, str], str]) -> None:
    site, secrets, draft = desk
    document: dict[str, Any] = requests.get(f"{site}/publishing/api", timeout=60).json()
    known = {"id": [draft], "collection": ["pipes", "places", "vaults"]}
    for name, parameter in document["components"]["parameters"].items():
        parameter["schema"] = {"anyOf": [{"enum": known[name]}, parameter["schema"]]}
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=site)
    headers = {"Authorization": secrets[person]} if secrets[person] else {}
    found: list[Any] = list(schema.get_all_operations())
    asked, broken = 0, []
    for operation in (one.ok() for one in found):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            number, fault = ask(operation, mode, headers, checks=CHECKS)
            asked += number
            broken += fault
    print(f"{person}: {asked} requests to {len(found)} operations")
    assert not broken, "\n\n".join(broken)
    assert asked >= len(found) * CASES, "hardly anything was asked"
    listed = requests.get(f"{site}/publishing/submissions", headers={"Authorization": secrets["planner"]}, timeout=60)
    assert listed.status_code == 200, "nothing was stored that cannot be read"
