"""Addresses of what helps to write a query, below `/ogc`."""

from django.urls import path

from . import catalogue, functions

COLLECTION = "ogc/collections/<str:collection_id>"

urlpatterns = [
    path(f"{COLLECTION}/queryables", catalogue.Queryables.as_view(), name="ogc-queryables"),
    path(f"{COLLECTION}/sortables", catalogue.Sortables.as_view(), name="ogc-sortables"),
    path("ogc/functions", functions.Functions.as_view(), name="ogc-functions"),
]
