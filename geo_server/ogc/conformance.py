"""The conformance classes that this door declares: only what it does, each shown by a test."""

from typing import Final

SPEC = "http://www.opengis.net/spec"

COMMON = [f"{SPEC}/ogcapi-common-1/1.0/conf/{name}" for name in ("core", "landing-page", "json", "html", "oas30")]
COLLECTIONS = [f"{SPEC}/ogcapi-common-2/1.0/conf/collections"]
FEATURES = [f"{SPEC}/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")]
CRS = [f"{SPEC}/ogcapi-features-2/1.0/conf/crs"]
QUERYABLES = [f"{SPEC}/ogcapi-features-3/1.0/conf/queryables"]
# QGIS asks for the name that Part 5 had before it became Common Part 3; both are the same document here.
SCHEMAS = [f"{SPEC}/ogcapi-features-5/1.0/conf/schemas", f"{SPEC}/ogcapi-common-3/1.0/conf/schemas"]
TILES = [
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/{name}" for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt")
]
PROCESSES = [
    f"{SPEC}/ogcapi-processes-1/1.0/conf/{name}"
    for name in ("core", "ogc-process-description", "json", "oas30", "job-list", "dismiss")
]

CLASSES: Final = (*COMMON, *COLLECTIONS, *FEATURES, *CRS, *QUERYABLES, *SCHEMAS, *TILES, *PROCESSES)
