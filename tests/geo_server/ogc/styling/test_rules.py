"""MapLibre styles taken apart into rules, and what is refused."""

from typing import Any

import pytest

from geo_server.ogc.styling.conditions import ALWAYS, Compare, Every, Known, OfGeometry, OneOf, Some
from geo_server.ogc.styling.errors import CannotExport
from geo_server.ogc.styling.expressions import condition_of
from geo_server.ogc.styling.rules import rules_of
from geo_server.ogc.styling.symbols import Circle, Fill, Label, Line, Name


def fill(colour: Any, **more: Any) -> dict[str, Any]:
    return {"id": "a", "type": "fill", "paint": {"fill-color": colour}, **more}


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        (None, ALWAYS),
        (["==", ["get", "a"], 1], Compare("a", "==", 1)),
        (["==", "a", 1], Compare("a", "==", 1)),
        (["in", ["get", "a"], ["literal", [1, 2]]], OneOf("a", (1, 2))),
        (["!in", "a", 1, 2], OneOf("a", (1, 2), negated=True)),
        (["all", ["has", "a"], [">", ["get", "a"], 3]], Every((Known("a"), Compare("a", ">", 3)))),
        (["!", ["any", ["has", "a"], ["<", "b", 3]]], Every((Known("a", negated=True), Compare("b", ">=", 3)))),
        (["none", ["==", "a", 1], ["==", "a", 2]], Every((Compare("a", "!=", 1), Compare("a", "!=", 2)))),
        (["==", ["geometry-type"], "Polygon"], OfGeometry("Polygon")),
        (["match", ["get", "a"], ["x", "y"], True, False], OneOf("a", ("x", "y"))),
        (["all", ["==", "a", 1], ["==", "a", 2]], Some()),
        (["!=", ["get", "a"], None], Known("a")),
    ],
)  # fmt: skip
def test_a_filter_becomes_a_condition(expression: Any, condition: Any) -> None:
    assert condition_of(expression) == condition


@pytest.mark.parametrize(
    "expression", [["within", {}], ["==", ["get", "a"], ["get", "b"]], [">", ["+", ["get", "a"], 1], 2], "x", 5, ["!"]]
)
def test_what_cannot_be_said_elsewhere_is_refused(expression: Any) -> None:
    with pytest.raises(CannotExport) as refused:
        condition_of(expression)
    assert "f=mapbox" in refused.value.vi


def test_a_match_is_one_rule_for_each_class_and_one_for_the_rest() -> None:
    rules = rules_of([fill(["match", ["get", "use"], "park", "#00ff00", ["road", "rail"], "#888888", "#ffffff"])])
    assert [rule.condition for rule in rules] == [
        Compare("use", "==", "park"),
        OneOf("use", ("road", "rail")),
        OneOf("use", ("park", "road", "rail"), negated=True),
    ]
    assert [rule.symbol.colour.hex for rule in rules if isinstance(rule.symbol, Fill)] == [
        "#00ff00", "#888888", "#ffffff",
    ]  # fmt: skip


def test_two_matches_on_one_field_do_not_multiply() -> None:
    paint = {
        "fill-color": ["match", ["get", "use"], "a", "#111111", "b", "#222222", "#333333"],
        "fill-opacity": ["match", ["get", "use"], "a", 1, 0.5],
    }
    rules = rules_of([{"id": "x", "type": "fill", "paint": paint}])
    assert len(rules) == 3
    assert [rule.symbol.colour.alpha for rule in rules if isinstance(rule.symbol, Fill)] == [1, 0.5, 0.5]


def test_steps_and_smooth_scales_become_classes_without_gaps() -> None:
    [low, middle, high] = rules_of([fill(["step", ["get", "n"], "#000000", 10, "#111111", 20, "#222222"])])
    assert low.condition == Compare("n", "<", 10) and high.condition == Compare("n", ">=", 20)
    assert middle.condition == Every((Compare("n", ">=", 10), Compare("n", "<", 20)))
    smooth = rules_of([fill(["interpolate", ["linear"], ["get", "n"], 0, "#000000", 100, "#646464"])])
    colours = [rule.symbol.colour.red for rule in smooth if isinstance(rule.symbol, Fill)]
    assert colours == [0, 12, 38, 62, 88, 100], "below, the middles of four classes, above"


def test_a_case_holds_only_where_the_ones_before_do_not() -> None:
    rules = rules_of([fill(["case", [">", ["get", "n"], 5], "#111111", ["has", "m"], "#222222", "#333333"])])
    assert [rule.condition for rule in rules] == [
        Compare("n", ">", 5),
        Every((Compare("n", "<=", 5), Known("m"))),
        Every((Compare("n", "<=", 5), Known("m", negated=True))),
    ]


def test_a_width_that_grows_is_cut_into_bands_of_two_zooms() -> None:
    width = ["interpolate", ["linear"], ["zoom"], 10, 1, 14, 5]
    layer = {"id": "x", "type": "line", "minzoom": 8, "paint": {"line-width": width}}
    rules = rules_of([layer])
    assert [(rule.min_zoom, rule.max_zoom) for rule in rules] == [(8, 10), (10, 12), (12, 14), (14, 24)]
    assert [rule.symbol.width for rule in rules if isinstance(rule.symbol, Line)] == [1, 2, 4, 5]


def test_the_first_band_may_begin_at_a_stop() -> None:
    width = ["interpolate", ["linear"], ["zoom"], 10, 1, 14, 5]
    rules = rules_of([{"id": "x", "type": "line", "minzoom": 10, "maxzoom": 14, "paint": {"line-width": width}}])
    assert [(rule.min_zoom, rule.max_zoom) for rule in rules] == [(10, 12), (12, 14)]


def test_dots_and_labels_keep_their_numbers() -> None:
    dot = {"id": "d", "type": "circle", "paint": {"circle-color": "rgba(1,2,3,0.5)", "circle-radius": 4}}
    text = {
        "id": "t", "type": "symbol", "layout": {"text-field": ["concat", ["get", "no"], " / ", ["get", "name"]]},
        "paint": {"text-color": "red"},
    }  # fmt: skip
    circle, label = (rule.symbol for rule in rules_of([dot, text]))
    assert isinstance(circle, Circle) and (circle.radius, circle.colour.alpha) == (4, 0.5)
    assert isinstance(label, Label) and label.parts == (Name("no"), " / ", Name("name"))
    assert label.colour.hex == "#ff0000"


def test_layers_without_a_twin_are_left_out() -> None:
    icon = {"id": "i", "type": "symbol", "layout": {"icon-image": "star"}}
    hidden = fill("#000000", layout={"visibility": "none"})
    assert rules_of([{"id": "b", "type": "background"}, icon, hidden, {"id": "r", "type": "raster"}]) == []
