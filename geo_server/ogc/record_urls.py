"""Addresses of the catalogue, below `/ogc`."""

from django.urls import path

from .records import views
from .resources import CATALOGUE

HERE = f"ogc/collections/{CATALOGUE}"

urlpatterns = [
    path(HERE, views.Catalogue.as_view(), name="ogc-catalogue"),
    path(f"{HERE}/queryables", views.RecordFields.as_view(), name="ogc-catalogue-queryables"),
    path(f"{HERE}/sortables", views.RecordFields.as_view(name="sortables"), name="ogc-catalogue-sortables"),
    path(f"{HERE}/items", views.Records.as_view(), name="ogc-records"),
    path(f"{HERE}/items/<str:record_id>", views.RecordView.as_view(), name="ogc-record"),
]
