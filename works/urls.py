"""Pages and addresses of this package."""

from django.urls import URLPattern, path

from . import pages, rest
from .place import page as place_page

app_name = "works"

urlpatterns: list[URLPattern] = [
    path("works", pages.show_list, name="list"),
    path("works/new", pages.make_request, name="new"),
    path("works/views", pages.show_views, name="views"),
    path("works/deviations", pages.show_deviations, name="deviations"),
    path("works/deviations/<int:deviation_id>/photo", pages.show_photo, name="photo"),
    path("works/deviations/<int:deviation_id>/decision", pages.decide, name="decide"),
    path("works/rules", pages.show_rules, name="rules"),
    path("works/requests", rest.requests, name="rest-requests"),
    path("works/requests/<int:request_id>", rest.one_request, name="rest-request"),
    path("works/<int:request_id>", pages.show_request, name="request"),
    path("works/<int:request_id>/step", pages.step, name="step"),
    path("works/<int:request_id>/report", pages.report, name="report"),
    path("works/<int:request_id>/deviations", rest.deviations, name="rest-deviations"),
    path("works/<int:request_id>/ground.png", pages.show_ground, name="ground"),
    path("works/<int:request_id>/answer.json", rest.answer_json, name="answer-json"),
    path("works/<int:request_id>/answer.geojson", rest.answer_geojson, name="answer-geojson"),
    path("works/<int:request_id>/answer.pdf", pages.show_paper, name="paper"),
    path("place", place_page.show_place, name="place"),
]
