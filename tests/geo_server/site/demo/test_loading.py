"""The invented city in the spatial model: everything is there, policy holds, a second load changes nothing."""

from datetime import UTC, datetime

import pytest

from geo_server.core.subject import ANONYMOUS, system
from geo_server.site.demo import loading, organisations
from geo_server.site.demo.run import MAKER
from layers import api as layers
from layers.errors import UnknownCollection
from warehouse import api as warehouse

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def storage(settings, tmp_path):
    settings.STORAGE_URL = tmp_path.as_uri()


def load(city):
    organisations.make_organisations(city)
    loading.load_areas(city, by=MAKER, now=NOW)
    loading.load_collections(city, by=MAKER, now=NOW, tell=lambda line: None)
    loading.load_cameras(city, by=MAKER, now=NOW)
    organisations.give_rights(city, by=MAKER, now=NOW)
    loading.load_numbers(city, by=MAKER, now=NOW)


def revisions():
    return {one.id: (one.revision, one.count) for one in layers.list_collections(system("test"))}


def test_the_city_is_loaded_once_and_hidden_things_stay_hidden(city):
    load(city)
    before = revisions()
    assert before["wards"][1] == 168
    assert before["cameras"][1] == 1115
    assert before["parcels"][1] == len(city.plots)

    public = {one.id for one in layers.list_collections(ANONYMOUS)}
    assert {"roads", "parcels", "permits", "cameras", "population_density", "drainage_links"} <= public
    assert "water_links" not in public
    with pytest.raises(UnknownCollection):
        layers.get_collection(ANONYMOUS, collection_id="power_nodes")
    permits = layers.get_collection(ANONYMOUS, collection_id="permits")
    assert permits.field_named("holder") is None

    people = {row.code: row.amount for row in warehouse.table_of(ANONYMOUS, indicator_id="population_density").rows}
    counted = {count.code: count.people for count in city.headcounts if count.year == loading.DENSITY_YEAR}
    assert people == counted

    load(city)
    assert revisions() == before


def test_everybody_has_one_login_and_it_stays_the_same(city, storage):
    organisations.make_organisations(city)
    organisations.make_people(city, by=MAKER, now=NOW)
    first = organisations.logins_of(city)
    assert organisations.logins_of(city) == first
    assert len({login.username for login in first}) == len(first)
    assert len({login.password for login in first}) == 1
