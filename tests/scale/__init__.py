"""Proofs that need more than one machine, or minutes: run by hand, `python -m tests.scale.two_hosts`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")
django.setup()
