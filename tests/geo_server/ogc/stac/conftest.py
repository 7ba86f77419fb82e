"""Two public scenes, a year apart and 100 m apart, and one that only the power company may see."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from change_detection import api as change_detection
from layers import api as layers
from tests.factories.places import CLERK, NOW, Door
from tests.factories.tiny_scene import write_tiny_scene


def register(
    folder: Path, *, seed: int, year: int, east_m: float = 0.0, public: bool = True
) -> change_detection.SceneInfo:
    """Store a tiny scene taken on 1 March of a year."""
    path = write_tiny_scene(folder / f"{seed}.tif", seed=seed, east_m=east_m)
    taken = datetime(year, 3, 1, 4, 30, tzinfo=UTC)
    return change_detection.register_scene(
        path, acquired=taken, by=CLERK, now=NOW, sensor="Drone", view_angle_deg=3.5, public=public
    )


@pytest.fixture
def storage(tmp_path: Path, settings: Any) -> Path:
    """An empty storage."""
    settings.STORAGE_URL = f"file://{tmp_path}/storage"
    return tmp_path


@pytest.fixture
def scenes(db: None, storage: Path) -> list[change_detection.SceneInfo]:
    """The public scenes of 2024 and 2025."""
    return [register(storage, seed=1, year=2024), register(storage, seed=2, year=2025, east_m=100)]


@pytest.fixture
def hidden(scenes: list[change_detection.SceneInfo], storage: Path) -> change_detection.SceneInfo:
    """The scene of 2026, for the power company."""
    scene = register(storage, seed=3, year=2026, public=False)
    layers.create_organisation("evn", title_vi="Điện lực", title_en="Power company")
    layers.grant_read(scene.collection, to="evn", by=CLERK, now=NOW)
    return scene


@pytest.fixture
def door(scenes: list[change_detection.SceneInfo], client: Client) -> Door:
    """The door as the public finds it."""
    return Door(client)


@pytest.fixture
def insider(hidden: change_detection.SceneInfo) -> Door:
    """The door as a member of the power company finds it."""
    user = User.objects.create_user("lan")
    layers.add_member(user.pk, organisation="evn", role="reader")
    client = Client()
    client.force_login(user)
    return Door(client)
