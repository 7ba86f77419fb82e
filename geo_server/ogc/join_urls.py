"""Addresses of joins, and of the keys of a collection, below `/ogc`."""

from django.urls import path

from .joins import views

COLLECTION = "ogc/collections/<str:collection_id>"
JOIN = "ogc/joins/<str:join_id>"

urlpatterns = [
    path("ogc/joins", views.Joins.as_view(), name="ogc-joins"),
    path(JOIN, views.JoinView.as_view(), name="ogc-join"),
    path("forms/joins/<str:join_id>/delete", views.delete, name="ogc-delete-join"),
    path(f"{JOIN}/result", views.JoinResult.as_view(), name="ogc-join-result"),
    path(f"{COLLECTION}/keys", views.Keys.as_view(), name="ogc-keys"),
    path(f"{COLLECTION}/keys/<str:key_field>", views.KeyValues.as_view(), name="ogc-key-values"),
]
