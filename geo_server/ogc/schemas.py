"""What features look like: schema (returnables and receivables), queryables, sortables, code lists.

The documents are ours and not pygeoapi's, because they differ by subject: a field that he may not set is `readOnly` to
him, one that he may set but not see is `writeOnly`. QGIS makes its form from them: titles become aliases, `readOnly`
locks a field, `x-ogc-propertySeq` orders them.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from layers import api as layers
from layers.errors import UnknownField

from .answers import json_answer, page_answer, subject_of
from .formats import SCHEMA, chosen_format
from .mount import base_url
from .provider import schema_of
from .view import OgcView

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "fid"


class Schema(OgcView):
    """`/ogc/collections/{id}/schema`: what a feature looks like, and what this reader may change of it."""

    name: ClassVar[str] = "schema"

    def get(self, request: HttpRequest, collection_id: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        if chosen_format(request) == "html":
            return page_answer(request, "schema", collection=collection, twin=self.name)
        url = f"{base_url(request)}/collections/{collection_id}"
        properties = self.properties(request, collection, url)
        for number, described in enumerate(properties.values(), start=1):
            described["x-ogc-propertySeq"] = number
        made: dict[str, Any] = {"$schema": DIALECT, "$id": f"{url}/{self.name}", "type": "object"}
        made |= {"title": _spoken(collection.title_vi, collection.title_en), "properties": properties}
        return json_answer(made | self.rules(collection), media_type=SCHEMA)

    def properties(self, request: HttpRequest, collection: layers.Collection, url: str) -> dict[str, Any]:
        """Name to JSON Schema: the id, the place, the fields."""
        receivable = layers.receivables(subject_of(request), collection_id=collection.id)
        # Typed by allOf and not by type: QGIS makes an empty column of every property with a type, and ids are none.
        identity = {"title": gettext("Id of the feature"), "allOf": [{"type": "integer"}], "x-ogc-role": "id"}
        made: dict[str, Any] = {ID: identity | {"readOnly": True}, "geometry": place_schema(collection)}
        made |= fields_schema(collection.fields, url)
        for name, described in made.items():
            if name != ID and name not in receivable.members:
                described["readOnly"] = True
        unseen = fields_schema(receivable.unseen, url)
        return made | {name: described | {"writeOnly": True} for name, described in unseen.items()}

    def rules(self, collection: layers.Collection) -> dict[str, Any]:
        """What holds for the whole."""
        required = [field.name for field in collection.fields if field.required]
        return {"required": required} if required else {}


class Queryables(Schema):
    """`/ogc/collections/{id}/queryables`: the fields that may stand in a query; others are refused."""

    name = "queryables"

    def properties(self, request: HttpRequest, collection: layers.Collection, url: str) -> dict[str, Any]:
        return {"geometry": place_schema(collection), **fields_schema(collection.fields, url)}

    def rules(self, collection: layers.Collection) -> dict[str, Any]:
        """Closed: a name that is not here is answered with 400."""
        return {"additionalProperties": False}


class Sortables(Queryables):
    """`/ogc/collections/{id}/sortables`: the fields by which features can be put in order; a place has none."""

    name = "sortables"

    def properties(self, request: HttpRequest, collection: layers.Collection, url: str) -> dict[str, Any]:
        return fields_schema(collection.fields, url)


class Codelist(OgcView):
    """`/ogc/collections/{id}/codelists/{field}`: the values of a field and what they mean."""

    def get(self, request: HttpRequest, collection_id: str, name: str) -> HttpResponse:
        collection = layers.get_collection(subject_of(request), collection_id=collection_id)
        field = collection.field_named(name)
        if field is None or not field.codes:
            raise UnknownField(collection_id, name)
        if chosen_format(request) == "html":
            return page_answer(request, "codelist", collection=collection, field=field)
        here = f"{base_url(request)}/collections/{collection_id}/codelists/{name}"
        links = [
            {"rel": "self", "type": "application/json", "href": f"{here}?f=json"},
            {"rel": "alternate", "type": "text/html", "href": f"{here}?f=html"},
        ]
        codes = [{"value": code.value, "title": _spoken(code.title_vi, code.title_en)} for code in field.codes]
        return json_answer(
            {"id": here, "title": _spoken(field.title_vi, field.title_en), "codes": codes, "links": links}
        )


def place_schema(collection: layers.Collection) -> dict[str, Any]:
    """The geometry of a feature; without `type`, which QGIS would take for a column."""
    kind = "any" if collection.geometry_type == "Geometry" else collection.geometry_type.lower()
    return {"title": gettext("Geometry"), "format": f"geometry-{kind}", "x-ogc-role": "primary-geometry"}


def fields_schema(fields: Iterable[layers.Field], url: str) -> dict[str, Any]:
    """Fields by name; `url` is that of the collection, for their code lists."""
    made = {field.name: schema_of(field, get_language() or "vi") for field in fields}
    for name, described in made.items():
        if "enum" in described:
            described["x-ogc-codelistUri"] = f"{url}/codelists/{name}"
    return made


def _spoken(vi: str, en: str) -> str:
    return en if (get_language() or "vi").startswith("en") else vi
