"""Addresses of the desk's pages."""

from django.urls import path, re_path

from .desk import desk
from .submission import ACTS, submission_act, submission_page

pages = [
    path("publishing", desk, name="desk"),
    path("publishing/<uuid:submission_id>", submission_page, name="submission-page"),
    re_path(
        rf"^publishing/(?P<submission_id>[0-9a-f-]{{36}})/(?P<act>{'|'.join(ACTS)})$", submission_act, name="page-act"
    ),
]
