"""Layers that are empty, or hold next to nothing, or everything at once, pass like any other."""

from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pytest
import shapely

from publishing.hygiene import Cleaner, Context, profile, propose
from publishing.kinds import SourceColumn, SourceLayer

from .conftest import CITY, MakeLayer, cleaned, proposals_of


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_layer_of_next_to_nothing(rows: int, make_layer: MakeLayer) -> None:
    shapes = [shapely.Point(106.7, 10.8 + i / 100) for i in range(rows)]
    layer = make_layer({"ten": [f"A{i}" for i in range(rows)], "cao": [1.5 + i for i in range(rows)]}, shapes)
    assert proposals_of(layer) == {}
    assert profile(layer, CITY).rows == rows


def test_columns_without_any_value(make_layer: MakeLayer) -> None:
    layer = make_layer({"ten": ["a", "b"], "trong": ["", " "], "khong": ["-", "N/A"]})
    assert set(proposals_of(layer)) == {"nulls"}
    table, _ = cleaned(layer)
    assert table.column("trong").to_pylist() == [None, None]
    assert table.column("khong").to_pylist() == [None, None]


def test_dates_moments_and_booleans_pass_as_they_are(make_layer: MakeLayer) -> None:
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    path = make_layer({"x": [1]}).path
    table = pa.table(
        {
            "row": pa.array([1, 2], pa.int64()),
            "ngay": pa.array([date(2024, 2, 29), None], pa.date32()),
            "luc": pa.array([moment, None], pa.timestamp("us", tz="UTC")),
            "co": pa.array([True, None], pa.bool_()),
            "khong_gi": pa.array([None, None], pa.string()),
        }
    )
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    kinds = {"ngay": "date", "luc": "date-time", "co": "boolean", "khong_gi": "string"}
    columns = tuple(SourceColumn(name, kind) for name, kind in kinds.items())  # type: ignore[arg-type]
    layer = SourceLayer("a", columns, (), "", "", 2, None, path)
    assert proposals_of(layer) == {}
    assert cleaned(layer)[0].to_pylist()[0] == table.to_pylist()[0]


def test_a_layer_without_any_place(make_layer: MakeLayer) -> None:
    table, faults = cleaned(make_layer({"ten": ["a", "b"]}, [None, None]))
    assert (table.num_rows, faults) == (2, [])


def test_the_order_of_rows_and_batches_does_not_matter(make_layer: MakeLayer) -> None:
    points = [shapely.Point(106.6 + i / 500, 10.7 + (i % 9) / 500) for i in range(60)]
    columns = {"ma": [f"P{i}" for i in range(60)], "nam": [str(1990 + i) for i in range(60)]}
    results = [cleaned(make_layer(columns, points, batch=size))[0].to_pylist() for size in (1, 7, 1000)]
    assert results[0] == results[1] == results[2]


def test_a_cleaner_of_another_process_does_the_same(make_layer: MakeLayer) -> None:
    points = [shapely.Point(106.6 + i / 500, 10.7 + (i % 9) / 500) for i in range(60)]
    points[50] = points[4]
    columns = {"loai": ["ống", "van"] * 30, "cao": ["1,5", "2,25"] * 30}
    for name in columns:
        columns[name][50] = columns[name][4]
    layer = make_layer(columns, points)
    stored = propose(profile(layer, CITY), CITY)
    one, other = (Cleaner(layer, stored, {}, CITY) for _ in range(2))
    for batch in layer.batches():
        assert one.clean(batch)[0].equals(other.clean(batch)[0])


def test_what_comes_out_lies_in_degrees_and_in_the_columns_that_were_announced(make_layer: MakeLayer) -> None:
    x = 600_000 + 100.0 * np.arange(30)
    layer = make_layer(
        {"cao": ["1,5"] * 30, "so": [f"r{i}" for i in range(30)]}, shapely.points(x, 1_192_000), crs="EPSG:9210"
    )
    asked = propose(profile(layer, CITY), CITY)
    cleaner = Cleaner(layer, asked, {}, CITY)
    assert [(column.name, column.type) for column in cleaner.columns] == [("cao", "number"), ("so", "string")]
    good, _ = cleaner.clean(next(iter(layer.batches())))
    assert good.schema.names == ["row", "cao", "so", "geometry"]
    west, south, east, north = shapely.total_bounds(shapely.from_wkb(good.column("geometry").to_pylist()))
    assert 106 < west < east < 107.1
    assert 10.3 < south <= north < 11.2


def test_nothing_is_compared_with_a_city_that_nobody_knows(make_layer: MakeLayer) -> None:
    points = [shapely.Point(2.3 + i / 500, 48.8 + (i % 9) / 500) for i in range(60)]
    assert proposals_of(make_layer({"so": [f"r{i}" for i in range(60)]}, points), Context()) == {}
