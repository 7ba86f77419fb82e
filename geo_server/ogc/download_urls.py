"""Addresses of whole collections as one file, below `/ogc`."""

from django.urls import path

from .downloads.views import Download

urlpatterns = [
    path("ogc/collections/<str:collection_id>/download", Download.as_view(), name="ogc-download"),
]
