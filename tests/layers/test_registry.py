from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadSpec, UnknownCollection
from layers.events import collection_defined
from tests.factories.collections import SPOT_FIELDS, WRITER, make_spots, spot, spots_spec

pytestmark = pytest.mark.django_db


def test_defining_twice_changes_nothing(now: datetime) -> None:
    first = layers.define_collection(spots_spec(), by=WRITER, now=now)
    revision = layers.registry_revision()
    assert layers.define_collection(spots_spec(), by=WRITER, now=now) == first
    assert layers.registry_revision() == revision


def test_a_new_field_is_added_and_empty_in_the_rows_that_stand(now: datetime) -> None:
    make_spots([spot(106.7, 10.7, name="A")], now=now)
    wider = spots_spec(fields=(*SPOT_FIELDS, layers.Field("year", "integer", "Năm", "Year")))
    layers.define_collection(wider, by=WRITER, now=now)
    item = layers.get_item(ANONYMOUS, collection_id="spots", fid=first_fid())
    assert b'"year":null' in item.feature


def test_a_field_cannot_change_its_type(now: datetime) -> None:
    layers.define_collection(spots_spec(), by=WRITER, now=now)
    changed = tuple(f if f.name != "height" else layers.Field("height", "string", "Cao", "Height") for f in SPOT_FIELDS)
    with pytest.raises(BadSpec, match="height"):
        layers.define_collection(spots_spec(fields=changed), by=WRITER, now=now)


def test_a_collection_cannot_change_its_geometry_type(now: datetime) -> None:
    layers.define_collection(spots_spec(), by=WRITER, now=now)
    with pytest.raises(BadSpec, match="Polygon"):
        layers.define_collection(spots_spec(geometry_type="Polygon"), by=WRITER, now=now)


@pytest.mark.parametrize(
    "changes",
    [
        {"collection_id": "Spots"},
        {"collection_id": "1spot"},
        {"collection_id": 'a"; DROP TABLE x; --'},
        {"collection_id": "a" * 51},
        {"geometry_type": "Circle"},
        {"storage_crs": "EPSG:2193"},
        {"fields": (layers.Field("fid", "integer", "", ""),)},
        {"fields": (layers.Field("changed_at", "date-time", "", ""),)},
        {"fields": (layers.Field("Tên", "string", "", ""),)},
        {"fields": (layers.Field("a", "text", "", ""),)},  # type: ignore[arg-type]
        {"fields": (layers.Field("a", "string", "", ""), layers.Field("a", "string", "", ""))},
    ],
)
def test_a_description_that_cannot_be_stored_is_refused(now: datetime, changes: dict[str, Any]) -> None:
    before = layers.registry_revision()
    with pytest.raises(BadSpec):
        layers.define_collection(spots_spec(**changes), by=WRITER, now=now)
    assert layers.registry_revision() == before


def test_the_revision_moves_with_collections_and_with_grants(now: datetime) -> None:
    start = layers.registry_revision()
    layers.define_collection(spots_spec(public=False), by=WRITER, now=now)
    defined = layers.registry_revision()
    grant = layers.grant_read("spots", to="public", by=WRITER, now=now)
    granted = layers.registry_revision()
    layers.revoke(grant, by=WRITER, now=now)
    assert start < defined < granted < layers.registry_revision()


def test_a_revision_that_was_rolled_back_is_never_used_again(now: datetime) -> None:
    with transaction.atomic():
        layers.define_collection(spots_spec("gone"), by=WRITER, now=now)
        undone = layers.registry_revision()
        layers.list_collections(ANONYMOUS)
        transaction.set_rollback(True)
    layers.define_collection(spots_spec("stays"), by=WRITER, now=now)
    assert layers.registry_revision() != undone
    assert [c.id for c in layers.list_collections(ANONYMOUS)] == ["stays"]


def test_a_change_by_another_process_is_seen_at_the_next_question(now: datetime) -> None:
    layers.define_collection(spots_spec(), by=WRITER, now=now)
    assert layers.get_collection(ANONYMOUS, collection_id="spots").title_en == "Spots"
    with connection.cursor() as other:
        other.execute("UPDATE layers_collection SET title_en = 'Renamed' WHERE id = 'spots'")
    assert layers.get_collection(ANONYMOUS, collection_id="spots").title_en == "Renamed"


def test_a_retired_collection_is_nowhere_but_its_rows_stay(now: datetime) -> None:
    make_spots([spot(106.7, 10.7, name="A")], now=now)
    layers.retire_collection("spots", by=WRITER, now=now)
    assert layers.list_collections(WRITER) == []
    for question in (layers.get_collection, layers.count_items, layers.source):
        with pytest.raises(UnknownCollection):
            question(WRITER, collection_id="spots")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM feature.spots")
        assert cursor.fetchone() == (1,)


def test_themes_are_a_tree(now: datetime) -> None:
    for collection_id, theme in [("a", "network/water"), ("b", "network"), ("c", "networks")]:
        layers.define_collection(spots_spec(collection_id, theme=theme), by=WRITER, now=now)
    assert [c.id for c in layers.list_collections(ANONYMOUS, theme="network")] == ["a", "b"]


def test_a_collection_without_a_style_gets_one_that_fits_its_geometry(now: datetime) -> None:
    collection = layers.define_collection(spots_spec(), by=WRITER, now=now)
    assert collection.style is not None
    assert [layer["type"] for layer in collection.style["layers"]] == ["circle"]


def test_a_given_style_is_kept_with_its_metadata(now: datetime) -> None:
    layers.define_collection(spots_spec(), by=WRITER, now=now)
    style = {"layers": [], "metadata": {"unit": "people/km2"}}
    layers.set_style("spots", style, by=WRITER, now=now)
    assert layers.get_collection(ANONYMOUS, collection_id="spots").style == style


def test_news_of_a_definition_comes_after_commit_only(now: datetime, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[str] = []

    def listen(event: Any) -> None:
        heard.append(event.collection)

    collection_defined.connect(listen)
    with django_capture_on_commit_callbacks() as callbacks:
        layers.define_collection(spots_spec(), by=WRITER, now=now)
    assert heard == []
    for callback in callbacks:
        callback()
    assert heard == ["spots"]


def first_fid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(fid) FROM feature.spots")
        return int(cursor.fetchone()[0])
