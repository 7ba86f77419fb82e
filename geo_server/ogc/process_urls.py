"""Addresses of processes and jobs, below `/ogc`; what the forms of their pages send goes below `/forms`."""

from django.urls import path

from .processes import job_views, pages, views

PROCESS = "ogc/processes/<str:process_id>"
JOB = "ogc/jobs/<str:job_id>"

urlpatterns = [
    path("ogc/processes", views.Processes.as_view(), name="ogc-processes"),
    path(PROCESS, views.ProcessView.as_view(), name="ogc-process"),
    path(f"{PROCESS}/execution", views.Execution.as_view(), name="ogc-execution"),
    path("forms/processes/<str:process_id>", pages.run, name="ogc-run"),
    path("ogc/jobs", job_views.Jobs.as_view(), name="ogc-jobs"),
    path(JOB, job_views.JobView.as_view(), name="ogc-job"),
    path("forms/jobs/<str:job_id>/dismiss", pages.dismiss, name="ogc-dismiss"),
    path(f"{JOB}/results", job_views.Results.as_view(), name="ogc-results"),
    path(f"{JOB}/results/<str:output>", job_views.Result.as_view(), name="ogc-result"),
]
