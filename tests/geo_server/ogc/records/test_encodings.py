"""One record in every form: GeoJSON, DCAT, ISO 19139, a page; read back by programs that are not ours."""

import pytest
from lxml import etree
from owslib.iso import MD_Metadata
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from tests.factories.places import Door

from .conftest import RECORDS

HERE = "http://testserver/ogc/collections/city-catalogue"


def test_a_record_says_what_the_standard_asks(door: Door) -> None:
    record = door.json(f"{RECORDS}/items/places")
    assert record["type"] == "Feature" and record["id"] == "places"
    assert record["conformsTo"] == ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"]
    assert record["geometry"]["type"] == "Polygon" and record["bbox"] == [106.6513, 10.3499, 107.0681, 10.7876]
    assert record["time"] == {"interval": ["2026-07-01T08:00:00Z", ".."]}
    properties = record["properties"]
    assert (properties["type"], properties["title"]) == ("dataset", "Địa điểm")
    assert properties["language"]["code"] == "vi" and len(properties["languages"]) == 2
    assert properties["contacts"][0]["organization"] == "Thành phố"
    assert properties["themes"][0]["concepts"] == [{"id": "base", "title": "Bản đồ nền"}]
    assert door.json(f"{RECORDS}/items/places?lang=en")["properties"]["title"] == "Places"


def test_every_link_of_a_record_answers(door: Door) -> None:
    for record in ("places", "pipes"):
        for link in door.json(f"{RECORDS}/items/{record}")["links"]:
            if "/ogc/" in link["href"] and "{" not in link["href"]:
                answer = door.client.get(link["href"].removeprefix("http://testserver"))
                assert answer.status_code == 200, link["href"]
                assert answer["Content-Type"].partition(";")[0] == link["type"].partition(";")[0], link


@pytest.mark.parametrize(("form", "syntax"), [("dcat", "json-ld"), ("ttl", "turtle")])
def test_the_whole_catalogue_is_a_graph_of_dcat(door: Door, insider: Door, form: str, syntax: str) -> None:
    graph = Graph().parse(data=door.get(f"{RECORDS}?f={form}").content.decode(), format=syntax)
    places = URIRef(f"{HERE}/items/places")
    assert (URIRef(HERE), RDF.type, DCAT.Catalog) in graph
    assert (URIRef(HERE), DCAT.dataset, places) in graph
    assert (places, DCTERMS.title, Literal("Địa điểm", lang="vi")) in graph
    assert (places, DCTERMS.title, Literal("Places", lang="en")) in graph
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2
    assert len(set(graph.subjects(RDF.type, DCAT.DataService))) == 4
    assert (URIRef(f"{HERE}/items/pipes"), DCTERMS.license, URIRef("https://spdx.org/licenses/CC-BY-4.0")) in graph
    for distribution in graph.objects(places, DCAT.distribution):
        assert list(graph.objects(distribution, DCAT.accessURL))
    more = Graph().parse(data=insider.get(f"{RECORDS}?f={form}").content.decode(), format=syntax)
    assert len(set(more.subjects(RDF.type, DCAT.Dataset))) == 3 and "bunkers" not in graph.serialize()


def test_a_record_is_read_as_iso_19139(door: Door) -> None:
    answer = door.get(f"{RECORDS}/items/places?f=iso")
    assert answer["Content-Type"] == "application/xml"
    read = MD_Metadata(etree.fromstring(answer.content))
    [what] = read.identification
    assert (read.identifier, read.hierarchy, read.languagecode) == ("places", "dataset", "vie")
    assert what.title == "Địa điểm"
    assert read.contact[0].organization == "Thành phố"
    box = what.bbox
    assert [float(side) for side in (box.minx, box.miny, box.maxx, box.maxy)] == [106.6513, 10.3499, 107.0681, 10.7876]
    assert any(online.url.endswith("/collections/places/items?f=json") for online in read.distribution.online)


def test_signs_of_xml_in_a_description_are_text(door: Door) -> None:
    [what] = MD_Metadata(etree.fromstring(door.get(f"{RECORDS}/items/pipes?f=iso").content)).identification
    assert what.abstract == "Ống chính & nhánh"


def test_a_service_is_read_as_iso_19139(door: Door) -> None:
    read = MD_Metadata(etree.fromstring(door.get(f"{RECORDS}/items/map-wms?f=iso").content))
    assert read.hierarchy == "service" and read.identification[0].type == "map-wms"


def test_a_person_reads_cards_and_a_page(door: Door) -> None:
    page = door.get(f"{RECORDS}/items?f=html&q=dia+diem").content.decode()
    assert "Địa điểm" in page and "Đường ống cấp nước" not in page
    assert "CC-BY-4.0" in door.get(f"{RECORDS}/items/pipes?f=html").content.decode()
    assert door.get(f"{RECORDS}?f=html").status_code == 302


def test_the_catalogue_stands_among_the_collections(door: Door) -> None:
    [catalogue] = [one for one in door.json("/collections")["collections"] if one.get("itemType") == "record"]
    assert catalogue == door.json(RECORDS)
    for name in ("queryables", "sortables"):
        properties = door.json(f"{RECORDS}/{name}")["properties"]
        values = {"type": "dataset"}
        for field in properties:
            query = f"sortby={field}" if name == "sortables" else f"{field}={values.get(field, 'x')}"
            assert door.get(f"{RECORDS}/items?{query}").status_code == 200, query


def test_the_list_of_collections_is_searched_and_turned(door: Door, insider: Door) -> None:
    def listed(query: str, asked: Door = door) -> list[str]:
        return [one["id"] for one in asked.json(f"/collections?{query}")["collections"]]

    assert listed("") == ["pipes", "places", "city-catalogue"]
    assert listed("q=duong+ong") == ["pipes"]
    assert listed("bbox=106,10,107,11") == ["places"]
    assert listed("theme=network/water") == ["pipes"]
    assert listed("q=bunkers") == [] and listed("q=bunkers", insider) == ["bunkers"]
    assert listed("limit=2") == ["pipes", "places"] and listed("limit=2&offset=2") == ["city-catalogue"]
    [following] = [link for link in door.json("/collections?limit=2")["links"] if link["rel"] == "next"]
    assert listed(following["href"].partition("?")[2]) == ["city-catalogue"]
