"""The Celery application: `celery -A geo_server.site worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geo_server.site.settings")

app = Celery("diaban")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
