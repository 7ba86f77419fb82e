"""The pages of scenes and runs."""

from django.urls import path

from . import views

app_name = "change_detection"

urlpatterns = [
    path("scenes", views.scene_list, name="scenes"),
    path("scenes/compare", views.compare, name="compare"),
    path("scenes/runs/<slug:run_id>", views.run_page, name="run"),
    path("jobs/<uuid:job_id>", views.job_state, name="job"),
    path("findings/<slug:finding_id>/before.png", views.finding_picture, {"which": "before"}, name="before"),
    path("findings/<slug:finding_id>/after.png", views.finding_picture, {"which": "after"}, name="after"),
]
