"""A folder of its own for every test's tiles, and small collections to draw."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry.base import BaseGeometry

from geo_server.core import clock
from geo_server.core.subject import Subject, system
from layers import api as layers

WRITER = system("tests")
FILL = {"layers": [{"id": "fill", "type": "fill", "paint": {"fill-color": "#ff0000", "fill-antialias": False}}]}
Publish = Callable[..., layers.Collection]


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters for the labels of all tests: making them takes seconds."""
    return tmp_path_factory.mktemp("glyphs")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, letters: Path) -> None:
    (tmp_path / "glyphs").symlink_to(letters)
    settings.VAR_DIR = tmp_path
    settings.STORAGE_URL = (tmp_path / "storage").as_uri()


@pytest.fixture
def clerk() -> Subject:
    """Somebody who works for the power company."""
    return Subject(key="user:7", name="Nguyễn Văn Bình", organisation="evn")


@pytest.fixture
def publish(db: None) -> Publish:
    """Define a collection with `features` = [(shape, properties)] and hand it back."""

    def make(
        collection_id: str, features: list[tuple[BaseGeometry, dict[str, Any]]], **described: Any
    ) -> layers.Collection:
        spec: dict[str, Any] = {
            "title_vi": "Thử",
            "title_en": "Test",
            "theme": "planning",
            "geometry_type": "MultiPolygon",
            "fields": (layers.Field("name", "string", "Tên", "Name", role="title"),),
            "public": True,
            "style": FILL,
        }
        layers.define_collection(
            layers.CollectionSpec(id=collection_id, **(spec | described)), by=WRITER, now=clock.now()
        )
        add(collection_id, features)
        return layers.get_collection(WRITER, collection_id=collection_id)

    return make


def add(collection_id: str, features: list[tuple[BaseGeometry, dict[str, Any]]]) -> None:
    """Write more features."""
    rows = [layers.Feature(geometry=shape, properties=properties) for shape, properties in features]
    layers.write_features(collection_id, rows, mode="append", key=None, by=WRITER, reason="test", now=clock.now())
