"""Text formats: nesting, numbers, names, tables that are too wide, drawings that multiply."""

import json
from pathlib import Path
from typing import Any

from .traps import Ground, harmless, refused


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(properties: dict[str, Any], geometry: object = None) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


POINT = {"type": "Point", "coordinates": [106.7, 10.8]}


def text(path: Path, content: str) -> Path:
    path.write_text(content, "utf-8")
    return path


@refused("broken|levels")
def brackets_without_end(at: Ground) -> Path:
    return text(at.folder / "x.geojson", '{"type":"FeatureCollection","features":' + "[" * 500_000)


@refused("broken|levels")
def objects_in_objects_without_end(at: Ground) -> Path:
    inner = '{"a":' * 200_000 + "1" + "}" * 200_000
    return text(at.folder / "x.geojson", collection(feature({"p": "@"}, POINT)).replace('"@"', inner))


@refused("broken|levels|reader broke")
def collections_in_collections(at: Ground) -> Path:
    inner = '{"type":"GeometryCollection","geometries":[' * 50_000 + json.dumps(POINT) + "]}" * 50_000
    return text(at.folder / "x.geojson", collection(feature({}, "@")).replace('"@"', inner))


@refused("broken")
def numbers_without_end(at: Ground) -> Path:
    line = '{"type":"LineString","coordinates":[[1e999,1],[2,-1e999]]}'
    return text(at.folder / "x.geojson", collection(feature({"a": 1}, "@")).replace('"@"', line))


@refused("broken")
def numbers_of_a_thousand_digits(at: Ground) -> Path:
    return text(at.folder / "x.geojson", collection(feature({"a": "@"}, POINT)).replace('"@"', "9" * 1_000))


@harmless(1)
def the_same_key_twice(at: Ground) -> Path:
    return text(at.folder / "x.geojson", collection(feature({"a": 1}, POINT)).replace('"a": 1', '"a": 1, "a": "x"'))


@refused("columns")
def sixty_five_thousand_properties(at: Ground) -> Path:
    return text(at.folder / "x.geojson", collection(feature({f"c{n}": n for n in range(65_536)}, POINT)))


@refused("columns")
def sixty_five_thousand_columns(at: Ground) -> Path:
    names = ",".join(f"c{n}" for n in range(65_536))
    return text(at.folder / "x.csv", f"{names}\n{',' * 65_535}\n")


@refused("characters")
def a_quotation_mark_that_nobody_closes(at: Ground) -> Path:
    return text(at.folder / "x.csv", 'a,b\n1,"' + "x,y\n" * 1_000_000)


@refused("without columns|characters")
def one_line_of_fifty_megabytes(at: Ground) -> Path:
    return text(at.folder / "x.csv", "x" * 50_000_000)


@harmless(50_001, "repaired_text")
def text_with_nul_bytes(at: Ground) -> Path:
    (at.folder / "x.csv").write_bytes(b"a,b\n" + b"1,2\n" * 50_000 + b"\x00\x00,3\n")
    return at.folder / "x.csv"


@refused("not known")
def text_that_begins_with_nul_bytes(at: Ground) -> Path:
    (at.folder / "x.csv").write_bytes(b"a,\x00b\n1,2\n")
    return at.folder / "x.csv"


@harmless(1)
def a_formula_in_a_cell(at: Ground) -> Path:
    return text(at.folder / "x.csv", "a,b\n\"=cmd|' /C calc'!A0\",@SUM(1)\n")


@harmless(1)
def sql_in_the_name_of_a_column(at: Ground) -> Path:
    column = "a'; DROP TABLE feature.roads; --"
    return text(at.folder / "x.geojson", collection(feature({column: 1, '"': 2, "a\\": 3}, POINT)))


@harmless(1)
def sql_in_the_name_of_a_file(at: Ground) -> Path:
    return text(at.folder / "x'; DROP TABLE feature.roads; --.geojson", collection(feature({"a": 1}, POINT)))


@harmless(1)
def names_that_turn_the_writing_direction(at: Ground) -> Path:
    return text(at.folder / "a\u202egpj.geojson", collection(feature({"\u202e\x1b[31mten\u0000": 1}, POINT)))


@harmless(2)
def an_address_in_every_value(at: Ground) -> Path:
    rows = [feature({"href": f"/vsicurl/{at.url}", "@id": at.url}, POINT)] * 2
    links = json.dumps({"links": [{"href": at.url}]})[:-1]
    return text(at.folder / "x.geojson", f"{links}, {collection(*rows)[1:]}")


@refused("broken|columns|not what")
def a_description_of_another_service(at: Ground) -> Path:
    return text(at.folder / "x.geojson", json.dumps({"displayFieldName": "", "url": at.url, "layers": [at.url]}))


DXF = "0\nSECTION\n2\nBLOCKS\n{}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{}0\nENDSEC\n0\nEOF\n"
BLOCK = "0\nBLOCK\n8\n0\n2\n{name}\n10\n0\n20\n0\n{inside}0\nENDBLK\n8\n0\n"
INSERT = "0\nINSERT\n8\n0\n2\n{name}\n10\n{x}\n20\n0\n"
A_POINT = "0\nPOINT\n8\n0\n10\n1\n20\n1\n"


@refused("longer than|memory|nothing is drawn|broken|rows|reader broke")
def blocks_that_double_forty_times(at: Ground) -> Path:
    blocks = BLOCK.format(name="b0", inside=A_POINT)
    for n in range(1, 40):
        inside = INSERT.format(name=f"b{n - 1}", x=0) + INSERT.format(name=f"b{n - 1}", x=1)
        blocks += BLOCK.format(name=f"b{n}", inside=inside)
    return text(at.folder / "x.dxf", DXF.format(blocks, INSERT.format(name="b39", x=0)))


@refused("longer than|memory|nothing is drawn|broken|rows|reader broke")
def a_block_that_holds_itself(at: Ground) -> Path:
    block = BLOCK.format(name="b", inside=INSERT.format(name="b", x=0))
    return text(at.folder / "x.dxf", DXF.format(block, INSERT.format(name="b", x=0)))


@refused("longer than|memory|nothing is drawn|broken|rows|reader broke")
def a_block_set_a_billion_times(at: Ground) -> Path:
    insert = INSERT.format(name="b", x=0) + "70\n32000\n71\n32000\n44\n1\n45\n1\n"
    return text(at.folder / "x.dxf", DXF.format(BLOCK.format(name="b", inside=A_POINT), insert))


@refused("only names other tables")
def a_mapinfo_table_that_names_another_file(at: Ground) -> Path:
    return text(at.folder / "x.tab", '!table\n!version 300\nDefinition Table\n  Type LINKED\n  File "/etc/passwd"\n')


@refused("only names other tables")
def a_mapinfo_view_that_joins_other_tables(at: Ground) -> Path:
    content = '!table\n!version 100\nOpen Table "/etc/passwd" Hide\nCreate View x As Select a From passwd\n'
    return text(at.folder / "x.tab", content)


@refused("part .* is missing")
def a_mapinfo_table_without_its_parts(at: Ground) -> Path:
    return text(at.folder / "x.tab", "!table\n!version 300\nDefinition Table\n  Type NATIVE Charset x\n")


@refused("0 of its 1 features")
def a_mapinfo_line_of_a_billion_vertices(at: Ground) -> Path:
    (at.folder / "x.mid").write_text("1\n")
    content = 'Version 300\nCharset "Neutral"\nDelimiter ","\nColumns 1\n  a Integer\nData\n\nPline 1000000000\n1 2\n'
    return text(at.folder / "x.mif", content)
