"""Addresses of coverages and of data retrieval by place, below `/ogc/collections/{id}`."""

from django.urls import path

from .coverages import retrieval, views

COLLECTION = "ogc/collections/<str:collection_id>"

urlpatterns = [
    path(f"{COLLECTION}/coverage", views.Coverage.as_view(), name="ogc-coverage"),
    path(f"{COLLECTION}/coverage/schema", views.CoverageDocument.as_view(kind="schema"), name="ogc-coverage-schema"),
    path(f"{COLLECTION}/coverage/rangetype", views.CoverageDocument.as_view(kind="rangetype")),
    path(f"{COLLECTION}/coverage/domainset", views.CoverageDocument.as_view(kind="domainset")),
    path(f"{COLLECTION}/position", retrieval.Position.as_view(), name="ogc-position"),
    path(f"{COLLECTION}/area", retrieval.Area.as_view(), name="ogc-area"),
    path(f"{COLLECTION}/radius", retrieval.Radius.as_view(), name="ogc-radius"),
    path(f"{COLLECTION}/cube", retrieval.Cube.as_view(), name="ogc-cube"),
]
