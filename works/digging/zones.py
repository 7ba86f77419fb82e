"""The polygon of a request and what surrounds it by the uncertainty of each survey class, made on the ellipsoid."""

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from .rules import DigRules


@dataclass(frozen=True)
class Zones:
    """Where an asset of a class concerns the dig.

    Attributes:
        area: the polygon of the request, WGS 84.
        by_class: survey class to the polygon with the uncertainty of that class around it.
    """

    area: BaseGeometry
    by_class: Mapping[str, BaseGeometry]

    @property
    def around(self) -> BaseGeometry:
        """The widest of them: nothing beyond it is ever told."""
        return max(self.by_class.values(), key=lambda shape: shape.area)


def make_zones(area: BaseGeometry, rules: DigRules) -> Zones:
    """The zones of a polygon."""
    names = list(rules.survey)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_AsBinary(ST_Buffer(ST_SetSRID(%s::geometry, 4326)::geography, metres)::geometry)"
            " FROM unnest(%s::float8[]) WITH ORDINALITY AS given (metres, place) ORDER BY place",
            [shapely.to_wkb(area, hex=True), [rules.survey[name].horizontal_m for name in names]],
        )
        shapes = [shapely.from_wkb(bytes(text)) for (text,) in cursor.fetchall()]
    return Zones(area, dict(zip(names, shapes, strict=True)))
