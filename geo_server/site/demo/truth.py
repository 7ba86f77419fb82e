"""What really changed between the two scenes, kept as GeoJSON in the storage."""

import json
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon

from geo_server.core import storage
from layers import api as layers

from .city.city import City
from .city.fates import Fate, Plot
from .city.frame import CRS

KEY = "demo/truth.geojson"


@dataclass(frozen=True)
class TrueChange:
    """One known change; a new roof is known too, but it is no change of the ground.

    Attributes:
        ground: EPSG:4326.
        reason: the code that the matching should give.
    """

    lot: str
    change_class: str
    reason: str
    ground: Polygon

    @property
    def is_roof(self) -> bool:
        """True if only the roof is new."""
        return self.change_class == Fate.NEW_ROOF


def true_changes(city: City) -> list[TrueChange]:
    """The known changes of a city, new roofs among them."""
    plots = [plot for plot in city.plots if plot.fate is not Fate.NOTHING]
    grounds = np.array([_ground_of(plot) for plot in plots], dtype=object)
    shapes = layers.transform_geometry(grounds, source=CRS, target="EPSG:4326")
    return [
        TrueChange(plot.lot.code, str(plot.fate), str(plot.reason), shape)
        for plot, shape in zip(plots, shapes, strict=True)
    ]


def store_truth(city: City) -> int:
    """Write the known changes of the city; returns how many."""
    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(change.ground),
            "properties": {"lot": change.lot, "change_class": change.change_class, "reason": change.reason},
        }
        for change in true_changes(city)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    storage.prepare(KEY).write_text(text, encoding="utf-8")
    return len(features)


def _ground_of(plot: Plot) -> Polygon:
    """The ground that differs, or the whole roof where only the roof is new."""
    if plot.changed is not None:
        return plot.changed
    if plot.after is None:
        raise LookupError(f"nothing is known of the change on lot {plot.lot.code}")
    return plot.after.footprint


def read_truth() -> list[TrueChange]:
    """The known changes that were stored."""
    raw = json.loads(storage.path_of(KEY).read_text(encoding="utf-8"))
    return [
        TrueChange(
            lot=feature["properties"]["lot"],
            change_class=feature["properties"]["change_class"],
            reason=feature["properties"]["reason"],
            ground=Polygon(feature["geometry"]["coordinates"][0]),
        )
        for feature in raw["features"]
    ]
