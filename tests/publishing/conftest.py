"""Files of a test lie in a folder of its own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    """Quarantine and storage of this test alone."""
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()
