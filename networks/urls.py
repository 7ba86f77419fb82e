"""Pages and addresses of this package."""

from django.urls import URLPattern, path

from . import views
from .lists import show_networks

app_name = "networks"

urlpatterns: list[URLPattern] = [
    path("networks.json", show_networks, name="list-json"),
    path("networks/scorecards", views.show_scorecards, name="scorecards"),
]
