"""Addresses of styles and of the letters of their labels, below `/ogc`."""

from django.urls import path

from . import styles

OF_COLLECTION = "ogc/collections/<str:collection_id>/styles"
ONE = f"{OF_COLLECTION}/<str:style_id>"

urlpatterns = [
    path(OF_COLLECTION, styles.CollectionStyles.as_view(), name="ogc-collection-styles"),
    path(ONE, styles.Style.as_view(), name="ogc-collection-style"),
    path(f"{ONE}/metadata", styles.StyleMetadata.as_view(), name="ogc-collection-style-metadata"),
    path("ogc/styles", styles.Styles.as_view(), name="ogc-styles"),
    path("ogc/styles/<str:collection_id>", styles.Style.as_view(), name="ogc-style"),
    path("ogc/styles/<str:collection_id>/metadata", styles.StyleMetadata.as_view(), name="ogc-style-metadata"),
    path("ogc/fonts/<str:fontstack>/<str:letters>.pbf", styles.Glyphs.as_view(), name="ogc-glyphs"),
]
