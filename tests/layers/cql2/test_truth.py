"""What a filter finds is what SQL finds that was written by hand, NULLs included."""

from datetime import datetime

import pytest
from django.db import connection

from geo_server.core.errors import DomainError
from geo_server.core.subject import ANONYMOUS
from layers import api as layers
from layers.errors import BadFilter, UnknownField
from tests.factories.things import THINGS, codes_of, define_things

pytestmark = pytest.mark.django_db

POINT = "ST_SetSRID(ST_Point(106.699, 10.7798), 4326)"
BOX = "ST_MakeEnvelope(106.69, 10.77, 106.7, 10.78, 4326)"
DAY = "TIMESTAMPTZ '2026-07-01 00:00+07'"

TRUTH = [
    ("floors = 2", "floors = 2"),
    ("floors <> 2", "floors <> 2"),
    ("NOT floors = 2", "NOT floors = 2"),
    ("NOT (floors = 2 AND listed)", "NOT (floors = 2 AND listed)"),
    ("floors = 2 OR name IS NULL", "floors = 2 OR name IS NULL"),
    ("name IS NOT NULL AND closed IS NULL", "name IS NOT NULL AND closed IS NULL"),
    ("height >= 57 AND height < 500", "height >= 57 AND height < 500"),
    ("height = -1", "height = -1"),
    ("listed", "listed"),
    ("listed = FALSE", "listed = FALSE"),
    ("listed = (floors > 1)", "listed = (floors > 1)"),
    ("name = 'Nhà thờ Đức Bà'", "name = 'Nhà thờ Đức Bà'"),
    ("name = 'Đường Nguyễn Huệ ''phố đi bộ'''", "code = 'C\\3'"),
    (r"name LIKE '%\'phố%'", "code = 'C\\3'"),
    ("name LIKE '%Đ%'", "name LIKE '%Đ%'"),
    ("name NOT LIKE '%Đ%'", "name NOT LIKE '%Đ%'"),
    ("code LIKE 'B_1'", "code IN ('B_1')"),
    (r"code LIKE 'B\%%'", "code = 'B%2'"),
    ("CASEI(name) = CASEI('LANDMARK 81')", "code = 'B_1'"),
    ("CASEI(name) LIKE CASEI('%đức%')", "code = 'A2'"),
    ("ACCENTI(name) LIKE 'Duong%'", "code = 'C\\3'"),
    ("ACCENTI(name) LIKE 'duong%'", "FALSE"),
    ("CASEI(ACCENTI(name)) LIKE 'duong%'", "code = 'C\\3'"),
    ("ACCENTI(CASEI(name)) LIKE CASEI(ACCENTI('DƯỜNG%'))", "code = 'C\\3'"),
    ("CASEI(name) IN (CASEI('Landmark 81'), 'x')", "code = 'B_1'"),
    ("floors BETWEEN 1 AND 2", "floors BETWEEN 1 AND 2"),
    ("floors NOT BETWEEN 1 AND 2", "floors NOT BETWEEN 1 AND 2"),
    ("code IN ('A1', 'B_1')", "code IN ('A1', 'B_1')"),
    ("floors NOT IN (2, 81)", "floors NOT IN (2, 81)"),
    ("floors + 1 = 3", "floors + 1 = 3"),
    ("height * 2 - floors / 4 > 100", "height * 2 - floors / 4.0 > 100"),
    ("floors % 2 = 1", "floors % 2 = 1"),
    ("floors div 4 = 20", "floors / 4 = 20"),
    ("floors ^ 2 = 4", "floors * floors = 4"),
    ("2 ^ 3 ^ 2 = 512", "TRUE"),
    ("-floors < -50", "-floors < -50"),
    ("1 / floors > 0.4", "floors <> 0 AND 1.0 / nullif(floors, 0) > 0.4"),
    ("floors > height", "floors > height"),
    ("built = closed", "built = closed"),
    ("DATE('2000-01-01') < built", "built > '2000-01-01'"),
    ("built = DATE('1880-04-11')", "built = '1880-04-11'"),
    ("seen >= TIMESTAMP('2026-06-30T17:00:00Z')", f"seen >= {DAY}"),
    ("seen >= TIMESTAMP('2026-07-01T00:00:00')", f"seen >= {DAY}"),
    ("T_AFTER(seen, DATE('2026-06-30'))", f"seen >= {DAY}"),
    ("T_BEFORE(seen, DATE('2026-07-01'))", f"seen < {DAY}"),
    ("T_INTERSECTS(seen, DATE('2026-07-01'))", f"seen >= {DAY} AND seen < {DAY} + interval '1 day'"),
    ("T_DISJOINT(seen, INTERVAL('2026-07-01', '2026-07-01'))", f"seen < {DAY} OR seen >= {DAY} + interval '1 day'"),
    ("T_DURING(built, INTERVAL('1900-01-01', '2016-01-01'))", "built > '1900-01-01' AND built < '2016-01-01'"),
    ("T_AFTER(built, INTERVAL('..', '2014-12-31'))", "built > '2014-12-31'"),
    ("T_EQUALS(INTERVAL(built, closed), INTERVAL('2018-07-26', '2018-07-26'))", "built = closed"),
    ("T_MEETS(INTERVAL(built, closed), INTERVAL('2030-01-01', '..'))", "closed = '2030-01-01'"),
    ("T_METBY(INTERVAL('2030-01-01', '..'), INTERVAL(built, closed))", "closed = '2030-01-01'"),
    ("T_STARTS(INTERVAL(built, closed), INTERVAL('1914-03-28', '..'))", "built = '1914-03-28'"),
    ("T_STARTEDBY(INTERVAL('1914-03-28', '..'), INTERVAL(built, closed))", "built = '1914-03-28'"),
    ("T_FINISHES(INTERVAL(built, closed), INTERVAL('..', '2030-01-01'))", "closed = '2030-01-01'"),
    ("T_FINISHEDBY(INTERVAL('..', '2030-01-01'), INTERVAL(built, closed))", "closed = '2030-01-01'"),
    (
        "T_OVERLAPS(INTERVAL(built, closed), INTERVAL('2000-01-01', '..'))",
        "built < '2000-01-01' AND closed > '2000-01-01'",
    ),
    (
        "T_OVERLAPPEDBY(INTERVAL(built, closed), INTERVAL('..', '2000-01-01'))",
        "built < '2000-01-01' AND closed > '2000-01-01'",
    ),
    (
        "T_CONTAINS(INTERVAL(built, closed), INTERVAL('2000-01-01', '2001-01-01'))",
        "built < '2000-01-01' AND closed > '2001-01-01'",
    ),
    ("year(built) = 2018 AND month(built) = 7", "built BETWEEN '2018-07-01' AND '2018-07-31'"),
    ("month(seen) = 7", f"seen >= {DAY}"),
    ("abs(height) = 1", "height = -1"),
    ("round(height) = 461", "code = 'B_1'"),
    ("now() > seen", "seen < now()"),
    ("S_INTERSECTS(geometry, POINT(106.699 10.7798))", f"ST_Intersects(geom, {POINT})"),
    ("S_EQUALS(geometry, POINT(106.699 10.7798))", f"ST_Equals(geom, {POINT})"),
    ("S_DISJOINT(geometry, POINT(106.699 10.7798))", f"ST_Disjoint(geom, {POINT})"),
    ("S_WITHIN(geometry, BBOX(106.69,10.77,106.70,10.78))", f"ST_Within(geom, {BOX})"),
    ("S_INTERSECTS(geometry, BBOX(106.69,10.77,-1,106.70,10.78,900))", f"ST_Intersects(geom, {BOX})"),
    ("S_CONTAINS(geometry, POINT(106.698 10.772))", "code = 'A1'"),
    ("S_TOUCHES(geometry, POINT(106.697 10.772))", "code = 'A1'"),
    ("S_CROSSES(geometry, LINESTRING(106.70 10.77, 106.708 10.778))", "code = 'C\\3'"),
    ("S_OVERLAPS(geometry, BBOX(106.698,10.772,106.7,10.774))", "code = 'A1'"),
    (
        "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(106.698 10.772), LINESTRING(106.722 10.79,106.722 10.80)))",
        "code IN ('A1', 'B_1')",
    ),
    ("S_INTERSECTS(geometry, MULTIPOINT((106.698 10.772), (106.722 10.795)))", "code IN ('A1', 'B_1')"),
    ("S_WITHIN(geometry, MULTIPOLYGON(((106 10,107 10,107 11,106 11,106 10))))", "geom IS NOT NULL"),
    ("S_INTERSECTS(geometry, MULTILINESTRING((106.698 10.7,106.698 10.8)))", "code = 'A1'"),
    ("S_INTERSECTS(geometry, POINT Z(106.698 10.772 4))", "code = 'A1'"),
    ("area(geometry) > 40000", "ST_Area(geom::geography) > 40000"),
    ("length(geometry) BETWEEN 600 AND 700", "ST_Length(geom::geography) BETWEEN 600 AND 700"),
    ("distance(geometry, POINT(106.699 10.7798)) < 1000", f"ST_Distance(geom::geography, {POINT}::geography) < 1000"),
    ("geometry IS NULL", "geom IS NULL"),
    ("TRUE", "TRUE"),
    ("'a' = 'b'", "FALSE"),
    ('"floors" = 2 and not "name" is null', "floors = 2"),
]


@pytest.fixture(autouse=True)
def things(now: datetime) -> None:
    define_things(now=now)


def codes_by_hand(condition: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code FROM feature.things WHERE {condition} ORDER BY fid".replace("%", "%%"), {})
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(("text", "condition"), TRUTH, ids=[text for text, _ in TRUTH])
def test_a_filter_finds_what_sql_finds(text: str, condition: str) -> None:
    found = codes_of(filter=layers.Filter(text))
    assert found == codes_by_hand(condition)
    query = layers.ItemsQuery(filter=layers.Filter(text))
    assert layers.count_items(ANONYMOUS, collection_id="things", query=query) == len(found)


def test_the_table_of_truth_tells_filters_apart() -> None:
    """Most filters find some things and leave some out, so that a filter that is ignored fails."""
    sizes = [len(codes_by_hand(condition)) for _, condition in TRUTH]
    assert sum(0 < size < len(THINGS) for size in sizes) > 0.9 * len(sizes)


JSON = [
    ('{"op": "=", "args": [{"property": "floors"}, 2]}', "floors = 2"),
    (
        '{"op": "and", "args": [{"op": ">", "args": [{"property": "floors"}, 0]}, {"property": "listed"}]}',
        "floors > 0 AND listed",
    ),
    ('{"op": "not", "args": [{"op": "isNull", "args": [{"property": "name"}]}]}', "name IS NOT NULL"),
    ('{"op": "like", "args": [{"op": "casei", "args": [{"property": "name"}]}, "%đức%"]}', "code = 'A2'"),
    ('{"op": "in", "args": [{"property": "code"}, ["A1", "A2"]]}', "code IN ('A1', 'A2')"),
    ('{"op": "between", "args": [{"property": "floors"}, 1, 2]}', "floors BETWEEN 1 AND 2"),
    ('{"op": "=", "args": [{"property": "built"}, {"date": "1880-04-11"}]}', "code = 'A2'"),
    (
        '{"op": "t_during", "args": [{"property": "seen"}, {"interval": ["2026-07-01T00:00:00Z", ".."]}]}',
        "seen > '2026-07-01T00:00:00Z'",
    ),
    (
        '{"op": "s_intersects", "args": [{"property": "geometry"},'
        ' {"type": "Point", "coordinates": [106.698, 10.772]}]}',
        "code = 'A1'",
    ),
    (
        '{"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [106.69, 10.77, 106.70, 10.78]}]}',
        f"ST_Within(geom, {BOX})",
    ),
    ('{"op": "=", "args": [{"op": "+", "args": [{"property": "floors"}, 1]}, 3]}', "floors = 2"),
    ("true", "TRUE"),
]


@pytest.mark.parametrize(("text", "condition"), JSON)
def test_json_says_the_same_as_text(text: str, condition: str) -> None:
    assert codes_of(filter=layers.Filter(text, "cql2-json")) == codes_by_hand(condition)


def test_letters_may_be_composed_or_not() -> None:
    decomposed = "name = 'Nha\u0300 tho\u031b\u0300 Đu\u031b\u0301c Ba\u0300'"
    assert codes_of(filter=layers.Filter(decomposed)) == ["A2"]
    escaped = r'{"op": "=", "args": [{"property": "name"}, "Nha\u0300 th\u01a1\u0300 \u0110\u01b0\u0301c Ba\u0300"]}'
    assert codes_of(filter=layers.Filter(escaped, "cql2-json")) == ["A2"]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:9210", "EPSG:3857"])
def test_coordinates_of_a_filter_are_in_its_crs(crs: str) -> None:
    corners = [(106.6975, 10.7715), (106.6985, 10.7725)]
    moved = [tuple(float(v) for v in layers.transformer(layers.CRS84, crs)(*corner)) for corner in corners]
    written = [(y, x) if layers.axis_order(crs) == "yx" else (x, y) for x, y in moved]
    numbers = ",".join(f"{number:.9f}" for corner in written for number in corner)
    assert codes_of(filter=layers.Filter(f"S_INTERSECTS(geometry, BBOX({numbers}))", crs=crs)) == ["A1"]
    x, y = written[0]
    assert codes_of(filter=layers.Filter(f"S_INTERSECTS(geometry, POINT({x:.9f} {y:.9f}))", crs=crs)) == ["A1"]


FAULTS = [
    ("name = 1", BadFilter, "character 6: = cannot compare a text with a number"),
    ("floors = '2'", BadFilter, "character 8: = cannot compare a number with a text"),
    ("built = '1880-04-11'", BadFilter, "Write DATE('2026-07-01')"),
    ("seen > DATE('2026-07-01')", BadFilter, "Use T_BEFORE"),
    ("listed < TRUE", BadFilter, "They have no order"),
    ("geometry = POINT(1 1)", BadFilter, "Use S_EQUALS"),
    ("floors", BadFilter, "true or false of each feature, but it is a number"),
    ("nothing = 1", UnknownField, "no field 'nothing'"),
    ("secret = 'mật 1'", UnknownField, "no field 'secret'"),
    ("changed_by = 'x'", UnknownField, "no field 'changed_by'"),
    ("pg_sleep(10) = 1", BadFilter, "'pg_sleep' is no operator or function"),
    ("A_CONTAINS(name, ('a', 'b'))", BadFilter, "no field holds a list"),
    ("name LIKE code", BadFilter, "LIKE takes a pattern in quotes"),
    ("name LIKE 'a\\\\\\'", BadFilter, "lone"),
    ("floors = 99999999999999999999", BadFilter, "too large"),
    ("floors = 1e999", BadFilter, "too large"),
    ("floors = ", BadFilter, "character 9: it ends too early"),
    ("floors = = 2", BadFilter, "character 10: '= 2' cannot stand here"),
    ("built = DATE('1880-04-31')", BadFilter, "'1880-04-31' is no date"),
    ("seen = TIMESTAMP('2026-07-01')", BadFilter, "'2026-07-01' is no timestamp"),
    ("T_AFTER(built, INTERVAL('2026-01-02', '2026-01-01'))", BadFilter, "ends before it begins"),
    ("S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", BadFilter, "not valid: Self-intersection"),
    ("S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0)))", BadFilter, "Polygon is not complete"),
    ("S_INTERSECTS(geometry, POINT(10.7 106.7))", BadFilter, "outside the world"),
    ("S_INTERSECTS(geometry, BBOX(1,2,3))", BadFilter, "BBOX takes 4 numbers"),
    ("S_INTERSECTS(geometry)", BadFilter, "s_intersects takes 2 arguments, not 1"),
    ("S_INTERSECTS(name, POINT(1 1))", BadFilter, "a geometry is needed here, not a text"),
    ("height ^ 0.5 > 1", BadFilter, "no result"),
    ("height * 1e300 * 1e300 > 1", BadFilter, "no result"),
]


@pytest.mark.parametrize(("text", "error", "said"), FAULTS)
def test_a_fault_is_named_with_its_place(text: str, error: type[DomainError], said: str) -> None:
    with pytest.raises(error) as caught:
        codes_of(filter=layers.Filter(text))
    assert said in caught.value.en
    assert caught.value.vi != caught.value.en
