"""The functions that a filter may call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from layers import api as layers

from .answers import json_answer, page_answer
from .formats import chosen_format
from .view import OgcView

JSON_TYPES = {"BOOLEAN": "boolean", "NUMBER": "number", "TEXT": "string", "GEOMETRY": "geometry"}


class Functions(OgcView):
    """`/ogc/functions`: name, arguments and result of each, as CQL2 describes them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        described = [_described(function) for function in layers.FUNCTIONS]
        if chosen_format(request) == "json":
            return json_answer({"functions": described})
        return page_answer(request, "functions", functions=described)


def _described(function: layers.Function) -> dict[str, Any]:
    english = (get_language() or "vi").startswith("en")
    return {
        "name": function.name,
        "description": function.title_en if english else function.title_vi,
        "arguments": [{"type": [_type(kind.name) for kind in kinds]} for kinds in function.args],
        "returns": [_type(function.returns.name)],
    }


def _type(kind: str) -> str:
    """A kind by the name that the standard has for it; dates and timestamps are `datetime`."""
    return JSON_TYPES.get(kind, "datetime")
