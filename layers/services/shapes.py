"""From shapely's geometries to those of Django's fields."""

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry.base import BaseGeometry


def multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """A polygon or multipolygon in WGS 84 as the value of a MultiPolygonField; raises TypeError for anything else."""
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise TypeError(f"{shape.geom_type} is no polygon")
    whole = GEOSGeometry(shapely.MultiPolygon(list(getattr(shape, "geoms", [shape]))).wkb_hex, srid=4326)
    if not isinstance(whole, MultiPolygon):
        raise TypeError(f"{shape.geom_type} is no polygon")
    return whole
