import pytest

from layers.styles import OTHER, PALETTE, boundary_style, default_style, ink_of


def test_a_theme_lends_its_colours_to_the_themes_below_it() -> None:
    assert ink_of("network/water/mains") == PALETTE["network/water"]
    assert ink_of("network/heating") == PALETTE["network"]
    assert ink_of("something new") == OTHER


@pytest.mark.parametrize(
    ("geometry_type", "kinds"),
    [("Point", ["circle"]), ("MultiLineString", ["line"]), ("MultiPolygon", ["fill", "line"])],
)
def test_each_geometry_is_drawn_by_the_layers_that_fit_it(geometry_type: str, kinds: list[str]) -> None:
    layers = default_style(theme="base", geometry_type=geometry_type)["layers"]
    assert [layer["type"] for layer in layers] == kinds
    assert all("filter" not in layer for layer in layers)


def test_mixed_shapes_are_each_drawn_once() -> None:
    layers = default_style(theme="base", geometry_type="Geometry")["layers"]
    drawn = {layer["id"]: layer["filter"][2] for layer in layers}
    assert drawn == {"surface": "Polygon", "outline": "Polygon", "line": "LineString", "point": "Point"}


def test_areas_over_everything_leave_the_map_below_readable() -> None:
    [ground, border, name] = boundary_style(name_field="name_vi")["layers"]
    assert ground["paint"]["fill-opacity"] < 0.1
    assert border["type"] == "line"
    assert name["layout"]["text-field"] == ["get", "name_vi"]
