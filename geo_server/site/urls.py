"""Where each door is. The OGC door has `/ogc`, tiles come through it; pages have short Vietnamese-neutral names."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from .health.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("", include("geo_server.site.pages.urls")),
    path("", include("geo_server.ogc.urls")),
    path("", include("publishing.urls")),
    path("", include("networks.urls")),
    path("", include("change_detection.urls")),
    path("", include("ocm.urls")),
    path("", include("works.urls")),
    path("", include("warehouse.urls")),
]

handler400 = "geo_server.site.errors.unreadable_request"
