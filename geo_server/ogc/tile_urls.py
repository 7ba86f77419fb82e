"""Addresses of tiles, maps and tile matrix sets, below `/ogc`."""

from django.urls import path

from . import maps, matrix_sets, tiles, tileset_views

COLLECTION = "ogc/collections/<str:collection_id>"
TILE = "<str:tms>/<str:zoom>/<str:row>/<str:column>"

urlpatterns = [
    path("ogc/TileMatrixSets", matrix_sets.TileMatrixSets.as_view(), name="ogc-tile-matrix-sets"),
    path("ogc/TileMatrixSets/<str:tms>", matrix_sets.OneTileMatrixSet.as_view(), name="ogc-tile-matrix-set"),
    path(f"{COLLECTION}/tiles", tileset_views.Tilesets.as_view(), name="ogc-tilesets"),
    path(f"{COLLECTION}/tiles/<str:tms>", tileset_views.Tileset.as_view(), name="ogc-tileset"),
    path(f"{COLLECTION}/tiles/{TILE}", tiles.VectorTile.as_view(), name="ogc-tile"),
    path(f"{COLLECTION}/map", maps.CollectionMap.as_view(), name="ogc-map"),
    path(f"{COLLECTION}/map/tiles", tileset_views.Tilesets.as_view(kind="map"), name="ogc-map-tilesets"),
    path(f"{COLLECTION}/map/tiles/<str:tms>", tileset_views.Tileset.as_view(kind="map"), name="ogc-map-tileset"),
    path(f"{COLLECTION}/map/tiles/{TILE}", tiles.MapTile.as_view(), name="ogc-map-tile"),
    path("ogc/tiles", tileset_views.DatasetTilesets.as_view(), name="ogc-dataset-tilesets"),
    path("ogc/tiles/<str:tms>", tileset_views.DatasetTileset.as_view(), name="ogc-dataset-tileset"),
    path(f"ogc/tiles/{TILE}", tiles.DatasetVectorTile.as_view(), name="ogc-dataset-tile"),
    path("ogc/map", maps.DatasetMap.as_view(), name="ogc-dataset-map"),
    path("ogc/map/tiles", tileset_views.DatasetTilesets.as_view(kind="map"), name="ogc-dataset-map-tilesets"),
    path("ogc/map/tiles/<str:tms>", tileset_views.DatasetTileset.as_view(kind="map"), name="ogc-dataset-map-tileset"),
    path(f"ogc/map/tiles/{TILE}", tiles.DatasetMapTile.as_view(), name="ogc-dataset-map-tile"),
]
