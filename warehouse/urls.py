"""Pages of this package; the site mounts them at its root."""

from django.urls import path

from . import views

app_name = "warehouse"
urlpatterns = [
    path("indicators", views.list_indicators, name="indicators"),
    path("indicators/<slug:indicator_id>", views.show_indicator, name="indicator"),
    path("indicators/<slug:indicator_id>.csv", views.download_indicator, name="indicator-csv"),
]
