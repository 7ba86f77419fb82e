"""What every test may ask for: the real data, a moment, people who ask."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo_server.core.subject import Subject, system

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the repository; skips where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data folder ../shared/data is not on this machine")
    return REAL_DATA


@pytest.fixture
def now() -> datetime:
    """The present, the same in every test."""
    return datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def administrator() -> Subject:
    """Somebody for whom every grant is implied."""
    return system("test")
