"""Where a request and its answer are read; each look there is bound to the request and logged."""

from django.urls import reverse

NAMES = {
    "self": "rest-request",
    "page": "request",
    "answer": "answer-json",
    "features": "answer-geojson",
    "paper": "paper",
}


def addresses_of(request_id: int) -> dict[str, str]:
    """The paths of a request's doors by what they give."""
    return {what: reverse(f"works:{name}", args=[request_id]) for what, name in NAMES.items()}
