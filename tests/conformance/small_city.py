"""Fills a database with small collections for the OGC checks: `python -m tests.conformance.small_city`.

`places` (points, VN-2000), `blocks` (areas, latitude first), `lanes` (400 lines, geographic VN-2000), and `vaults`
(areas that nobody may see yet).
"""

import django
import shapely
from shapely.geometry.base import BaseGeometry


def main() -> None:
    """Define and fill the collections."""
    django.setup()
    from layers import api as layers
    from tests.factories.places import CLERK, NOW, define_places, spec

    define_places()
    name = (layers.Field(name="name", type="string", title_vi="Tên", title_en="Name", role="title"),)
    squares: list[BaseGeometry] = [shapely.box(106.60 + i / 100, 10.70, 106.608 + i / 100, 10.708) for i in range(12)]
    strokes: list[BaseGeometry] = [
        shapely.LineString([(106.5 + i / 2000, 10.8), (106.5 + i / 2000, 10.8 + i / 4000)]) for i in range(1, 401)
    ]
    kinds = [
        ("blocks", "Polygon", "EPSG:4326", squares, True),
        ("lanes", "LineString", "EPSG:4756", strokes, True),
        ("vaults", "Polygon", "EPSG:9210", squares, False),
    ]
    for collection_id, geometry_type, crs, shapes, public in kinds:
        described = spec(
            collection_id, geometry_type=geometry_type, storage_crs=crs, fields=name, public=public, editable=True
        )
        layers.define_collection(described, by=CLERK, now=NOW)
        rows = [layers.Feature(geometry=shape, properties={"name": f"Số {i}"}) for i, shape in enumerate(shapes)]
        layers.write_features(collection_id, rows, mode="append", key=None, by=CLERK, reason="test", now=NOW)


if __name__ == "__main__":
    main()
