"""MapProxy's plug to the tiles package: a source of ours, and VN-2000 with the pinned transformation.

Tiles come by a function call, not over HTTP, for the Subject of the request that MapProxy is answering.
"""

from contextvars import ContextVar
from io import BytesIO
from typing import Any

from mapproxy import srs as mapproxy_srs
from mapproxy.config.configuration.source import SourceConfiguration, register_source_configuration
from mapproxy.image import ImageResult
from mapproxy.layer import BlankImageError
from mapproxy.request.wms.exception import (
    WMS100ExceptionHandler,
    WMS110ExceptionHandler,
    WMS111ExceptionHandler,
    WMS130ExceptionHandler,
)
from mapproxy.source import SourceError
from mapproxy.source.tile import TiledSource
from pyproj import CRS

from geo_server.core.errors import DomainError
from geo_server.core.subject import ANONYMOUS, Subject
from layers import api as layers
from tiles import api as tiles
from tiles import errors as tiles_errors

from .mapproxy_info import FeaturesUnderPixel
from .mapproxy_legend import CollectionLegend

STATUS = {"LayerNotDefined": 404, "StyleNotDefined": 404, "InvalidSRS": 400, "InvalidCRS": 400, "InvalidFormat": 400}
asking: ContextVar[Subject] = ContextVar("asking", default=ANONYMOUS)
"""Who asks, for the time of one request; the public if nobody said."""


class TileClient:
    """Hands MapProxy one tile of a collection as the present Subject may see it."""

    def __init__(self, collection_id: str, image_opts: Any) -> None:
        self.collection_id = collection_id
        self.image_opts = image_opts

    def get_tile(self, coordinates: tuple[int, int, int], format: Any = None) -> ImageResult:
        """The tile at (column, row, zoom), row 0 in the north; a blank one where nothing lies."""
        column, row, zoom = coordinates
        tile = tiles.Tile(zoom, row, column)
        try:
            content = tiles.get_map_tile(asking.get(), collection_id=self.collection_id, tile=tile)
        except tiles_errors.TileOutOfRange:
            raise BlankImageError from None
        except DomainError as error:
            raise SourceError(error.vi) from error
        if not content.data:
            raise BlankImageError
        return ImageResult(BytesIO(content.data), size=(256, 256), image_opts=self.image_opts, cacheable=False)


class TilesSource(SourceConfiguration):  # type: ignore[misc]
    """Source type `diaban`: {collection, grid, coverage, queryable}."""

    supports_meta_tiles = False
    source_type = ("diaban",)

    def source(self, params: Any = None) -> TiledSource:
        """MapProxy's own tiled source over our client."""
        grid = self.context.grids[self.conf["grid"]].tile_grid()
        options = self.image_opts()
        client = TileClient(self.conf["collection"], options)
        return TiledSource(grid, client, coverage=self.coverage(), image_opts=options)

    def fi_source(self, params: Any = None) -> FeaturesUnderPixel | None:
        """What answers GetFeatureInfo; imagery has no features to tell of."""
        return FeaturesUnderPixel(self.conf["collection"], asking) if self.conf["queryable"] else None

    def lg_source(self, params: Any = None) -> CollectionLegend | None:
        """What draws GetLegendGraphic; imagery shows itself."""
        return CollectionLegend(self.conf["collection"], asking) if self.conf["queryable"] else None


def install() -> None:
    """Make MapProxy know our source type and our VN-2000; called once, before any configuration is built."""
    register_source_configuration("diaban", TilesSource)
    for handler in (WMS100ExceptionHandler, WMS110ExceptionHandler, WMS111ExceptionHandler, WMS130ExceptionHandler):
        handler.status_codes = STATUS  # MapProxy answers 500 to what is the client's mistake
    if not getattr(mapproxy_srs, "_vn2000_is_pinned", False):
        _pin_vn2000()
        mapproxy_srs._vn2000_is_pinned = True


def _pin_vn2000() -> None:
    """Let MapProxy's reference systems be made from the pinned definitions.

    PROJ would choose an operation that is 0.8 m off; MapProxy offers no setting for it, so its constructor is wrapped.
    """
    make = mapproxy_srs._SRS.__init__

    def make_pinned(self: Any, srs_code: str) -> None:
        make(self, srs_code)
        if srs_code in layers.SUPPORTED_CRS and "+towgs84" in layers.proj_text(srs_code):
            self.proj = CRS.from_user_input(layers.proj_text(srs_code))

    mapproxy_srs._SRS.__init__ = make_pinned
