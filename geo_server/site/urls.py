"""Where each door is. The OGC door has `/ogc`, tiles come through it; pages have short Vietnamese-neutral names."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("geo_server.site.pages.urls")),
    path("", include("geo_server.ogc.urls")),
    path("", include("change_detection.urls")),
    path("", include("ocm.urls")),
    path("", include("warehouse.urls")),
]
