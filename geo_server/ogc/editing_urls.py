"""Addresses of what became of features, below `/ogc`; they are changed at their own addresses (`features`)."""

from django.urls import path

from . import changes, item_history

COLLECTION = "ogc/collections/<str:collection_id>"

urlpatterns = [
    path(f"{COLLECTION}/changes", changes.Changes.as_view(), name="ogc-changes"),
    path(f"{COLLECTION}/items/<str:fid>/history", item_history.ItemHistory.as_view(), name="ogc-history"),
]
