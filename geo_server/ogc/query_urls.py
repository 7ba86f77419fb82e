"""Addresses of what helps to write a query, below `/ogc`."""

from django.urls import path

from . import functions

urlpatterns = [
    path("ogc/functions", functions.Functions.as_view(), name="ogc-functions"),
]
