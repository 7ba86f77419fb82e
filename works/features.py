"""An answer as GeoJSON, for QGIS and for programs."""

from typing import Any

from .answer import Answer


def as_features(answer: Answer) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of the polygon and of all that the answer tells of."""
    dig = {"type": "Feature", "geometry": answer.area, "properties": {"what": "dig", "depth_m": answer.depth_m}}
    features = [
        {
            "type": "Feature",
            "id": f"{entry.collection}/{asset.fid}",
            "geometry": asset.geometry,
            "properties": asset.properties
            | {
                "what": entry.kind,
                "collection": entry.collection,
                "owner": entry.owner,
                "depth_m": asset.depth_m,
                "survey_class": asset.survey_class,
                "uncertainty_m": asset.buffer_m,
                "distance_m": asset.distance_m,
            },
        }
        for entry in answer.collections
        for asset in entry.assets
    ]
    return {"type": "FeatureCollection", "features": [dig, *features]}
