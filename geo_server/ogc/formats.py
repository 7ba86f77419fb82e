"""Which representation a client wants: `f=` first, then the Accept header; the first one offered when it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from geo_server.core.errors import DomainError

from .errors import BadParameter, NotAcceptable

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"


@dataclass(frozen=True)
class Format:
    """One representation of a resource.

    Attributes:
        name: value of the parameter `f`.
        media_type: what the answer says it is.
        also: further types in an Accept header that it satisfies.
    """

    name: str
    media_type: str
    also: tuple[str, ...] = ()


HTML_FORMAT = Format("html", HTML)
DOCUMENT_FORMATS = (
    Format("json", JSON, also=(GEOJSON, SCHEMA, OPENAPI, "application/openapi+json;version=3.0")),
    HTML_FORMAT,
)


def chosen_format(request: HttpRequest, offered: Sequence[Format] = DOCUMENT_FORMATS) -> str:
    """The name of one of the formats; raises BadParameter for another `f`, NotAcceptable for another Accept."""
    asked = request.GET.get("f")
    if asked is None:
        return _negotiated(request, offered)
    names = [format_.name for format_ in offered]
    if asked not in names:
        raise BadParameter("f", asked, en=f"choose one of {', '.join(names)}.", vi=f"hãy chọn {' hoặc '.join(names)}.")
    return asked


def wants_page(request: HttpRequest) -> bool:
    """True if a problem should be shown as a page; never raises."""
    asked = request.GET.get("f")
    if asked is not None:
        return asked == "html"
    try:
        return _negotiated(request, DOCUMENT_FORMATS) == "html"
    except DomainError:
        return False


def _negotiated(request: HttpRequest, offered: Sequence[Format]) -> str:
    accepted = request.headers.get("Accept", "").strip()
    if not accepted:
        return offered[0].name
    names = {media_type: f.name for f in reversed(offered) for media_type in reversed((f.media_type, *f.also))}
    types = list(reversed(names))  # the first one offered wins among equals
    preferred = request.get_preferred_type(types)
    if preferred is None:
        raise NotAcceptable(accepted, [format_.media_type for format_ in offered])
    return names[preferred]
