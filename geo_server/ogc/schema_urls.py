"""Addresses of what features look like, below `/ogc`."""

from django.urls import path

from . import schemas

COLLECTION = "ogc/collections/<str:collection_id>"

urlpatterns = [
    path(f"{COLLECTION}/schema", schemas.Schema.as_view(), name="ogc-schema"),
    path(f"{COLLECTION}/codelists/<str:name>", schemas.Codelist.as_view(), name="ogc-codelist"),
    path(f"{COLLECTION}/queryables", schemas.Queryables.as_view(), name="ogc-queryables"),
    path(f"{COLLECTION}/sortables", schemas.Sortables.as_view(), name="ogc-sortables"),
]
