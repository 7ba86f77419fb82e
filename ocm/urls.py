"""The inspector's pages."""

from django.urls import path

from . import views

app_name = "ocm"

urlpatterns = [
    path("alerts", views.alert_list, name="alerts"),
    path("alerts/<uuid:alert_id>", views.alert_page, name="alert"),
    path("alerts/<uuid:alert_id>/before.png", views.alert_picture, {"which": "before"}, name="before"),
    path("alerts/<uuid:alert_id>/after.png", views.alert_picture, {"which": "after"}, name="after"),
    path("alerts/<uuid:alert_id>/decision", views.alert_decision, name="decision"),
]
