"""Addresses of the STAC API, below `/ogc/stac`."""

from django.urls import path

from .stac import views

COLLECTION = "ogc/stac/collections/<str:collection_id>"
ITEM = f"{COLLECTION}/items/<str:scene_id>"

urlpatterns = [
    path("ogc/stac", views.Landing.as_view(), name="stac-landing"),
    path("ogc/stac/conformance", views.Conformance.as_view(), name="stac-conformance"),
    path("ogc/stac/collections", views.Collections.as_view(), name="stac-collections"),
    path(COLLECTION, views.Collection.as_view(), name="stac-collection"),
    path(f"{COLLECTION}/items", views.Items.as_view(), name="stac-items"),
    path(ITEM, views.Item.as_view(), name="stac-item"),
    path(f"{ITEM}/assets/data", views.SceneFile.as_view(), name="stac-data"),
    path(f"{ITEM}/assets/mask", views.MaskFile.as_view(), name="stac-mask"),
    path(f"{ITEM}/assets/thumbnail", views.Thumbnail.as_view(), name="stac-thumbnail"),
    path("ogc/stac/search", views.Search.as_view(), name="stac-search"),
]
