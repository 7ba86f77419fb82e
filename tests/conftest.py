"""What every test may ask for: the real data, a moment, people who ask."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from geo_server.core.streams import close_forgotten
from geo_server.core.subject import Subject, system

SCHEMAS = ["feature", "history", "served", "incoming"]
REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, so that two processes end at about the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """An answer that a test has not read to its end lets go of the database before the test's rows are taken back."""
    close_forgotten()


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


@pytest.fixture(autouse=True)
def seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept ready is looked up afresh for every request: tests do not wait for a process to look again."""
    monkeypatch.setattr("layers.watch.PATIENCE_S", 0.0)


@pytest.fixture(autouse=True)
def no_tables_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the feature tables that a transactional test has committed: Django empties only its own tables."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" not in request.fixturenames and not (marker and marker.kwargs.get("transaction")):
        return
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = ANY(%s)", [SCHEMAS]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {name} CASCADE")
        cursor.execute("TRUNCATE topology.node, topology.link, topology.component")
