"""Rows that are no objects, rows that are there twice, rows far away; clean layers are left alone."""

from typing import Any

import pytest
import shapely

from publishing.errors import OpenQuestions, UnknownDecision
from publishing.hygiene import Cleaner, Context, profile, propose

from .conftest import CITY, MakeLayer, cleaned, proposals_of


def _points(count: int, *, step: float = 0.001) -> list[Any]:
    return [shapely.Point(106.6 + (i % 7) * step, 10.7 + (i // 7) * step) for i in range(count)]


def _names(count: int) -> list[str]:
    return [f"Trụ {i}" for i in range(count)]


def _register(count: int = 40) -> dict[str, list[Any]]:
    return {
        "ma": [f"P{i:03d}" for i in range(count)],
        "ten": _names(count),
        "loai": ["bê tông"] * count,
        "phuong": ["An Khánh"] * count,
        "status": ["success"] * count,
    }


def test_a_clean_layer_is_met_with_silence(make_layer: MakeLayer) -> None:
    assert proposals_of(make_layer(_register(), _points(40))) == {}


def test_hollow_rows_that_call_themselves_errors_are_left_out(make_layer: MakeLayer) -> None:
    columns = _register()
    for row in (5, 17):
        for name in ("ma", "ten", "loai"):
            columns[name][row] = None
        columns["status"][row] = "error"
    layer = make_layer(columns, _points(40))
    proposal = proposals_of(layer)["junk"]
    assert proposal.evidence["rows"] == [6, 18]
    assert proposal.evidence["mark"] == "error"
    assert (proposal.choices[0].value, proposal.sure) == ("leave_out", True)
    table, faults = cleaned(layer)
    assert table.num_rows == 38
    assert [(fault.row, fault.rule) for fault in faults] == [(6, "junk"), (18, "junk")]


def test_hollow_rows_that_say_nothing_of_errors_are_kept(make_layer: MakeLayer) -> None:
    columns = _register()
    for name in ("ma", "ten", "loai"):
        columns[name][5] = None
    layer = make_layer(columns, _points(40))
    assert proposals_of(layer)["junk"].choices[0].value == "keep"
    assert cleaned(layer)[0].num_rows == 40


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("<html><body>502 Bad Gateway</body></html>", "errors"),
        ("Traceback (most recent call last):", "errors"),
        ("#REF!", "errors"),
        ("HTTP Error 404: Not Found", "errors"),
    ],
)
def test_an_error_page_for_a_value_is_junk(value: str, reason: str, make_layer: MakeLayer) -> None:
    columns = _register()
    columns["ten"][9] = value
    assert proposals_of(make_layer(columns, _points(40)))["junk"].evidence["reasons"] == {reason: 1}


def test_a_repeated_header_and_a_sum_at_the_end_are_junk(make_layer: MakeLayer) -> None:
    columns = {name: values[:20] for name, values in _register().items()}
    for name, values in columns.items():
        values.insert(10, name)
        values.append("Tổng cộng" if name == "ma" else None)
    assert proposals_of(make_layer(columns))["junk"].evidence["reasons"] == {"headers": 1, "totals": 1}


def test_a_total_in_the_middle_is_a_category(make_layer: MakeLayer) -> None:
    columns = _register()
    columns["loai"][3] = "Tổng số"
    columns["phuong"][3] = None
    assert "junk" not in proposals_of(make_layer(columns))


def test_the_second_of_two_equal_rows_is_left_out(make_layer: MakeLayer) -> None:
    columns, points = _register(), _points(40)
    columns["objectid"] = list(range(1, 41))
    for values in columns.values():
        values[30] = values[4]
    columns["objectid"][30] = 31
    points[30] = points[4]
    layer = make_layer(columns, points)
    assert proposals_of(layer)["same_rows"].evidence["rows"] == [31]
    assert proposals_of(layer)["same_rows"].sure
    assert cleaned(layer)[0].num_rows == 39


def test_many_features_in_one_place_are_asked_about_and_a_few_are_not(make_layer: MakeLayer) -> None:
    points = _points(300)
    points[250:262] = points[10:22]
    layer = make_layer({"ten": _names(300)}, points)
    proposal = proposals_of(layer)["same_place"]
    assert proposal.evidence["rows"] == list(range(251, 263))
    assert (proposal.choices[0].value, proposal.sure) == ("leave_out", False)
    few = _points(300)
    few[250] = few[10]
    assert proposals_of(make_layer({"ten": _names(300)}, few))["same_place"].choices[0].value == "keep"


def test_a_register_with_several_rows_per_place_is_normal(make_layer: MakeLayer) -> None:
    points = [point for point in _points(20) for _ in range(2)]
    assert "same_place" not in proposals_of(make_layer({"so_phep": _names(40)}, points))


def test_two_triangles_of_one_square_are_not_the_same(make_layer: MakeLayer) -> None:
    corners = [(106.6, 10.7), (106.601, 10.7), (106.601, 10.701), (106.6, 10.701)]
    first = shapely.Polygon([corners[0], corners[1], corners[2]])
    second = shapely.Polygon([corners[0], corners[2], corners[3]])
    assert "same_place" not in proposals_of(make_layer({"a": ["x", "y"]}, [first, second]))


def test_a_repeated_code_is_named_with_its_column(make_layer: MakeLayer) -> None:
    columns = _register(100)
    columns["ma"][60] = columns["ma"][3]
    proposal = proposals_of(make_layer(columns, _points(100)))["same_key"]
    assert proposal.evidence["columns"] == {"ma": 1}
    assert proposal.evidence["rows"] == [61]


def test_a_code_list_is_no_key(make_layer: MakeLayer) -> None:
    columns = {"ma_loai": ["A", "B", "C", "D"] * 10}
    assert "same_key" not in proposals_of(make_layer(columns, _points(40)))


def test_a_feature_far_from_the_body_is_left_out(make_layer: MakeLayer) -> None:
    lines = [shapely.LineString([p.coords[0], (p.x + 0.0005, p.y)]) for p in _points(60)]
    lines[17] = shapely.LineString([(106.6, 10.7), (106.6, 17.7)])
    for context, rows in ((CITY, None), (Context(), [18])):
        proposal = proposals_of(make_layer({"ten": _names(60)}, lines), context).get("far")
        assert (proposal.evidence["rows"] if proposal else None) == rows
    gone = [*lines[:17], shapely.LineString([(107.9, 17.6), (107.9, 17.7)]), *lines[18:]]
    proposal = proposals_of(make_layer({"ten": _names(60)}, gone))["far"]
    assert proposal.sure
    assert proposal.evidence["farthest_km"] == pytest.approx(7 * 110.6, rel=0.05)


def test_an_island_of_the_city_is_not_far(make_layer: MakeLayer) -> None:
    points = [*_points(60), shapely.Point(107.05, 11.15)]
    assert proposals_of(make_layer({"ten": _names(61)}, points)) == {}


def test_what_lies_on_the_border_is_kept_and_what_lies_well_outside_is_asked_about(make_layer: MakeLayer) -> None:
    near = [*_points(100), shapely.Point(107.1002, 10.72)]  # 22 m beyond the eastern border
    proposal = proposals_of(make_layer({"ten": _names(101)}, near))["outside_city"]
    assert (proposal.choices[0].value, proposal.sure) == ("keep", True)
    assert proposal.evidence["farthest_m"] == pytest.approx(0.0002 * 110_574, rel=0.05)
    out = [*_points(100), shapely.Point(107.104, 10.72)]
    wide = [*out[:100:5], *[shapely.Point(106.4 + i / 150, 10.5 + i / 200) for i in range(80)], out[100]]
    proposal = proposals_of(make_layer({"ten": _names(101)}, wide))["outside_city"]
    assert proposal.choices[0].value == "keep"
    far_out = [*wide[:-1], shapely.Point(107.2, 10.72)]
    proposal = proposals_of(make_layer({"ten": _names(101)}, far_out))["outside_city"]
    assert (proposal.choices[0].value, proposal.sure) == ("leave_out", False)


def test_a_border_is_followed_and_not_only_its_box(make_layer: MakeLayer) -> None:
    triangle = shapely.Polygon([(106.3, 10.3), (107.1, 10.3), (106.3, 11.2)])
    context = Context(extent=CITY.extent, outline=triangle.wkb)
    points = [*_points(60), shapely.Point(107.0, 11.1)]
    assert proposals_of(make_layer({"ten": _names(61)}, points), context)["far"].evidence["rows"] == [61]


def test_rows_at_zero_lose_their_place(make_layer: MakeLayer) -> None:
    points = _points(40)
    points[8] = shapely.Point(0, 0)
    layer = make_layer({"ten": _names(40)}, points)
    assert proposals_of(layer)["zero_place"].evidence["rows"] == [9]
    table, _ = cleaned(layer)
    assert table.num_rows == 40
    assert table.column("geometry")[8].as_py() is None


def test_a_decision_about_nothing_is_refused(make_layer: MakeLayer) -> None:
    layer = make_layer(_register(), _points(40))
    with pytest.raises(UnknownDecision, match="junk"):
        Cleaner(layer, (), {"junk": "leave_out"}, CITY)
    with pytest.raises(UnknownDecision, match="EPSG:99999"):
        Cleaner(layer, (), {"crs": "EPSG:99999"}, CITY)


def test_an_open_question_names_its_choices(make_layer: MakeLayer) -> None:
    points = _points(300)
    points[250:262] = points[10:22]
    layer = make_layer({"ten": _names(300)}, points)
    asked = propose(profile(layer, CITY), CITY)
    with pytest.raises(OpenQuestions) as refused:
        Cleaner(layer, asked, {}, CITY)
    [fault] = refused.value.faults
    assert fault.where == "same_place"
    assert "leave_out" in fault.vi
    with pytest.raises(UnknownDecision, match="perhaps"):
        Cleaner(layer, asked, {"same_place": "perhaps"}, CITY)
