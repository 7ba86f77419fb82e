"""Cameras, people and the catalogue of collections."""

from collections import Counter

import pytest
import shapely

from geo_server.site.demo.catalogue import all_entries
from geo_server.site.demo.city.people import COUNTED_FROM, YEARS


def test_there_are_1115_cameras_on_128_recorders_of_several_owners(city):
    assert len({camera.code for camera in city.cameras}) == 1115
    assert len({camera.recorder.code for camera in city.cameras}) == 128
    assert len({camera.recorder.owner for camera in city.cameras}) > 5


def test_some_cameras_are_dark_most_are_live(city):
    shares = {status: count / 1115 for status, count in Counter(c.status for c in city.cameras).items()}
    assert 0.02 < shares["dark"] < 0.12
    assert shares["live"] > 0.8


def test_population_is_given_for_every_unit_and_year(city):
    keys = [(count.code, count.year) for count in city.headcounts]
    assert len(set(keys)) == len(keys) == 168 * len(YEARS)
    total = sum(count.people for count in city.headcounts if count.year == COUNTED_FROM)
    assert total == pytest.approx(14_000_000, abs=168)
    assert all(count.estimated is (count.year < COUNTED_FROM) for count in city.headcounts)


@pytest.fixture(scope="module")
def entries(city):
    return {entry.spec.id: entry for entry in all_entries(city)}


def test_rows_hold_exactly_the_fields_of_their_collection(entries):
    for entry in entries.values():
        names = {field.name for field in entry.spec.fields}
        assert {frozenset(feature.properties) for feature in entry.features} == {frozenset(names)}


def test_coded_values_are_in_their_code_list(entries):
    for entry in entries.values():
        for field in entry.spec.fields:
            if field.codes:
                used = {feature.properties[field.name] for feature in entry.features}
                assert used <= {code.value for code in field.codes}, (entry.spec.id, field.name)


def test_keys_are_unique_and_geometries_valid(entries):
    for entry in entries.values():
        keys = [feature.properties[entry.key] for feature in entry.features]
        assert len(set(keys)) == len(keys), entry.spec.id
        assert shapely.is_valid([feature.geometry for feature in entry.features]).all(), entry.spec.id


def test_holders_of_permits_are_private_and_networks_are_not_public(entries):
    [holder] = [field for field in entries["permits"].spec.fields if field.name == "holder"]
    assert holder.private
    hidden = {spec.id for spec in (entry.spec for entry in entries.values()) if not spec.public}
    assert hidden == {
        f"{n}_{p}" for n in ("water", "power", "telecom", "drainage", "lighting") for p in ("links", "nodes")
    }
