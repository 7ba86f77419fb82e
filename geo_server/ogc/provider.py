"""What pygeoapi may know of our data: the fields. Rows go past it, from PostGIS to the client as text."""

from typing import Any

from django.utils.translation import get_language
from pygeoapi.provider.base import BaseProvider

from layers import api as layers

FORMATS = {"date": "date", "date-time": "date-time"}


class SchemaProvider(BaseProvider):  # type: ignore[misc]
    """The fields of one collection, as its subject may know them, in JSON Schema and the reader's language."""

    def __init__(self, provider_def: dict[str, Any]) -> None:
        super().__init__(provider_def)
        collection: layers.Collection = provider_def["data"]
        self._fields = {field.name: schema_of(field, get_language() or "vi") for field in collection.fields}

    def get_fields(self) -> dict[str, dict[str, Any]]:
        """Field name to JSON Schema, in the order of the table."""
        return self._fields


def schema_of(field: layers.Field, language: str) -> dict[str, Any]:
    """JSON Schema of one field, with the keywords of OGC API Common Part 3 (x-ogc-*)."""
    english = language.startswith("en")
    schema: dict[str, Any] = {"title": field.title_en if english else field.title_vi}
    schema["type"] = "string" if field.type in FORMATS else field.type
    if field.type in FORMATS:
        schema["format"] = FORMATS[field.type]
    if field.unit:
        schema["x-ogc-unit"] = field.unit
    schema |= {keyword: rule for keyword, rule in _rules(field) if rule not in (None, "")}
    if field.codes:
        schema["enum"] = [code.value for code in field.codes]
        schema["oneOf"] = [
            {"const": code.value, "title": code.title_en if english else code.title_vi} for code in field.codes
        ]
    if field.role == "instant":
        schema["x-ogc-role"] = "primary-instant"
    return schema


def _rules(field: layers.Field) -> tuple[tuple[str, Any], ...]:
    return (
        ("minimum", field.minimum),
        ("maximum", field.maximum),
        ("pattern", field.pattern),
        ("maxLength", field.max_length),
    )
