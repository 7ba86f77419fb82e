"""Generated requests to every operation of the API definition, by three kinds of people: no failure of the server, no
status and no media type that the definition does not name.

More cases than here: `SCHEMATHESIS_CASES=60 ./diaban test tests/conformance/test_schemathesis.py` (per operation and
person; see docs/use/conformance.md).
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from .client import OPENAPI
from .servers import run, scratch_database, served

pytestmark = [pytest.mark.conformance, pytest.mark.slow]

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "5"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
PEOPLE = ["public", "planner", "clerk"]

# Ids that exist, so that requests come further than "there is no such thing".
KNOWN: dict[str, list[Any]] = {
    "collectionId": ["places", "blocks", "lanes", "vaults"],
    "featureId": [1, 2, 3],
    "processId": [
        "echo",
        "area-at",
        "count-by-area",
        "within-distance",
        "transform-coordinates",
        "dig-check",
        "place-card",
        "network-trace",
        "network-isolation",
        "network-outage",
        "water-pressure",
        "drainage-flooding",
    ],
    "tileMatrixSetId": ["WebMercatorQuad", "WorldCRS84Quad"],
    "tileMatrix": ["0", "10", "14"],
    "keyFieldId": ["name", "kind"],
    "fieldName": ["kind"],
    "outputId": ["string", "counts"],
}


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server of its own, because administrators delete things: its address, and each person's Authorization."""
    with scratch_database("fuzzed", tmp_path_factory.mktemp("var")) as environment:
        tokens = run("-m", "tests.conformance.fuzzed_city", environment=environment).split()
        with served(environment) as landing:
            yield landing, dict(zip(PEOPLE, ["", *(f"Bearer {token}" for token in tokens)], strict=True))


@pytest.fixture(scope="module")
def definition(fuzzed: tuple[str, dict[str, str]]) -> dict[str, Any]:
    """The API definition, its path parameters with ids that exist."""
    answer = requests.get(f"{fuzzed[0]}/openapi", headers={"Accept": OPENAPI}, timeout=60)
    assert answer.status_code == 200
    found: dict[str, Any] = deepcopy(answer.json())
    for parameter in found["components"]["parameters"].values():
        _know_ids(parameter)
    for path in found["paths"].values():
        for parameter in path.get("parameters", []):
            _know_ids(parameter)
    return found


def _know_ids(parameter: dict[str, Any]) -> None:
    if parameter.get("in") == "path" and parameter["name"] in KNOWN:
        parameter["schema"] = {"anyOf": [{"enum": KNOWN[parameter["name"]]}, parameter["schema"]]}


@pytest.mark.parametrize("person", PEOPLE)
def test_no_generated_request_breaks_what_the_definition_says(
    person: str, fuzzed: tuple[str, dict[str, str]], definition: dict[str, Any]
) -> None:
    landing, secrets = fuzzed
    headers = {"Authorization": secrets[person]} if secrets[person] else {}
    schema = schemathesis.openapi.from_dict(definition)
    schema.config.update(base_url=landing)
    found: list[Any] = list(schema.get_all_operations())
    operations = [one.ok() for one in found]
    asked, broken = 0, []
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            number, fault = ask(operation, mode, headers)
            asked += number
            broken += fault
    print(f"{person}: {asked} requests to {len(operations)} operations")
    assert not broken, "\n\n".join(broken)
    assert asked >= len(operations) * CASES, "hardly anything was asked"


def ask(
    operation: Any, mode: GenerationMode, headers: dict[str, str], *, checks: list[Any] = CHECKS
) -> tuple[int, list[str]]:
    """Ask one operation many times; how often, and what was found, the smallest request that shows it."""
    asked = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def every(case: Any) -> None:
        nonlocal asked
        asked += 1
        answer = case.call(headers=headers, timeout=60)
        if answer.status_code != HTTPStatus.REQUEST_URI_TOO_LONG:  # the HTTP server's own, before ours is asked
            case.validate_response(answer, checks=checks, headers=headers)

    try:
        every()
    except Unsatisfiable:  # nothing can be wrong with a request without parameters
        return asked, []
    except FailureGroup as failures:
        return asked, [f"{operation.label}: {failures}"]
    return asked, []
