"""The benchmark's city in Diaban: a million buildings and 200,000 links, copied from the tables that the limits read.

    python -m tests.bench.ogc.city postgresql://postgres@127.0.0.1:55433/city

Both sides then hold the same rows under the same numbers, in one cluster with the same settings.
"""

import sys
from dataclasses import dataclass
from typing import Any

import django
import psycopg
from django.db import connection, transaction
from psycopg import sql

from geo_server.core import clock
from geo_server.core.subject import system
from layers import api as layers

LOADER = system("bench")
TYPES = {
    "integer": "bigint",
    "number": "double precision",
    "string": "text",
    "date": "date",
    "date-time": "timestamptz",
}


@dataclass(frozen=True)
class BenchLayer:
    """One table of the benchmark; it has the name of the collection and `id` for `fid`."""

    spec: layers.CollectionSpec
    rows: int


def _field(name: str, kind: Any, titles: str, **more: Any) -> layers.Field:
    vi, _, en = titles.partition(" | ")
    return layers.Field(name=name, type=kind, title_vi=vi, title_en=en, **more)


BUILDINGS = BenchLayer(
    layers.CollectionSpec(
        id="buildings",
        title_vi="Công trình (đo tốc độ)",
        title_en="Buildings (benchmark)",
        theme="bench",
        geometry_type="Polygon",
        public=True,
        fields=(
            _field("code", "string", "Mã | Code", role="key"),
            _field("ward_code", "string", "Mã phường | Ward code", role="code"),
            _field("address", "string", "Địa chỉ | Address"),
            _field("use_class", "string", "Công năng | Use"),
            _field("status", "string", "Tình trạng | Status"),
            _field("owner", "string", "Chủ | Owner"),
            _field("material", "string", "Vật liệu | Material"),
            _field("floors", "integer", "Số tầng | Floors"),
            _field("height_m", "number", "Chiều cao | Height", unit="m"),
            _field("area_m2", "number", "Diện tích | Area", unit="m2"),
            _field("year_built", "integer", "Năm xây | Year built"),
            _field("inspected_on", "date", "Ngày kiểm tra | Inspected on"),
            _field("updated_at", "date-time", "Cập nhật | Updated", role="instant"),
        ),
    ),
    rows=1_000_000,
)
NETWORK = BenchLayer(
    layers.CollectionSpec(
        id="network",
        title_vi="Mạng lưới (đo tốc độ)",
        title_en="Network (benchmark)",
        theme="bench",
        geometry_type="LineString",
        public=True,
        fields=(
            _field("code", "string", "Mã | Code", role="key"),
            _field("kind", "string", "Loại | Kind"),
            _field("diameter_mm", "integer", "Đường kính | Diameter", unit="mm"),
            _field("length_m", "number", "Chiều dài | Length", unit="m"),
            _field("material", "string", "Vật liệu | Material"),
            _field("year_built", "integer", "Năm xây | Year built"),
            _field("status", "string", "Tình trạng | Status"),
            _field("inspected_on", "date", "Ngày kiểm tra | Inspected on"),
        ),
    ),
    rows=200_000,
)


def load(dsn_of_bench_city: str) -> None:
    """Define and fill both collections in the configured database, and keep read copies of them; idempotent."""
    for layer in (BUILDINGS, NETWORK):
        layers.define_collection(layer.spec, by=LOADER, now=clock.now())
        if layers.get_collection(LOADER, collection_id=layer.spec.id).count != layer.rows:
            _copy(layer.spec, dsn_of_bench_city)
        layers.build_read_copy(layer.spec.id, now=clock.now())


def _copy(spec: layers.CollectionSpec, dsn: str) -> None:
    """All rows through one pipe from COPY to COPY; history, change log and counts are written by the triggers."""
    values = sql.SQL(", ").join(
        sql.SQL("{}::{}").format(sql.Identifier(field.name), sql.SQL(TYPES[field.type])) for field in spec.fields
    )
    names = sql.SQL(", ").join(sql.Identifier(field.name) for field in spec.fields)
    table = sql.Identifier("feature", spec.id)
    reading = sql.SQL("COPY (SELECT id::bigint, geom, {} FROM {}) TO STDOUT (FORMAT binary)").format(
        values, sql.Identifier(spec.id)
    )
    writing = sql.SQL("COPY {} (fid, geom, {}) FROM STDIN (FORMAT binary)").format(table, names)
    with transaction.atomic(), connection.cursor() as target, psycopg.connect(dsn) as source:
        target.execute(sql.SQL("DELETE FROM {}").format(table))
        with source.cursor().copy(reading) as rows, target.copy(writing) as stored:
            for block in rows:
                stored.write(block)
        target.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'fid'), max(fid)) FROM {}").format(table),
            [table.as_string()],
        )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(table))


if __name__ == "__main__":
    django.setup()
    load(sys.argv[1])
