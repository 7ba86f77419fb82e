"""Two real servers for all conformance tests of a session: over a small city, and over the real one for readers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.client import Api, Layer
from tests.conformance.servers import run, scratch_database, served

SMALL = ("places", "blocks", "lanes")
REAL = ("wards", "roads", "cameras", "parcels")
REAL_MARKS = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of processes that work on the small city."""
    with scratch_database("conformance", tmp_path_factory.mktemp("var")) as found:
        run("-m", "tests.conformance.small_city", environment=found)
        yield found


@pytest.fixture(scope="session")
def api(environment: dict[str, str]) -> Iterator[Api]:
    """A server of two web processes over the small city."""
    with served(environment, workers=2) as landing:
        yield Api(landing)


@pytest.fixture(scope="session")
def second_api(environment: dict[str, str]) -> Iterator[Api]:
    """Another web server on the same database."""
    with served(environment) as landing:
        yield Api(landing)


@pytest.fixture(scope="session")
def real_environment(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of processes that work on the real wards, roads, cameras and parcels."""
    with scratch_database("city", tmp_path_factory.mktemp("var")) as found:
        run("-m", "tests.conformance.real_city", environment=found)
        yield found


@pytest.fixture(scope="session")
def city(real_environment: dict[str, str]) -> Iterator[Api]:
    """A server of two web processes over the real city; whoever writes there takes it away again."""
    with served(real_environment, workers=2) as landing:
        yield Api(landing)


@pytest.fixture(params=[*SMALL, *(pytest.param(name, marks=REAL_MARKS) for name in REAL)])
def layer(request: pytest.FixtureRequest) -> Layer:
    """Each collection of both servers in turn."""
    api: Api = request.getfixturevalue("api" if request.param in SMALL else "city")
    return Layer(api, request.param)
