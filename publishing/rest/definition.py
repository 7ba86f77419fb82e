"""The OpenAPI document of this door, from `definition.yaml`; a small one of its own, beside that of the OGC door."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

PROBLEM = {"$ref": "#/components/responses/Problem"}
"""Whatever does not hold is answered so, by every operation."""

DEFINITION = Path(__file__).with_name("definition.yaml")


@cache
def definition() -> dict[str, Any]:
    """The document without the address of the server."""
    document: dict[str, Any] = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    for path in document["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):  # beside the operations stand their common parameters
                operation["responses"]["4XX"] = PROBLEM
    return document


@require_GET
def api_definition(request: HttpRequest) -> JsonResponse:
    """The document; anybody may read how the door is used."""
    servers = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    return JsonResponse(
        definition() | {"servers": servers}, content_type="application/vnd.oai.openapi+json;version=3.0"
    )
