"""Styles at the door: every encoding of every style, metadata, and nothing of what is hidden."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from layers import api as layers
from tests.factories.places import CLERK, NOW, Door, spec

SE = {"se": "http://www.opengis.net/se", "ogc": "http://www.opengis.net/ogc", "sld": "http://www.opengis.net/sld"}
BY_KIND = ["match", ["get", "kind"], "market", "#ff0000", "park", "#00ff00", "#0000ff"]
STYLE = {"layers": [{"id": "dot", "type": "circle", "paint": {"circle-color": BY_KIND, "circle-radius": 6}}]}


@pytest.fixture
def styled(places: layers.Collection) -> None:
    """The five places, coloured by kind."""
    layers.set_style("places", STYLE, by=CLERK, now=NOW)


def test_metadata_and_list_lead_to_every_encoding(styled: None, door: Door) -> None:
    [entry] = [one for one in door.json("/styles")["styles"] if one["id"] == "places"]
    metadata = door.json("/styles/places/metadata")
    assert metadata["id"] == "places" and len(metadata["stylesheets"]) == 5
    assert [sheet["native"] for sheet in metadata["stylesheets"]] == [True, False, False, False, False]
    sheets = [link for link in entry["links"] if link["rel"] == "stylesheet"]
    assert sheets == [sheet["link"] for sheet in metadata["stylesheets"]]
    for link in sheets:
        answer = door.client.get(link["href"].removeprefix("http://testserver"))
        assert (answer.status_code, answer["Content-Type"]) == (200, link["type"]), link


@pytest.mark.parametrize(
    ("accept", "root"),
    [
        ("application/vnd.ogc.sld+xml;version=1.1", "sld:StyledLayerDescriptor"),
        ("application/vnd.ogc.sld+xml;version=1.0", "sld:StyledLayerDescriptor"),
        ("application/vnd.qgis.qml", "qgis"),
    ],
)
def test_an_encoding_may_be_asked_for_by_its_type(styled: None, door: Door, accept: str, root: str) -> None:
    answer = door.get("/styles/places", accept=accept)
    assert answer["Content-Type"] == accept
    found = ET.fromstring(answer.content)
    assert found.tag == root.replace("sld:", "{http://www.opengis.net/sld}")
    if "version" in accept:
        assert found.get("version") == accept[-3:] + ".0"


def test_sld_says_each_class_by_its_title(styled: None, door: Door) -> None:
    root = ET.fromstring(door.get("/styles/places?f=sld").content)
    names = [rule.findtext("se:Name", namespaces=SE) for rule in root.iterfind(".//se:Rule", SE)]
    assert names == ["Chợ", "Công viên", "Khác"]
    colours = [fill.text for fill in root.iterfind(".//se:SvgParameter[@name='fill']", SE)]
    assert colours == ["#ff0000", "#00ff00", "#0000ff"]
    assert root.findtext(".//ogc:Literal", namespaces=SE) == "market"


def test_the_plain_style_has_a_layer_for_each_class(styled: None, door: Door) -> None:
    plain = door.json("/styles/places?f=qgis")["layers"]
    assert [layer["paint"]["circle-color"] for layer in plain] == ["#ff0000", "#00ff00", "#0000ff"]
    assert plain[0]["filter"] == ["==", ["get", "kind"], "market"]
    assert {layer["source-layer"] for layer in plain} == {"places"}
    assert "match" in str(door.json("/styles/places"))


def test_what_cannot_be_exported_is_said(places: layers.Collection, door: Door) -> None:
    odd = {"layers": [{"id": "x", "type": "circle", "paint": {"circle-radius": ["+", ["get", "opened"], 1]}}]}
    layers.set_style("places", odd, by=CLERK, now=NOW)
    assert door.get("/styles/places?f=mapbox").status_code == 200
    for form in ("sld", "sld10", "qml", "qgis"):
        problem = door.json(f"/styles/places?f={form}", status=406)
        assert "f=mapbox" in problem["detail_en"]


def test_people_see_a_legend(styled: None, door: Door) -> None:
    page = door.get("/styles/places?f=html").content.decode()
    assert "Chợ" in page and "rgba(255,0,0,1)" in page
    assert "places?f=qml" in door.get("/styles?f=html").content.decode()
    assert "SLD 1.1" in door.get("/styles/places/metadata?f=html").content.decode()


FORMS = ("mapbox", "qml", "sld", "sld10", "qgis", "html")


def test_a_hidden_style_is_absent_in_every_encoding(door: Door, insider: Door) -> None:
    paths = [f"/styles/bunkers?f={form}" for form in FORMS] + ["/styles/bunkers/metadata"]
    paths += [f"/collections/bunkers/styles/default?f={form}" for form in FORMS]
    for path in [*paths, "/collections/bunkers/styles", "/collections/bunkers/styles/default/metadata"]:
        assert (door.get(path).status_code, insider.get(path).status_code) == (404, 200), path


def test_a_style_tells_nothing_of_a_hidden_field(db: None, door: Door) -> None:
    layers.define_collection(spec("vaults", public=False, style=STYLE), by=CLERK, now=NOW)
    layers.grant_read("vaults", to="public", columns=["name"], by=CLERK, now=NOW)

    def told(path: str) -> Any:
        return [word for word in ("kind", "market", "park") if word in door.get(path).content.decode()]

    for form in FORMS:
        assert told(f"/styles/vaults?f={form}") == [], form
    assert told("/styles/vaults/metadata") == []
