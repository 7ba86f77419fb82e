"""Addresses of tiles, map tiles, styles and letters, below `/ogc`."""

from django.urls import path

from . import styles, tiles

COLLECTION = "ogc/collections/<str:collection_id>"
TILE = "<str:tms>/<str:zoom>/<str:row>/<str:column>"

urlpatterns = [
    path(f"{COLLECTION}/tiles", tiles.Tilesets.as_view(), name="ogc-tilesets"),
    path(f"{COLLECTION}/tiles/<str:tms>", tiles.Tileset.as_view(), name="ogc-tileset"),
    path(f"{COLLECTION}/tiles/{TILE}", tiles.VectorTile.as_view(), name="ogc-tile"),
    path(f"{COLLECTION}/map/tiles", tiles.Tilesets.as_view(kind="map"), name="ogc-map-tilesets"),
    path(f"{COLLECTION}/map/tiles/<str:tms>", tiles.Tileset.as_view(kind="map"), name="ogc-map-tileset"),
    path(f"{COLLECTION}/map/tiles/{TILE}", tiles.MapTile.as_view(), name="ogc-map-tile"),
    path(f"{COLLECTION}/styles", styles.CollectionStyles.as_view(), name="ogc-collection-styles"),
    path(f"{COLLECTION}/styles/<str:style_id>", styles.Style.as_view(), name="ogc-collection-style"),
    path("ogc/styles", styles.Styles.as_view(), name="ogc-styles"),
    path("ogc/styles/<str:collection_id>", styles.Style.as_view(), name="ogc-style"),
    path("ogc/fonts/<str:fontstack>/<str:letters>.pbf", styles.Glyphs.as_view(), name="ogc-glyphs"),
]
