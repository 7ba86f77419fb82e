"""One real server over a small city, for all conformance tests of a session."""

from collections.abc import Iterator

import pytest

from tests.conformance.client import Api
from tests.conformance.servers import run, scratch_database, served


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of processes that work on the small city."""
    with scratch_database("conformance", tmp_path_factory.mktemp("var")) as found:
        run("-m", "tests.conformance.small_city", environment=found)
        yield found


@pytest.fixture(scope="session")
def api(environment: dict[str, str]) -> Iterator[Api]:
    """The first web process."""
    with served(environment) as landing:
        yield Api(landing)


@pytest.fixture(scope="session")
def second_api(environment: dict[str, str]) -> Iterator[Api]:
    """Another web process on the same database."""
    with served(environment) as landing:
        yield Api(landing)
