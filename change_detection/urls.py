"""The pages of scenes and runs."""

from django.urls import path, re_path

from .views import deliveries, findings, labels, land_use, quality, runs, scenes

app_name = "change_detection"
_LAND_USE = r"scenes/runs/(?P<run_id>[-\w]+)/land-use"

urlpatterns = [
    path("scenes", scenes.scene_list, name="scenes"),
    path("scenes/deliveries/<uuid:delivery_id>", deliveries.delivery_state, name="delivery"),
    path("scenes/<slug:scene_id>/quicklook.webp", deliveries.quicklook, name="quicklook"),
    path("scenes/compare", scenes.compare, name="compare"),
    path("scenes/runs/<slug:run_id>", runs.run_page, name="run"),
    path("scenes/runs/<slug:run_id>/stop", runs.stop_run, name="stop-run"),
    path("scenes/runs/<slug:run_id>/resume", runs.resume_run, name="resume-run"),
    path("scenes/runs/<slug:run_id>/land-use", land_use.land_use_page, name="land-use"),
    path("scenes/runs/<slug:run_id>/land-use.csv", land_use.land_use_csv, name="land-use-csv"),
    path("scenes/runs/<slug:run_id>/land-use.json", land_use.land_use_json, name="land-use-json"),
    re_path(rf"^{_LAND_USE}/(?P<which>before|after)\.png$", land_use.land_use_picture, name="land-use-picture"),
    re_path(rf"^{_LAND_USE}/(?P<which>before|after)\.tif$", land_use.land_use_file, name="land-use-file"),
    path("scenes/runs/<slug:run_id>/labels", labels.label_page, name="labels"),
    path("scenes/runs/<slug:run_id>/labels.geojson", labels.labels_geojson, name="labels-geojson"),
    path("scenes/runs/<slug:run_id>/labels/<slug:label_id>/withdraw", labels.withdraw_label, name="withdraw-label"),
    path("quality", quality.quality_page, name="quality"),
    path("quality.csv", quality.quality_csv, name="quality-csv"),
    path("quality.json", quality.quality_json, name="quality-json"),
    path("quality/detector", quality.choose_detector, name="choose-detector"),
    path("jobs/<uuid:job_id>", runs.job_state, name="job"),
    path("findings/<slug:finding_id>/before.png", findings.finding_picture, {"which": "before"}, name="before"),
    path("findings/<slug:finding_id>/after.png", findings.finding_picture, {"which": "after"}, name="after"),
]
