"""The formats of features besides pages for people: what `f` and Accept choose from, and what the links name."""

from functools import partial

from ..formats import GEOJSON
from . import csv_table, geojson, geoparquet, jsonfg
from .gdal_files import encode_flatgeobuf, encode_geopackage
from .selection import Encoder

JSON_FG = Encoder(
    name="jsonfg",
    media_type=GEOJSON,
    extension="json",
    title="JSON-FG",
    form="text",
    encode=partial(jsonfg.encode, plus=True),
    is_document=True,
)

ENCODERS: dict[str, Encoder] = {
    encoder.name: encoder
    for encoder in (
        Encoder(
            name="json",
            media_type=GEOJSON,
            extension="geojson",
            title="GeoJSON",
            form="text",
            encode=geojson.encode,
            is_document=True,
        ),
        JSON_FG,
        Encoder(
            name="fgb",
            media_type="application/flatgeobuf",
            extension="fgb",
            title="FlatGeobuf",
            form="binary",
            encode=encode_flatgeobuf,
        ),
        Encoder(
            name="gpkg",
            media_type="application/geopackage+sqlite3",
            extension="gpkg",
            title="GeoPackage",
            form="binary",
            encode=encode_geopackage,
        ),
        Encoder(
            name="parquet",
            media_type="application/vnd.apache.parquet",
            extension="parquet",
            title="GeoParquet",
            form="binary",
            encode=geoparquet.encode,
            compressible=False,
        ),
        Encoder(
            name="csv",
            media_type="text/csv; charset=utf-8",
            extension="csv",
            title="CSV",
            form="binary",
            encode=csv_table.encode,
        ),
    )
}
