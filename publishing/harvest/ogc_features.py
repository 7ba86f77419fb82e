"""A collection of an OGC API Features service: its items, page after page by the links "next"."""

from contextlib import AbstractContextManager
from urllib.parse import quote, urljoin, urlsplit

from ..errors import BadAnswer
from .asking import PAGE, Page, pages_as_file, with_query
from .kinds import Brought, Remote


def bring_items(remote: Remote) -> AbstractContextManager[Brought]:
    """The items of a collection; the address is that of the service, of the collection, or of its items."""
    first = with_query(_items(remote), f="json", limit=PAGE)

    def next_page(page: Page, count: int) -> str | None:
        links = page.get("links")
        found = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
        following = next((link.get("href") for link in found if link.get("rel") == "next"), None)
        if following is not None and not isinstance(following, str):
            raise BadAnswer(first, "its link to the next page is none", "liên kết trang sau không hợp lệ")
        return None if following is None or not page["features"] else urljoin(first, following)

    return pages_as_file(f"{_name(remote)}.geojson", first, next_page)


def _items(remote: Remote) -> str:
    parts = urlsplit(remote.url)
    path = parts.path.rstrip("/")
    if remote.layer and not path.endswith("/items"):
        path = f"{path.removesuffix('/collections')}/collections/{quote(remote.layer, safe='')}"
    return parts._replace(path=path if path.endswith("/items") else f"{path}/items", fragment="").geturl()


def _name(remote: Remote) -> str:
    return remote.layer or urlsplit(remote.url).path.rstrip("/").removesuffix("/items").rpartition("/")[2] or "items"
