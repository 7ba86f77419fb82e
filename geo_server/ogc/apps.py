"""Django's entry for the planners' door."""

from django.apps import AppConfig


class OgcConfig(AppConfig):
    """OGC API Features, Tiles, Processes; WMS and WMTS through MapProxy."""

    name = "geo_server.ogc"
    label = "ogc"
