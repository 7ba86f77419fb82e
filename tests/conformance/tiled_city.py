"""Servers over the real city for the checks of tiles and maps; skipped where the real data are absent."""

from collections.abc import Iterator

import pytest

from tests.bench.real_layers import DATA

from .client import Api
from .servers import run, scratch_database, served


@pytest.fixture(scope="session")
def real_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of processes that work on the real wards, roads and cameras."""
    if not DATA.is_dir():
        pytest.skip("the real data folder ../shared/data is not on this machine")
    with scratch_database("tiles", tmp_path_factory.mktemp("var")) as found:
        run("-m", "tests.conformance.real_city", environment=found)
        yield found


@pytest.fixture(scope="session")
def city(real_environment: dict[str, str]) -> Iterator[Api]:
    """A web process over them."""
    with served(real_environment) as landing:
        yield Api(landing)
