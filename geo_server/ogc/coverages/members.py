"""What the document of a collection with a coverage says for Environmental Data Retrieval."""

from typing import Any

from geo_server.core.subject import Subject
from layers import api as layers
from tiles import api as tiles
from tiles.errors import UnreadableImagery

Document = dict[str, Any]
OUTPUTS = {"position": ["CoverageJSON"], "area": ["CoverageJSON", "GeoTIFF"]}
OUTPUTS |= {"radius": OUTPUTS["area"], "cube": OUTPUTS["area"]}


def query_members(collection: layers.Collection, url: str) -> Document:
    """`data_queries` of a collection whose document is at `url`; nothing without a coverage that the subject sees."""
    if not collection.coverage or not collection.count:
        return {}
    return {
        "data_queries": {name: _query(f"{url}/{name}", name, formats) for name, formats in OUTPUTS.items()},
        "output_formats": OUTPUTS["area"],
    }


def band_members(subject: Subject, collection_id: str) -> Document:
    """`parameter_names`: what each band observes; nothing if the file cannot be read."""
    try:
        file = tiles.open_coverage(subject, collection_id=collection_id)
    except UnreadableImagery:
        return {}
    found = {}
    for name, parameter in tiles.parameters_of(file.facts.bands).items():
        observed = parameter["observedProperty"]
        found[name] = parameter | {"id": name, "observedProperty": observed | {"label": observed["label"]["en"]}}
    return {"parameter_names": found}


def _query(href: str, name: str, formats: list[str]) -> Document:
    variables: Document = {"title": name, "query_type": name, "output_formats": formats}
    if name == "radius":
        variables["within_units"] = ["m", "km"]
    variables["default_output_format"] = formats[0]
    return {"link": {"href": href, "rel": "data", "variables": variables}}
