"""Which representation a client wants: `f=` first, then the Accept header; JSON when it says nothing."""

from django.http import HttpRequest

from .errors import BadParameter

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"

NAMES = {"json": JSON, "html": HTML}


def chosen_format(request: HttpRequest) -> str:
    """The name "json" or "html"; raises BadParameter for another `f`."""
    asked = request.GET.get("f")
    if asked is None:
        return "html" if _accepts_page(request) else "json"
    if asked not in NAMES:
        raise BadParameter(
            "f", asked, en="choose one of " + ", ".join(NAMES) + ".", vi="hãy chọn " + " hoặc ".join(NAMES) + "."
        )
    return asked


def wants_page(request: HttpRequest) -> bool:
    """True if a problem should be shown as a page; never raises."""
    return request.GET.get("f", "html" if _accepts_page(request) else "json") == "html"


def _accepts_page(request: HttpRequest) -> bool:
    return request.get_preferred_type([JSON, GEOJSON, HTML]) == HTML
