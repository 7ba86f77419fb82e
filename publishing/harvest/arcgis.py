"""A layer of an ArcGIS FeatureServer: its features as GeoJSON, in the order of the object id, page after page."""

from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from ..errors import BadAnswer
from .asking import PAGE, Page, ask, pages_as_file, with_query
from .kinds import Brought, Remote


def bring_layer(remote: Remote) -> AbstractContextManager[Brought]:
    """The features of a layer; the address is that of the server, or of the layer.

    Raises:
        BadAnswer: the layer does not speak GeoJSON, or cannot be paged.
    """
    url = _layer(remote)
    described = ask(with_query(url, f="json"))
    formats = str(described.get("supportedQueryFormats", "")).lower()
    if "geojson" not in formats:
        raise BadAnswer(url, "the layer does not speak GeoJSON", "lớp không hỗ trợ GeoJSON")
    most = described.get("maxRecordCount")
    size = min(PAGE, most) if isinstance(most, int) and most > 0 else PAGE
    order = str(described.get("objectIdField") or "OBJECTID")
    query = with_query(
        f"{url}/query", where="1=1", outFields="*", outSR=4326, f="geojson", orderByFields=order, resultRecordCount=size
    )

    def next_page(page: Page, count: int) -> str | None:
        properties = page.get("properties")
        told = properties if isinstance(properties, dict) else page
        continues = told.get("exceededTransferLimit", page.get("exceededTransferLimit", False))
        return with_query(query, resultOffset=count) if continues and page["features"] else None

    name = str(described.get("name") or "layer").replace("/", "_")
    return pages_as_file(f"{name}.geojson", with_query(query, resultOffset=0), next_page)


def _layer(remote: Remote) -> str:
    parts = urlsplit(remote.url)
    path = parts.path.rstrip("/").removesuffix("/query")
    if path.rpartition("/")[2].isdigit():
        return parts._replace(path=path, query="", fragment="").geturl()
    if not remote.layer.isdigit():
        raise BadAnswer(remote.url, "name the number of the layer", "hãy nêu số thứ tự của lớp")
    return parts._replace(path=f"{path}/{remote.layer}", query="", fragment="").geturl()
