"""GetLegendGraphic of WMS: the classes of a collection's style, drawn by the renderer that draws the map."""

from io import BytesIO
from typing import Any

from mapproxy.image import ImageResult
from mapproxy.image.opts import ImageOptions
from mapproxy.source import LegendSource

from tiles import api as tiles


class CollectionLegend(LegendSource):  # type: ignore[misc]
    """The legend of one collection, as the Subject of the request may see it."""

    static = False

    def __init__(self, collection_id: str, asking: Any) -> None:
        self.collection_id = collection_id
        self.asking = asking

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, for the capabilities."""
        return tiles.legend_size(self.asking.get(), collection_id=self.collection_id)

    def get_legend(self, query: Any) -> ImageResult:
        """The picture."""
        content = tiles.get_legend(self.asking.get(), collection_id=self.collection_id)
        return ImageResult(BytesIO(content.data), image_opts=ImageOptions(format="image/png", transparent=False))
