"""The table of formats: who reads what."""

from collections.abc import Callable

from ...kinds import SourceLayer
from ..recognise import Format
from ..sources import Source
from ..writer import Budget
from .delimited import read_delimited
from .drawing import read_drawing
from .geopackage import read_geopackage
from .geoparquet import read_parquet
from .mapinfo import read_mif, read_tab
from .plain_vector import read_flatgeobuf, read_geojson, read_osm
from .shapefile import read_dbase, read_shapefile
from .workbook import read_workbook
from .xml_vector import read_gml, read_kml, read_kmz

READERS: dict[Format, Callable[[Source, Budget], list[SourceLayer]]] = {
    Format.SHAPEFILE: read_shapefile,
    Format.DBASE: read_dbase,
    Format.GEOPACKAGE: read_geopackage,
    Format.GEOJSON: read_geojson,
    Format.GEOJSON_SEQUENCE: read_geojson,
    Format.FLATGEOBUF: read_flatgeobuf,
    Format.PARQUET: read_parquet,
    Format.KML: read_kml,
    Format.KMZ: read_kmz,
    Format.GML: read_gml,
    Format.CSV: read_delimited,
    Format.EXCEL: read_workbook,
    Format.DXF: read_drawing,
    Format.MAPINFO_TAB: read_tab,
    Format.MAPINFO_MIF: read_mif,
    Format.OSM: read_osm,
}
