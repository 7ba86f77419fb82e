"""Addresses of the planners' door, below `/ogc`; none ends with a slash except the landing page, which takes both."""

from django.urls import path

from . import (
    catalogue,
    coverage_urls,
    download_urls,
    editing_urls,
    features,
    join_urls,
    landing,
    process_urls,
    query_urls,
    record_urls,
    schema_urls,
    search,
    stac_urls,
    style_urls,
    tile_urls,
)

urlpatterns = [
    path("ogc", landing.Landing.as_view(), name="ogc-landing"),
    path("ogc/", landing.Landing.as_view()),
    path("ogc/conformance", landing.Conformance.as_view(), name="ogc-conformance"),
    path("ogc/openapi", landing.ApiDefinition.as_view(), name="ogc-openapi"),
    path("ogc/search", search.Search.as_view(), name="ogc-search"),
    path("ogc/collections", catalogue.Collections.as_view(), name="ogc-collections"),
    *record_urls.urlpatterns,
    path("ogc/collections/<str:collection_id>", catalogue.CollectionView.as_view(), name="ogc-collection"),
    path("ogc/collections/<str:collection_id>/items", features.Items.as_view(), name="ogc-items"),
    path("ogc/collections/<str:collection_id>/items/<str:fid>", features.Item.as_view(), name="ogc-item"),
    *download_urls.urlpatterns,
    *editing_urls.urlpatterns,
    *join_urls.urlpatterns,
    *process_urls.urlpatterns,
    *query_urls.urlpatterns,
    *schema_urls.urlpatterns,
    *tile_urls.urlpatterns,
    *coverage_urls.urlpatterns,
    *stac_urls.urlpatterns,
    *style_urls.urlpatterns,
]
