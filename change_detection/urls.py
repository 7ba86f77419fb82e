"""The pages of scenes and runs."""

from django.urls import path

from .views import findings, runs, scenes

app_name = "change_detection"

urlpatterns = [
    path("scenes", scenes.scene_list, name="scenes"),
    path("scenes/compare", scenes.compare, name="compare"),
    path("scenes/runs/<slug:run_id>", runs.run_page, name="run"),
    path("jobs/<uuid:job_id>", runs.job_state, name="job"),
    path("findings/<slug:finding_id>/before.png", findings.finding_picture, {"which": "before"}, name="before"),
    path("findings/<slug:finding_id>/after.png", findings.finding_picture, {"which": "after"}, name="after"),
]
