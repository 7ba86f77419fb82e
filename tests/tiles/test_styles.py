"""Styles, the fields they read, and the letters of their labels."""

from pathlib import Path

import pytest
from shapely.geometry import box

from geo_server.core.subject import ANONYMOUS
from layers.errors import UnknownCollection
from tiles import api as tiles
from tiles import errors, fonts
from tiles.render.styling import FONTS, fields_read, uncut_labels, vector_style

from .conftest import FILL, Publish

ADDRESSES = tiles.Addresses("v/{z}/{y}/{x}", "m/{z}/{y}/{x}", "f/{fontstack}/{range}.pbf")


def test_a_style_is_complete(publish: Publish) -> None:
    publish("plots", [(box(106.6, 10.7, 106.8, 10.9), {"name": "a"})], attribution="Sở Xây dựng")
    style = tiles.get_style(ANONYMOUS, collection_id="plots", style_id="default", addresses=ADDRESSES)
    source = style["sources"]["plots"]
    assert source["bounds"] == [106.6, 10.7, 106.8, 10.9]
    assert (source["type"], source["tiles"], source["attribution"]) == ("vector", ["v/{z}/{y}/{x}"], "Sở Xây dựng")
    [layer] = style["layers"]
    assert layer == FILL["layers"][0] | {"id": "plots-fill", "source": "plots", "source-layer": "plots"}
    assert (style["version"], style["name"]) == (8, "Thử")


def test_what_a_style_says_of_its_colours_is_served_with_it(publish: Publish) -> None:
    legend = {"diaban:legend": {"unit": {"vi": "người/km²", "en": "people/km²"}}}
    publish("density", [], style=FILL | {"metadata": legend})
    style = tiles.get_style(ANONYMOUS, collection_id="density", style_id="default", addresses=ADDRESSES)
    assert style["metadata"] == legend


def test_labels_of_polygons_stand_on_points_and_those_of_lines_along_them() -> None:
    label = {"type": "symbol", "layout": {"text-field": "{name}"}}
    along = {"type": "symbol", "layout": {"text-field": "{name}", "symbol-placement": "line"}}

    def read_layers(geometry_type: str) -> list[str]:
        bare = {"layers": [label, along]}
        style = vector_style("x", style=bare, geometry_type=geometry_type, source_id="a", source={}, glyphs="")
        return [layer["source-layer"] for layer in style["layers"]]

    assert read_layers("MultiPolygon") == ["a_labels", "a"]
    assert read_layers("Point") == ["a", "a"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (["Be Vietnam Pro"], ["Noto Sans Regular"]),
        (["Be Vietnam Pro SemiBold", "Arial Bold"], ["Noto Sans Bold"]),
        (["Arial", "Noto Sans Bold"], ["Noto Sans Bold"]),
        (None, ["Noto Sans Regular"]),
    ],
)
def test_a_style_asks_only_for_letters_that_we_have(asked: list[str] | None, given: list[str]) -> None:
    layout = {"text-field": "x"} | ({"text-font": asked} if asked else {})
    style = {"layers": [{"type": "symbol", "layout": layout}]}
    made = vector_style("s", style=style, geometry_type="Point", source_id="s", source={}, glyphs="")
    assert made["layers"][0]["layout"]["text-font"] == given
    assert set(FONTS) == set(fonts.FILES)


def test_the_legend_of_a_choropleth_is_kept(publish: Publish) -> None:
    legend = {"diaban:legend": {"unit_vi": "người/km²", "classes": []}}
    publish("density", [], style=FILL | {"metadata": legend})
    style = tiles.get_style(ANONYMOUS, collection_id="density", style_id="default", addresses=ADDRESSES)
    assert style["metadata"] == legend


def test_hidden_collections_have_no_style(publish: Publish) -> None:
    publish("secret", [], public=False)
    with pytest.raises(UnknownCollection):
        tiles.get_style(ANONYMOUS, collection_id="secret", style_id="default", addresses=ADDRESSES)


def test_another_style_is_unknown(publish: Publish) -> None:
    publish("plots", [])
    with pytest.raises(errors.UnknownStyle):
        tiles.get_style(ANONYMOUS, collection_id="plots", style_id="night", addresses=ADDRESSES)


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        ({"paint": {"line-color": ["match", ["get", "class"], "1", "red", "grey"]}}, {"class"}),
        ({"layout": {"text-field": "{name} ({code})"}}, {"name", "code"}),
        ({"filter": ["all", ["==", "use", "ODT"], ["has", "height"]]}, {"use", "height"}),
        ({"filter": ["==", "$type", "Polygon"]}, set()),
        ({"filter": [">=", ["get", "floors"], 5], "paint": {"fill-color": "red"}}, {"floors"}),
    ],
)
def test_the_fields_a_style_reads_are_found(layer: dict[str, object], names: set[str]) -> None:
    assert fields_read([layer]) == names


def test_labels_of_single_tiles_are_not_cut() -> None:
    style = {"layers": [{"type": "symbol", "layout": {"text-size": 9}}, {"type": "line"}]}
    assert uncut_labels(style)["layers"] == [
        {"type": "symbol", "layout": {"text-size": 9, "symbol-avoid-edges": True}},
        {"type": "line"},
    ]


def test_letters_are_made_once(tmp_path: Path) -> None:
    (tmp_path / "glyphs").unlink()
    first = tiles.get_glyphs("Unknown Font,Noto Sans Regular", letters="7680-7935")
    [file] = (tmp_path / "glyphs").rglob("*.pbf")
    assert file.read_bytes() == first
    assert b"Noto Sans Regular" in first and b"7680-7935" in first


def test_a_machine_without_the_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (tmp_path / "nothing",))
    fonts.font_file.cache_clear()
    with pytest.raises(errors.MissingFont, match="fonts-noto-core"):
        fonts.font_file("Noto Sans Regular")


@pytest.mark.parametrize("letters", ["0-254", "1-256", "x", "65536-65791", "../0-255"])
def test_odd_ranges_are_refused(letters: str) -> None:
    with pytest.raises(errors.UnknownFont):
        fonts.get_glyphs("Noto Sans Regular", letters=letters)
