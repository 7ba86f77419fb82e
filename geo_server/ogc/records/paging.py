"""Links between the pages of a list that is counted from its beginning. A token is never written into a link."""

from django.http import HttpRequest
from django.utils.translation import gettext

from ..formats import HTML
from ..links import NOT_REPEATED
from .reading import Window


def page_links(request: HttpRequest, window: Window, *, matched: int, media_type: str) -> list[dict[str, str]]:
    """Links self, alternate, and next and prev where there are such pages; `matched` entries there are in all."""
    links = [
        _link(request, "self", media_type, gettext("This document as JSON"), f="json"),
        _link(request, "alternate", HTML, gettext("This document as HTML"), f="html"),
    ]
    after, before = window.offset + window.limit, max(0, window.offset - window.limit)
    if after < matched:
        links.append(_link(request, "next", media_type, gettext("Next page"), offset=str(after), f="json"))
    if window.offset > 0:
        links.append(_link(request, "prev", media_type, gettext("Previous page"), offset=str(before), f="json"))
    return links


def page_address(request: HttpRequest, **changes: str) -> str:
    """The address of this very question with some parameters changed."""
    query = request.GET.copy()
    for name in NOT_REPEATED:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    address = request.build_absolute_uri(request.path)
    return f"{address}?{query.urlencode()}" if query else address


def _link(request: HttpRequest, rel: str, media_type: str, title: str, **changes: str) -> dict[str, str]:
    return {"rel": rel, "type": media_type, "title": title, "href": page_address(request, **changes)}
