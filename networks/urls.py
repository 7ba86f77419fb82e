"""Pages and addresses of this package."""

from django.urls import URLPattern, path

from . import views

app_name = "networks"

urlpatterns: list[URLPattern] = [path("networks/scorecards", views.show_scorecards, name="scorecards")]
